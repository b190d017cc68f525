import { Random } from '@longplay/runtime';
import type { Env, EnvState } from '../env.ts';
import { missingMembers } from '../missing-members.ts';
import { sample } from '../space-values.ts';
import type { Problem } from '../step-problems.ts';
import { Findings } from './findings.ts';
import { jsonProblem } from './json-problem.ts';
import { differenceOf, play, playEpisode, type Game } from './play.ts';
import { spaceProblem } from './space-problem.ts';

/** Options of `checkEnv`. */
export interface CheckEnvOptions {
  /** Random actions to play, in each of several games. Default 1000. */
  readonly steps?: number | undefined;
  /** Seeds the episodes and the actions. Default 0. */
  readonly seed?: number | undefined;
}

/** What `checkEnv` saw that is no mistake, but good to know. */
export interface CheckEnvReport {
  readonly notes: readonly string[];
}

/** Two environments made alike, or one environment twice, and how to play with them. */
interface Pair {
  readonly first: Env;
  readonly second: Env;
  readonly steps: number;
  readonly seed: number;
  readonly findings: Findings;
}

/**
 * Checks that an environment is what `Env` says. It plays random actions and looks at the spaces and the results; that
 * a seed gives the same episodes again; that masks leave a choice; that the parts of a reward sum to it; and that a
 * saved state is JSON from which the environment goes on bit for bit.
 *
 * @param subject - an environment, or better a function that makes one: then one is checked against another
 * @throws EnvironmentError that lists everything that is wrong, each with its cure
 *
 * @example
 * checkEnv(() => make('CartPole-v1')).notes; // => []
 */
export function checkEnv(subject: Env | (() => Env), { steps = 1000, seed = 0 }: CheckEnvOptions = {}): CheckEnvReport {
  if (typeof subject !== 'function') return checkPair(subject, subject, { steps, seed });
  const [first, second] = [subject(), subject()];
  try {
    return checkPair(first, second, { steps, seed });
  } finally {
    first.close?.();
    second.close?.();
  }
}

function checkPair(first: Env, second: Env, plan: { steps: number; seed: number }): CheckEnvReport {
  const findings = new Findings();
  const notes: string[] = [];
  checkShape(first, findings);
  findings.throwAny('the environment');
  const pair = { first, second, ...plan, findings };
  if (checkSeed(pair, notes)) {
    checkState(pair, notes);
    checkEnd(pair, notes);
  }
  findings.throwAny('the environment');
  return { notes };
}

/** What can be seen without playing. */
function checkShape(env: Env, findings: Findings): void {
  const missing = missingMembers(env);
  for (const member of missing) {
    findings.add(member, { message: `it has no ${member}`, cure: 'see the interface Env' });
  }
  for (const what of ['observationSpace', 'actionSpace'] as const) {
    if (!missing.includes(what)) findings.add(what, spaceProblem(what, env[what]));
  }
}

/** Two games from one seed must be the same. @returns whether they could be played. */
function checkSeed({ first, second, steps, seed, findings }: Pair, notes: string[]): boolean {
  const game = play(first, { steps, random: Random.from(seed), seed }, findings);
  const again = play(second, { steps, random: Random.from(seed), seed }, findings);
  if (!game.finished || !again.finished) return false;
  findings.add(
    'seed',
    sameGame(
      'after a reset with the same seed',
      game,
      again,
      'draw everything random from a stream that reset({ seed }) begins anew',
    ),
  );
  if (game.episodes === 0) notes.push(`no episode ended within ${steps} steps; timeLimit(env, steps) truncates them`);
  return true;
}

/** A saved state must be JSON, must stay as it is, and must lead to the same game as going on. */
function checkState({ first, second, steps, seed, findings }: Pair, notes: string[]): void {
  if (first.saveState === undefined && first.loadState === undefined) {
    notes.push('it has no saveState and loadState: a resumed run begins new episodes');
    return;
  }
  if (first.saveState === undefined || second.loadState === undefined) {
    findings.add('state', { message: 'it has only one of saveState and loadState', cure: 'give both, or none' });
    return;
  }
  play(first, { steps: Math.ceil(steps / 2), random: Random.from(seed, 1), seed }, findings);
  const state = first.saveState();
  const lost = jsonProblem(state);
  if (lost !== undefined) {
    const message = `saveState gives what JSON does not keep: ${lost}`;
    findings.add('state', { message, cure: 'give plain objects, lists, texts and finite numbers' });
    return;
  }
  const text = JSON.stringify(state);
  const game = play(first, { steps, random: Random.from(seed, 2) }, findings);
  if (JSON.stringify(state) !== text) {
    findings.add('state', {
      message: 'a saved state changes when the environment goes on',
      cure: 'copy what changes into the state',
    });
  }
  second.loadState(JSON.parse(text) as EnvState);
  const resumed = play(second, { steps, random: Random.from(seed, 2) }, findings);
  findings.add(
    'state',
    sameGame(
      'after loadState',
      game,
      resumed,
      'save everything that the future depends on, the random stream included',
    ),
  );
}

/** After its end an episode is over: a good environment says so. */
function checkEnd({ first, steps, seed, findings }: Pair, notes: string[]): void {
  if (!playEpisode(first, { steps, random: Random.from(seed, 3), seed }, findings)) return;
  try {
    first.step(sample(first.actionSpace, Random.from(seed, 4)));
  } catch {
    return; // as it should be
  }
  notes.push('a step after the end of an episode is not refused');
}

function sameGame(when: string, game: Game, other: Game, cure: string): Problem | undefined {
  const difference = differenceOf(game, other);
  return difference === undefined ? undefined : { message: `${when} the game is another: ${difference}`, cure };
}
