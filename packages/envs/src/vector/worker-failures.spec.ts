import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { silentLogger, WorkerError } from '@longplay/runtime';
import { describe, expect, it, onTestFinished } from 'vitest';
import { batchOf } from '../batch-of.ts';
import corridor, { type CorridorOptions, type Fault } from '../fixtures/vector/corridor.ts';
import { environmentSeed } from './environment-seed.ts';
import { differenceOf } from './recording.ts';
import { SyncVecEnv } from './sync-vec-env.ts';
import { WorkerVecEnv, type WorkerVecEnvOptions } from './worker-vec-env.ts';

const environment = fileURLToPath(import.meta.resolve('../fixtures/vector/corridor.ts'));
/** Nowhere, without running: no episode ends before its time limit of 12 steps but by a gust of wind. */
const stay = Float32Array.of(1, 0, 1, 0, 1, 0, 1, 0, 1, 0);

/** Five environments in two workers, of which the last fails in the 4th step of its first episode under the seed 1. */
async function open(way: Fault | undefined, options: Partial<WorkerVecEnvOptions> = {}) {
  const fault = way && { seed: environmentSeed(1, 4), step: 4, way };
  const corridors: CorridorOptions = fault === undefined ? {} : { fault };
  const places: string[] = [];
  const debug = (line: string) => void places.push(...(/worker 1 of 2 \((.*)\) started/.exec(line)?.slice(1) ?? []));
  const environments = await WorkerVecEnv.open({
    environment,
    options: { ...corridors },
    environments: 5,
    workers: 2,
    logger: { ...silentLogger, debug },
    ...options,
  });
  const processes = options.kind === 'processes' ? places.map((place) => Number(place.split(' ')[1])) : [];
  onTestFinished(async () => {
    await environments[Symbol.asyncDispose]();
    for (const pid of processes) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    expect(process.getActiveResourcesInfo().filter((name) => name === 'MessagePort' || name === 'Worker')).toEqual([]);
  });
  return { environments, processes };
}

async function failureOf(call: Promise<unknown>): Promise<WorkerError> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof WorkerError)) throw error ?? new Error('the call did not fail');
  return error;
}

describe.each([
  ['threads', 'throw', 'threw', 'environment 4 (.*), step 4 of its episode: RangeError: the corridor has no cell 7'],
  ['threads', 'exit', 'exited', 'exited with code 3'],
  ['processes', 'kill', 'killed', 'killed by SIGKILL'],
  ['threads', 'hang', 'timed out', 'no answer within'],
] as const)('an environment in one of the %s that does this: %s', (kind, way, reason, detail) => {
  it('is reported with its worker, after which everything ends', async () => {
    const { environments } = await open(way, { kind, ...(way === 'hang' && { deadline: { minimum: 1, factor: 2 } }) });
    await environments.reset(1);
    for (let t = 0; t < 3; t++) await environments.step(stay);
    await sleep(50); // so that a step's time is known, and what is stuck is not waited for as long as a first one
    const error = await failureOf(environments.step(stay));
    expect(error.failures).toMatchObject([{ worker: 1, task: 'step', reason }]);
    expect(error.message).toMatch(new RegExp(detail));
    expect(error.message).toContain('received results from 1/2 workers');
    if (way !== 'throw') await failureOf(environments.saveState());
  });
});

it('names the environment in the main thread too', async () => {
  const { environments } = await open('nan', { workers: 1 });
  await environments.reset(1);
  for (let t = 0; t < 3; t++) await environments.step(stay);
  await expect(environments.step(stay)).rejects.toThrow(
    /worker 0 of 1 \(main thread\) failed in step: .* environment 4 \(.*\), step 4 of its episode: reward is NaN/,
  );
});

it('goes on after steps that take long, and after pauses between them', async () => {
  const { environments } = await open('slow');
  const own = new SyncVecEnv(batchOf(Array.from({ length: 5 }, () => corridor())));
  await environments.reset(1);
  await own.reset(1);
  for (let t = 0; t < 8; t++) {
    expect(differenceOf(own, await own.step(stay), await environments.step(stay))).toBeUndefined();
    if (t === 5) await sleep(50);
  }
});

it('refuses a call while another one is under way', async () => {
  const { environments } = await open(undefined, { workers: 1 });
  const reset = environments.reset(1);
  await expect(environments.step(stay)).rejects.toThrow('step was called while reset is under way: await it');
  await reset;
  await environments.step(stay);
});

it('ends at once when its signal is aborted', async () => {
  const controller = new AbortController();
  const { environments } = await open('hang', { signal: controller.signal });
  await environments.reset(1);
  for (let t = 0; t < 3; t++) await environments.step(stay);
  setTimeout(() => controller.abort(new Error('enough')), 50);
  await expect(environments.step(stay)).rejects.toThrow('enough');
});

it.each([
  ['an unknown environment', { environment: 'CartPol-v1' }, 'CartPole-v1'],
  ['no environment', { environments: 0 }, 'environments must be a whole number from 1, and is 0'],
  ['half a worker', { workers: 0.5 }, 'workers must be a whole number from 0 to 1024; got 0.5'],
  ['a deadline in the past', { deadline: { first: -1 } }, 'deadline.first must be positive, and is -1'],
])('refuses %s before anything is started', async (_what, options, message) => {
  await expect(open(undefined, options)).rejects.toThrow(message);
  expect(process.getActiveResourcesInfo()).not.toContain('MessagePort');
});
