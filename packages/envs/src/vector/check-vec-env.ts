import { batchOf } from '../batch-of.ts';
import type { BatchLayout, BatchStep } from '../batch-env.ts';
import type { Env, EnvState } from '../env.ts';
import { EnvironmentError } from '../environment-error.ts';
import { rowsOfStep } from './batch-step.ts';
import { copyStep, differenceOf, record, replay, type Recording } from './recording.ts';
import { SyncVecEnv } from './sync-vec-env.ts';
import { layoutProblems, shapeProblems, valueProblem } from './vec-env-problems.ts';
import type { VecEnv } from './vec-env.ts';

/** Options of `checkVecEnv`. */
export interface CheckVecEnvOptions {
  /** Makes one of the environments: every row is then compared with one that is played alone. */
  readonly makeEnv?: (() => Env) | undefined;
  /** How many steps are played: enough to see episodes end in every way that they can. Default 200. */
  readonly steps?: number | undefined;
  /** Default 0. */
  readonly seed?: number | undefined;
}

/**
 * Checks that a VecEnv keeps its contract: the arrays of its results and their values, the same steps for the same seed,
 * each row as one environment played alone under `environmentSeed(seed, row)`, exact states, and what it must refuse.
 * Actions are random and legal.
 *
 * @param make - makes the VecEnv, the same each time; it is called twice
 * @throws EnvironmentError that lists everything wrong
 *
 * @example
 * const { make, makeBatch } = await loadEnvironment('CartPole-v1');
 * await checkVecEnv(async () => new SyncVecEnv(makeBatch(3)), { makeEnv: make });
 */
export async function checkVecEnv(make: () => Promise<VecEnv>, options: CheckVecEnvOptions = {}): Promise<void> {
  await using environments = await make();
  await using others = await make();
  const problems: string[] = [];
  for await (const problem of problemsOf(environments, others, options)) problems.push(problem);
  if (problems.length === 0) return;
  throw new EnvironmentError(`this VecEnv breaks its contract:\n${problems.map((line) => `- ${line}`).join('\n')}`, {
    cure: 'VecEnv, BatchEnv and BatchStep document what each of them should be',
  });
}

async function* problemsOf(
  environments: VecEnv,
  others: VecEnv,
  { makeEnv, steps = 200, seed = 0 }: CheckVecEnvOptions,
): AsyncGenerator<string, void> {
  try {
    yield* await unlessRefused('a step before the first reset', () =>
      others.step(new Float32Array(others.rows * others.actionSize)),
    );
    const shapes = [
      ...layoutProblems(environments),
      ...shapeProblems(environments, environments.rows, await environments.reset(seed)),
    ];
    if (shapes.length > 0) return yield* shapes; // nothing else would mean anything
    const recording = await record(environments, seed, steps);
    yield* valueProblems(environments, recording);
    yield* repetitionProblems('reset once more', environments, recording, seed);
    yield* repetitionProblems('another one', others, recording, seed);
    if (makeEnv !== undefined) yield* singleProblems(environments, makeEnv, recording, seed);
    if (environments.savesState) yield* stateProblems(environments, others, recording, seed);
    yield* refusalProblems(environments);
  } catch (error) {
    yield `it failed: ${String(error)}`;
  }
}

function* valueProblems(environments: VecEnv, { first, steps }: Recording): Generator<string> {
  const outcomes = [first.rewards, first.rewardParts, first.terminated, first.truncated];
  if (outcomes.some((values) => [...values].some((value) => value !== 0))) {
    yield 'after a reset: rewards, rewardParts, terminated and truncated should be 0';
  }
  for (const [t, step] of [first, ...steps].entries()) {
    const problem = valueProblem(environments, step);
    if (problem !== undefined) return yield `step ${t}: ${problem}`;
  }
}

/** The same seed and actions lead to the same steps. */
async function* repetitionProblems(
  what: string,
  environments: VecEnv,
  { first, actions, steps }: Recording,
  seed: number,
): AsyncGenerator<string, void> {
  const reset = copyStep(environments, await environments.reset(seed));
  const again = [reset, ...(await replay(environments, actions))];
  const difference = firstDifference(environments, [first, ...steps], again);
  if (difference !== undefined) yield `${what} with the same seed, step ${difference}`;
}

/** Row i is what environment i does alone. */
async function* singleProblems(
  environments: VecEnv,
  makeEnv: () => Env,
  { first, actions, steps }: Recording,
  seed: number,
): AsyncGenerator<string, void> {
  const { rows, actionSize } = environments;
  for (let row = 0; row < rows; row++) {
    await using alone = new SyncVecEnv(batchOf([makeEnv()]), { firstIndex: row });
    const own = [first, ...steps].map((step) => rowsOfStep(step, environments, row, 1));
    const reset = copyStep(alone, await alone.reset(seed));
    const rowActions = actions.map((all) => all.subarray(row * actionSize, (row + 1) * actionSize));
    const difference = firstDifference(environments, own, [reset, ...(await replay(alone, rowActions))]);
    if (difference !== undefined) {
      return yield `environment ${row} is not the one that is made alone with its seed: step ${difference}`;
    }
  }
}

/** A saved state goes on to the same steps, where it was saved and in another VecEnv, by way of JSON. */
async function* stateProblems(
  environments: VecEnv,
  others: VecEnv,
  { first, actions, steps }: Recording,
  seed: number,
): AsyncGenerator<string, void> {
  const middle = Math.floor(actions.length / 2);
  await environments.reset(seed);
  await replay(environments, actions.slice(0, middle));
  const states = JSON.parse(JSON.stringify(await environments.saveState())) as EnvState[];
  const expected = steps.slice(middle);
  const after = await replay(environments, actions.slice(middle));
  const disturbed = firstDifference(environments, expected, after);
  if (disturbed !== undefined) yield `after saveState, step ${disturbed}`;
  const present = await others.loadState(states);
  const moved = differenceOf(environments, [first, ...steps][middle]!, present, ['observations', 'masks']);
  if (moved !== undefined) yield `loadState: the ${moved} are not those at which the state was saved`;
  const continued = firstDifference(environments, expected, await replay(others, actions.slice(middle)));
  if (continued !== undefined) yield `after loadState, step ${continued}`;
}

async function* refusalProblems(environments: VecEnv): AsyncGenerator<string, void> {
  yield* await unlessRefused('a step with no actions', () => environments.step(new Float32Array(0)));
  if (environments.savesState) {
    yield* await unlessRefused('loadState with no states', () => environments.loadState([]));
  } else {
    yield* await unlessRefused('saveState where savesState is false', () => environments.saveState());
  }
  await environments[Symbol.asyncDispose]();
  yield* await unlessRefused('a reset once it is closed', () => environments.reset(0));
}

async function unlessRefused(what: string, call: () => Promise<unknown>): Promise<string[]> {
  try {
    await call();
    return [`${what} is not refused`];
  } catch {
    return [];
  }
}

function firstDifference(
  layout: BatchLayout,
  expected: readonly BatchStep[],
  got: readonly BatchStep[],
): string | undefined {
  for (const [t, step] of expected.entries()) {
    const difference = differenceOf(layout, step, got[t]!);
    if (difference !== undefined) return `${t}: the ${difference} are others`;
  }
  return undefined;
}
