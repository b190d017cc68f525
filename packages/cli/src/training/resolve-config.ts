import { dirname, isAbsolute, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { ConfigurationError } from '@longplay/runtime';
import { checkConfig } from '../config/check.ts';
import { readJob, type Job } from '../config/jobs.ts';
import { shortPath } from '../config/short-path.ts';
import { parseValue } from '../config/yaml.ts';
import type { Algorithm } from './algorithm.ts';
import { loadAlgorithm } from './algorithms.ts';
import { jobFlagSettings, jobFlagsSchema, settledValue, type JobFlags } from './job-flags.ts';
import type { TrainingConfig } from './training-keys.ts';

/** A job's configuration, checked, with the flags applied, and the learner that it is for. */
export interface ResolvedJob {
  readonly algorithm: Algorithm;
  readonly config: Readonly<TrainingConfig>;
}

/**
 * Reads a job's file, lets its own flags and `overrides` (dotted keys) take precedence, the latter most, and checks the
 * whole.
 *
 * @throws ConfigurationError for anything wrong in it; nothing has been written or started then.
 */
export async function resolveJob(
  job: Job,
  overrides: ReadonlyMap<string, unknown>,
  jobFlags: JobFlags = {},
): Promise<ResolvedJob> {
  const file = shortPath(job.file);
  const input = anchored(readJob(job), dirname(job.file));
  if (input['command'] === 'solve') {
    const run = shortPath(dirname(job.file));
    throw new ConfigurationError(`${run} is a run of longplay solve, and trains no policy`, {
      cure: `longplay solve --resume --logdir ${run} continues it, and writes its strategy with --strategy FILE.json`,
    });
  }
  const settings = jobFlagSettings(jobFlagsSchema.catch({}).parse(input['flags'] ?? {}), jobFlags, file);
  for (const { key, value } of settings) setKey(input, key, value);
  for (const [key, value] of overrides) setKey(input, key, value);
  for (const setting of settings.filter(({ key, times }) => times !== undefined && !overrides.has(key))) {
    setKey(
      input,
      setting.key,
      settledValue(setting, (key) => valueAt(input, key)),
    );
  }
  const algorithm = await loadAlgorithm(input['algorithm'], file);
  if (overrides.has('backend') && !('backend' in algorithm.schema.shape)) {
    throw new ConfigurationError(`${file} has no key backend: ${input['algorithm']} computes no network`, {
      cure: 'leave --backend out',
    });
  }
  const name = overrides.size > 0 ? `${file} and the flags` : file;
  const config = checkConfig(algorithm.schema, anchored(input, '.'), name) as TrainingConfig;
  return { algorithm, config: Object.freeze(config) };
}

/**
 * Files that a configuration names, a user's own environment, `environment: ./my-env.ts`, and the history of a market of
 * households, are paths from the folder of the file that names them, or of a flag from the working directory. Made
 * absolute, they mean the same in the run directory and for ever.
 */
function anchored(input: Record<string, unknown>, folder: string): Record<string, unknown> {
  const { environment } = input;
  if (typeof environment !== 'string') return input;
  if (isRelativePath(environment)) return { ...input, environment: resolve(folder, environment) };
  if (environment !== 'LongView-v0') return input;
  const result = structuredClone(input);
  for (const key of historyKeys) {
    const file = valueAt(input, key);
    if (typeof file === 'string') setKey(result, key, resolve(folder, file));
  }
  return result;
}

const historyKeys = ['environmentOptions.market.file', 'evaluation.environmentOptions.market.file'];

/** `./my-env`, `../my-env.js`, `my-env.ts`; neither an id nor a package nor a URL. */
function isRelativePath(name: string): boolean {
  return /^\.\.?[/\\]/.test(name) || (/^[^:]+\.[cm]?[jt]s$/.test(name) && !isAbsolute(name));
}

/** The keys that a resumed run may change: how long, how fast and how observed it runs, not what it computes. */
const changeable = new Set<string>([
  'description',
  'expected',
  'confirm',
  'totalTimesteps',
  'checkpointEvery',
  'flags',
  'numWorkers',
  'workerRule',
  'workerKind',
  'evaluation',
  'tensorboard',
] satisfies (keyof TrainingConfig)[]);

/** Throws a ConfigurationError where a resumed run would become another one, by the flags it is resumed with. */
export function expectSameTask(before: object, after: object): void {
  const values = new Map(Object.entries(before));
  const changed = Object.entries(after).filter(
    ([key, value]) => !changeable.has(key) && !isDeepStrictEqual(value, values.get(key)),
  );
  if (changed.length === 0) return;
  const keys = changed.map(([key]) => key).join(', ');
  throw new ConfigurationError(`a resumed run cannot change ${keys}: it would be another run`, {
    cure: `start a new run, or change only ${[...changeable].join(', ')}`,
  });
}

/** Flags that are aliases of configuration keys, and every `--set key=value`; the latter win. */
export function overridesOf(aliases: Readonly<Record<string, string | undefined>>, settings: readonly string[]) {
  const overrides = new Map<string, unknown>();
  for (const [key, text] of Object.entries(aliases)) if (text !== undefined) overrides.set(key, parseValue(text));
  for (const setting of settings) {
    const [, key, text] = /^([\w.]+)=(.*)$/s.exec(setting) ?? [];
    if (key === undefined || text === undefined || key.split('.').includes('__proto__')) {
      throw new ConfigurationError(`--set ${setting} sets nothing`, { cure: 'write --set key=value' });
    }
    overrides.set(key, parseValue(text));
  }
  return overrides;
}

/** The value of a dotted key; undefined where there is none. */
const valueAt = (config: unknown, dotted: string): unknown =>
  dotted.split('.').reduce((at, key) => (at as Record<string, unknown> | undefined)?.[key], config);

function setKey(config: Record<string, unknown>, dotted: string, value: unknown): void {
  const path = dotted.split('.');
  const last = path.pop() ?? dotted;
  let at = config;
  for (const key of path) {
    const next = Object.hasOwn(at, key) ? at[key] : undefined;
    if (Array.isArray(next)) {
      throw new ConfigurationError(`--set ${dotted}: ${key} is a list`, { cure: `set the whole list, ${key}=[…]` });
    }
    at = (typeof next === 'object' && next !== null ? next : (at[key] = {})) as Record<string, unknown>;
  }
  at[last] = value;
}
