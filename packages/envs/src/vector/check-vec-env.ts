import type { BatchEnv } from '../batch-env.ts';
import { batchOf } from '../batch-of.ts';
import { Findings } from '../checks/findings.ts';
import { jsonProblem } from '../checks/json-problem.ts';
import type { Env, EnvState } from '../env.ts';
import type { Problem } from '../step-problems.ts';
import { rowsOfStep } from './batch-step.ts';
import { differenceOf, firstDifference, record, replay, replayFrom, type Recording } from './recording.ts';
import { SyncVecEnv } from './sync-vec-env.ts';
import { layoutProblem, outcomeProblem, shapeProblem, valueProblem } from './vec-env-problems.ts';
import type { VecEnv } from './vec-env.ts';

/** Options of `checkVecEnv`. */
export interface CheckVecEnvOptions {
  /** Makes one of the environments: each is then compared with one that is played alone. */
  readonly makeEnv?: (() => Env) | undefined;
  /** The same for environments of several agents: makes a batch of one of them, the one with the index. */
  readonly makeBatch?: ((environments: number, index: number) => BatchEnv) | undefined;
  /** How many steps are played: enough to see episodes end in every way that they can. Default 200. */
  readonly steps?: number | undefined;
  /** Default 0. */
  readonly seed?: number | undefined;
}

/** Two VecEnvs made alike, and what was recorded of the first. */
interface Pair {
  readonly first: VecEnv;
  readonly second: VecEnv;
  readonly recording: Recording;
  readonly findings: Findings;
}

/**
 * Checks that a VecEnv keeps its contract: the arrays of its results and their values, the same steps for the same seed,
 * each environment as one that is played alone under `environmentSeed(seed, index)`, exact states, and what it must
 * refuse. Actions are random and legal.
 *
 * @param make - makes the VecEnv, the same each time; it is called twice
 * @throws EnvironmentError that lists everything that is wrong, each with its cure
 *
 * @example
 * const { make, makeBatch } = await loadEnvironment('CartPole-v1');
 * await checkVecEnv(async () => new SyncVecEnv(makeBatch(3)), { makeEnv: make });
 */
export async function checkVecEnv(make: () => Promise<VecEnv>, options: CheckVecEnvOptions = {}): Promise<void> {
  await using first = await make();
  await using second = await make();
  const findings = new Findings();
  try {
    await checkPair(first, second, options, findings);
  } catch (error) {
    findings.add('failure', { message: `it throws ${String(error)}`, cure: 'correct what throws it' });
  }
  findings.throwAny('the VecEnv');
}

async function checkPair(
  first: VecEnv,
  second: VecEnv,
  { makeEnv, makeBatch, steps = 200, seed = 0 }: CheckVecEnvOptions,
  findings: Findings,
): Promise<void> {
  const actions = new Float32Array(second.rows * second.actionSize);
  await expectRefusal('a step before the first reset', () => second.step(actions), findings);
  findings.add('layout', layoutProblem(first));
  findings.add('shape', shapeProblem(first, await first.reset(seed)));
  if (!findings.none) return; // nothing else would mean anything
  const recording = await record(first, seed, steps);
  const pair = { first, second, recording, findings };
  checkValues(pair);
  await checkSeed(pair);
  const alone = makeBatch ?? (makeEnv && (() => batchOf([makeEnv()])));
  if (alone !== undefined) await checkEnvironments(pair, alone);
  if (first.savesState) await checkState(pair);
  await checkRefusals(pair);
}

function checkValues({ first, recording: { steps }, findings }: Pair): void {
  findings.add('reset', outcomeProblem(steps[0]!), 'after a reset');
  for (const [t, step] of steps.entries()) findings.add('value', valueProblem(first, step), `after ${t} steps`);
}

/** The same seed and actions lead to the same steps, once more and elsewhere. */
async function checkSeed({ first, second, recording, findings }: Pair): Promise<void> {
  for (const environments of [first, second]) {
    const difference = firstDifference(first, recording.steps, await replayFrom(environments, recording));
    const when = environments === first ? 'once more' : 'in another one';
    const cure = 'let reset(seed) begin every random stream anew';
    findings.add('seed', other(`with the same seed ${when}`, difference, cure));
  }
}

/** The rows of environment i are what it does alone. */
async function checkEnvironments(
  { first, recording, findings }: Pair,
  makeBatch: NonNullable<CheckVecEnvOptions['makeBatch']>,
): Promise<void> {
  const { seed, actions, steps } = recording;
  const agents = first.teams.length;
  const size = agents * first.actionSize;
  for (let index = 0; index < first.environments; index++) {
    await using alone = new SyncVecEnv(makeBatch(1, index), { firstIndex: index });
    const own = steps.map((step) => rowsOfStep(step, first, index * agents, agents));
    const ownActions = actions.map((all) => all.subarray(index * size, (index + 1) * size));
    const difference = firstDifference(alone, own, await replayFrom(alone, { seed, actions: ownActions }));
    const cure =
      'let environment i have environmentSeed(seed, i), its own actions, and both observations where an episode ends';
    findings.add('environments', other(`against environment ${index} alone`, difference, cure));
  }
}

/** A saved state leads to the same steps, where it was saved and elsewhere, by way of JSON. */
async function checkState({ first, second, recording, findings }: Pair): Promise<void> {
  const { seed, actions, steps } = recording;
  const middle = Math.floor(actions.length / 2);
  await replayFrom(first, { seed, actions: actions.slice(0, middle) });
  const states = await first.saveState();
  const lost = jsonProblem(states, 'states');
  if (lost !== undefined) {
    const message = `saveState gives what JSON does not keep: ${lost}`;
    return findings.add('state', { message, cure: 'give plain objects, lists, texts and finite numbers' });
  }
  const text = JSON.stringify(states);
  const disturbed = firstDifference(first, steps.slice(middle + 1), await replay(first, actions.slice(middle)));
  findings.add('saveState', other('after saveState', disturbed, 'let saveState change nothing'));
  const loaded = await second.loadState(JSON.parse(text) as EnvState[]);
  findings.add('loadState', outcomeProblem(loaded), 'after loadState');
  const moved = differenceOf(first, steps[middle]!, loaded, ['observations', 'masks']);
  findings.add(
    'loadState',
    other('loadState', moved, 'write the observations and masks at which the states were saved'),
  );
  const continued = firstDifference(first, steps.slice(middle + 1), await replay(second, actions.slice(middle)));
  const cure = 'save everything that the future depends on, the random stream included';
  findings.add('state', other('after loadState', continued, cure));
}

async function checkRefusals({ first, findings }: Pair): Promise<void> {
  await expectRefusal('a step with no actions', () => first.step(new Float32Array(0)), findings);
  if (first.savesState) await expectRefusal('loadState with no states', () => first.loadState([]), findings);
  else await expectRefusal('saveState where savesState is false', () => first.saveState(), findings);
  await first[Symbol.asyncDispose]();
  await expectRefusal('a reset after its end', () => first.reset(0), findings);
}

async function expectRefusal(what: string, call: () => Promise<unknown>, findings: Findings): Promise<void> {
  try {
    await call();
  } catch {
    return;
  }
  findings.add(what, { message: `${what} is not refused`, cure: 'throw an error that says what is wrong' });
}

function other(when: string, difference: string | undefined, cure: string): Problem | undefined {
  return difference === undefined ? undefined : { message: `${when}: ${difference}`, cure };
}
