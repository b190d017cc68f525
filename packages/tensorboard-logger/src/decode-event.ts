import { EVENT, METADATA, PLUGIN_DATA, SESSION_LOG, START, SUMMARY, VALUE } from './fields.ts';
import type { Histogram } from './histogram.ts';
import { decodeHparams, type Hparams } from './hparams.ts';
import { decodeLayout } from './layout.ts';
import { decodeLegacyHistogram, decodeLegacyImage } from './legacy-values.ts';
import type { LogEvent } from './log-event.ts';
import { PLUGIN, SESSION_START_TAG } from './plugins.ts';
import { decode, type Fields } from './protobuf.ts';
import { decodeTensor } from './tensor.ts';

interface Stamp {
  step: number;
  wallTime: number;
}

interface RawEvent extends Stamp {
  restart: boolean;
  values: Uint8Array[];
}

const SUMMARY_FIELDS: Fields<RawEvent> = {
  [SUMMARY.value]: (event, reader) => event.values.push(reader.bytes()),
};
const SESSION_LOG_FIELDS: Fields<RawEvent> = {
  [SESSION_LOG.status]: (event, reader) => (event.restart = reader.int32() === START),
};
const EVENT_FIELDS: Fields<RawEvent> = {
  [EVENT.wallTime]: (event, reader) => (event.wallTime = reader.double()),
  [EVENT.step]: (event, reader) => (event.step = Number(reader.int64())),
  [EVENT.summary]: (event, reader) => decode(reader.bytes(), SUMMARY_FIELDS, event),
  [EVENT.sessionLog]: (event, reader) => decode(reader.bytes(), SESSION_LOG_FIELDS, event),
};

/** What of a LogEvent one Summary.Value tells; its Event has the rest. */
type Content = LogEvent extends infer E ? (E extends LogEvent ? Pick<E, 'kind' | 'value'> : never) : never;

interface RawValue {
  tag: string;
  plugin: string | undefined;
  pluginContent: Uint8Array;
  tensor: Uint8Array | undefined;
  content: Content | undefined;
}

const PLUGIN_DATA_FIELDS: Fields<RawValue> = {
  [PLUGIN_DATA.name]: (value, reader) => (value.plugin = reader.string()),
  [PLUGIN_DATA.content]: (value, reader) => (value.pluginContent = reader.bytes()),
};
const METADATA_FIELDS: Fields<RawValue> = {
  [METADATA.pluginData]: (value, reader) => decode(reader.bytes(), PLUGIN_DATA_FIELDS, value),
};
const VALUE_FIELDS: Fields<RawValue> = {
  [VALUE.tag]: (value, reader) => (value.tag = reader.string()),
  [VALUE.simpleValue]: (value, reader) => (value.content = { kind: 'scalar', value: reader.float() }),
  [VALUE.image]: (value, reader) => (value.content = { kind: 'image', value: decodeLegacyImage(reader.bytes()) }),
  [VALUE.histogram]: (value, reader) =>
    (value.content = { kind: 'histogram', value: decodeLegacyHistogram(reader.bytes()) }),
  [VALUE.tensor]: (value, reader) => (value.tensor = reader.bytes()),
  [VALUE.metadata]: (value, reader) => decode(reader.bytes(), METADATA_FIELDS, value),
};

/**
 * Decodes an Event message into its logged values: none for a file version, several where a writer put them together.
 * `plugins` remembers which plugin shows a tag, since writers may say so only the first time; pass one map a run.
 * Throws when the bytes are no Event.
 */
export function decodeEvent(encoded: Uint8Array, plugins: Map<string, string>): LogEvent[] {
  const { step, wallTime, restart, values } = decode(encoded, EVENT_FIELDS, {
    step: 0,
    wallTime: 0,
    restart: false,
    values: [],
  });
  if (restart) return [{ kind: 'purge', step, wallTime, tag: '', value: null }];
  return joinHparams(values.map((value) => decodeValue(value, { step, wallTime }, plugins)));
}

function decodeValue(encoded: Uint8Array, stamp: Stamp, plugins: Map<string, string>): LogEvent {
  const value: RawValue = {
    tag: '',
    plugin: undefined,
    pluginContent: new Uint8Array(),
    tensor: undefined,
    content: undefined,
  };
  decode(encoded, VALUE_FIELDS, value);
  const { tag, plugin = plugins.get(tag), pluginContent, tensor } = value;
  if (value.plugin !== undefined) plugins.set(tag, value.plugin);
  if (plugin === PLUGIN.hparams) {
    const hparams = decodeHparams(pluginContent);
    if (hparams !== undefined) return { kind: 'hparams', ...stamp, tag: SESSION_START_TAG, value: hparams };
  }
  const content = tensor === undefined ? value.content : contentOf(tensor, plugin);
  return { ...stamp, tag, ...(content ?? { kind: 'other', value: encoded }) };
}

/** What a tensor means to its plugin; undefined for other plugins and other shapes. */
function contentOf(encoded: Uint8Array, plugin: string | undefined): Content | undefined {
  const { numbers, strings } = decodeTensor(encoded);
  if (plugin === PLUGIN.scalars && numbers.length === 1) return { kind: 'scalar', value: numbers[0]! };
  if (plugin === PLUGIN.histograms && numbers.length % 3 === 0) return { kind: 'histogram', value: binsOf(numbers) };
  if (plugin === PLUGIN.text) return { kind: 'text', value: strings.map(fromUtf8).join('\n') };
  if (plugin === PLUGIN.images && strings.length >= 2) {
    const [width, height] = strings.slice(0, 2).map((size) => Number(fromUtf8(size)));
    return { kind: 'image', value: { width: width!, height: height!, encoded: strings.slice(2) } };
  }
  if (plugin === PLUGIN.customScalars && strings.length === 1) {
    return { kind: 'layout', value: decodeLayout(strings[0]!) };
  }
  return undefined;
}

const fromUtf8 = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** A histogram's tensor has a row (left, right, count) a bin. */
const binsOf = (cells: readonly number[]): Histogram =>
  Array.from({ length: cells.length / 3 }, (_, i) => ({
    left: cells[3 * i]!,
    right: cells[3 * i + 1]!,
    count: cells[3 * i + 2]!,
  }));

/** The names of the table and its row lie in two values of one event; they make one `hparams`, the last in order. */
function joinHparams(events: LogEvent[]): LogEvent[] {
  const hparams = events.filter((event) => event.kind === 'hparams');
  if (hparams.length < 2) return events;
  const value: Hparams = {
    hyperparameters: Object.fromEntries(hparams.flatMap((event) => Object.entries(event.value.hyperparameters))),
    metrics: hparams.flatMap((event) => event.value.metrics),
  };
  return [...events.filter((event) => event.kind !== 'hparams'), { ...hparams[0]!, value }];
}
