import {
  EXPERIMENT,
  HPARAMS,
  HYPERPARAMETER_INFO,
  HYPERPARAMETER_TYPE,
  MAP_ENTRY,
  METRIC_INFO,
  METRIC_NAME,
  SESSION_START,
  STRUCT_VALUE,
} from './fields.ts';
import { show } from './show.ts';
import { decode, double, encode, integer, message, text, WireType, type Fields, type Write } from './protobuf.ts';

export type Hyperparameter = number | string | boolean;

/** A row of TensorBoard's HParams table. */
export interface Hparams {
  /** By name. */
  readonly hyperparameters: Readonly<Record<string, Hyperparameter>>;
  /** Tags of the scalars shown beside them; none stands for every scalar of the run. */
  readonly metrics: readonly string[];
}

/**
 * A row as the table can show it: NaN and infinities, which TensorBoard leaves out, become the texts "NaN", "Infinity"
 * and "-Infinity". Throws a `TypeError` for what the table has no place for.
 */
export function showable({ hyperparameters, metrics }: Hparams): Hparams {
  if (typeof hyperparameters !== 'object' || hyperparameters === null) {
    throw new TypeError(`hyperparameters must be an object of values by name, got ${show(hyperparameters)}`);
  }
  const shown = Object.entries(hyperparameters).map(([name, value]): [string, Hyperparameter] => {
    if (!Object.hasOwn(HYPERPARAMETER_TYPE, typeof value)) {
      throw new TypeError(`hyperparameter ${name} must be a number, a string or a boolean, got ${show(value)}`);
    }
    return [name, typeof value === 'number' && !Number.isFinite(value) ? String(value) : value];
  });
  if (!(Array.isArray(metrics) && metrics.every((tag) => typeof tag === 'string'))) {
    throw new TypeError(`metrics must be a list of tags, got ${show(metrics)}`);
  }
  return { hyperparameters: Object.fromEntries(shown), metrics };
}

const typeOf = (value: Hyperparameter) => HYPERPARAMETER_TYPE[typeof value as keyof typeof HYPERPARAMETER_TYPE];

/** The HParamsPluginData that names the table's columns. */
export const encodeExperiment = ({ hyperparameters, metrics }: Hparams): Uint8Array =>
  encode((plugin) =>
    message(plugin, HPARAMS.experiment, (experiment) => {
      for (const [name, value] of Object.entries(hyperparameters)) {
        message(experiment, EXPERIMENT.hyperparameter, (info) => {
          text(info, HYPERPARAMETER_INFO.name, name);
          integer(info, HYPERPARAMETER_INFO.type, typeOf(value));
        });
      }
      for (const tag of metrics) {
        message(experiment, EXPERIMENT.metric, (info) =>
          message(info, METRIC_INFO.name, (name) => text(name, METRIC_NAME.tag, tag)),
        );
      }
    }),
  );

/** The HParamsPluginData that holds this run's values. */
export const encodeSessionStart = ({ hyperparameters }: Hparams, wallTime: number): Uint8Array =>
  encode((plugin) =>
    message(plugin, HPARAMS.sessionStart, (start) => {
      for (const [name, value] of Object.entries(hyperparameters)) {
        message(start, SESSION_START.hyperparameters, (entry) => {
          text(entry, MAP_ENTRY.key, name);
          message(entry, MAP_ENTRY.value, writeValue(value));
        });
      }
      double(start, SESSION_START.startTime, wallTime);
    }),
  );

const writeValue =
  (value: Hyperparameter): Write =>
  (writer) => {
    if (typeof value === 'number') double(writer, STRUCT_VALUE.number, value);
    else if (typeof value === 'string') text(writer, STRUCT_VALUE.string, value);
    else writer.tag(STRUCT_VALUE.boolean, WireType.Varint).bool(value);
  };

interface RawHparams {
  known: boolean;
  metrics: string[];
  hyperparameters: [string, Hyperparameter][];
}

interface RawEntry {
  key: string;
  value: Hyperparameter | undefined;
}

const STRUCT_VALUE_FIELDS: Fields<RawEntry> = {
  [STRUCT_VALUE.number]: (entry, reader) => (entry.value = reader.double()),
  [STRUCT_VALUE.string]: (entry, reader) => (entry.value = reader.string()),
  [STRUCT_VALUE.boolean]: (entry, reader) => (entry.value = reader.bool()),
};
const ENTRY_FIELDS: Fields<RawEntry> = {
  [MAP_ENTRY.key]: (entry, reader) => (entry.key = reader.string()),
  [MAP_ENTRY.value]: (entry, reader) => decode(reader.bytes(), STRUCT_VALUE_FIELDS, entry),
};
const SESSION_START_FIELDS: Fields<RawHparams> = {
  [SESSION_START.hyperparameters]: ({ hyperparameters }, reader) => {
    const { key, value } = decode<RawEntry>(reader.bytes(), ENTRY_FIELDS, { key: '', value: undefined });
    // TensorBoard's table has no place for a null, a list or a struct.
    if (value !== undefined) hyperparameters.push([key, value]);
  },
};

const METRIC_NAME_FIELDS: Fields<RawHparams> = {
  [METRIC_NAME.tag]: ({ metrics }, reader) => metrics.push(reader.string()),
};
const METRIC_INFO_FIELDS: Fields<RawHparams> = {
  [METRIC_INFO.name]: (hparams, reader) => decode(reader.bytes(), METRIC_NAME_FIELDS, hparams),
};
const EXPERIMENT_FIELDS: Fields<RawHparams> = {
  [EXPERIMENT.metric]: (hparams, reader) => decode(reader.bytes(), METRIC_INFO_FIELDS, hparams),
};

const PLUGIN_FIELDS: Fields<RawHparams> = {
  [HPARAMS.experiment]: (hparams, reader) => {
    hparams.known = true;
    decode(reader.bytes(), EXPERIMENT_FIELDS, hparams);
  },
  [HPARAMS.sessionStart]: (hparams, reader) => {
    hparams.known = true;
    decode(reader.bytes(), SESSION_START_FIELDS, hparams);
  },
};

/** Reads either message; undefined for a third kind, such as the end of a session. */
export function decodeHparams(pluginData: Uint8Array): Hparams | undefined {
  const raw: RawHparams = { known: false, metrics: [], hyperparameters: [] };
  const { known, metrics, hyperparameters } = decode(pluginData, PLUGIN_FIELDS, raw);
  return known ? { hyperparameters: Object.fromEntries(hyperparameters), metrics } : undefined;
}
