import { isDeepStrictEqual } from 'node:util';
import { Random } from '@longplay/runtime';
import type { Env, EnvState } from '../env.ts';
import { missingMembers } from '../missing-members.ts';
import { sample } from '../space-values.ts';
import type { Problem } from '../step-problems.ts';
import { Findings } from './findings.ts';
import { differenceOf, play, type Game } from './play.ts';
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
  const findings = new Findings();
  const first = typeof subject === 'function' ? subject() : subject;
  checkShape(first, findings);
  findings.throwAny('the environment');
  const second = typeof subject === 'function' ? subject() : subject;
  const pair = { first, second, steps, seed, findings };
  const notes: string[] = [];
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
  const text = JSON.stringify(state);
  if (!isDeepStrictEqual(JSON.parse(text ?? 'null'), state)) {
    findings.add('state', {
      message: 'saveState gives something that JSON does not keep',
      cure: 'give plain objects, lists, texts and finite numbers',
    });
    return;
  }
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
function checkEnd({ first, steps, seed }: Pair, notes: string[]): void {
  const random = Random.from(seed, 3);
  first.reset({ seed });
  for (let step = 0; step < steps; step++) {
    const { terminated, truncated } = first.step(sample(first.actionSpace, random, first.actionMask?.()));
    if (!terminated && !truncated) continue;
    try {
      first.step(sample(first.actionSpace, random));
      notes.push('a step after the end of an episode is not refused');
    } catch {
      // That is how it should be.
    }
    return;
  }
}

function sameGame(when: string, game: Game, other: Game, cure: string): Problem | undefined {
  const difference = differenceOf(game, other);
  return difference === undefined ? undefined : { message: `${when} the game is another: ${difference}`, cure };
}
