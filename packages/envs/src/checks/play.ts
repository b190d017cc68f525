import type { Random } from '@longplay/runtime';
import { maskSizeOf } from '../actions.ts';
import type { Env, ResetResult, StepResult } from '../env.ts';
import { sample } from '../space-values.ts';
import { maskProblem, observationProblem, rewardPartsProblem, rewardProblem, sumProblem } from '../step-problems.ts';
import type { Findings } from './findings.ts';

/** How a game is played. */
export interface GamePlan {
  readonly steps: number;
  /** Draws the actions. */
  readonly random: Random;
  /** Begins with a reset with this seed; without it, the present episode goes on. */
  readonly seed?: number;
}

/** What a reset or a step gave. */
export interface Entry {
  readonly where: string;
  /** Its fields as JSON. */
  readonly fields: Readonly<Record<string, string | undefined>>;
}

/** What a game was like. */
export interface Game {
  /** Everything that the environment gave. */
  readonly entries: readonly Entry[];
  /** Episodes that came to an end. */
  readonly episodes: number;
  /** Whether it was played to its end: false when the environment threw. */
  readonly finished: boolean;
}

/**
 * Plays random legal actions, with a reset after every end, and notes what is wrong with the results. Two games of the
 * same plan, on environments in the same state, have the same entries.
 */
export function play(env: Env, plan: GamePlan, findings: Findings): Game {
  const entries: Entry[] = [];
  let episodes = 0;
  const finished = attempt(findings, (at) => {
    if (plan.seed !== undefined) entries.push(reset(env, plan.seed, at('at the first reset'), findings));
    for (let step = 1; step <= plan.steps; step++) {
      const { entry, ended } = stepOnce(env, plan.random, at(`at step ${step}`), findings);
      entries.push(entry);
      if (!ended) continue;
      episodes += 1;
      entries.push(reset(env, undefined, at(`at the reset after step ${step}`), findings));
    }
  });
  return { entries, episodes, finished };
}

/** Plays one episode, of at most `plan.steps` steps. @returns whether it ended. */
export function playEpisode(env: Env, plan: GamePlan, findings: Findings): boolean {
  let over = false;
  attempt(findings, (at) => {
    reset(env, plan.seed, at('at a reset'), findings);
    for (let step = 1; step <= plan.steps && !over; step++) {
      over = stepOnce(env, plan.random, at(`at step ${step}`), findings).ended;
    }
  });
  return over;
}

/** Runs a game that says where it is; what it throws is a finding there. @returns whether it came to its end. */
function attempt(findings: Findings, game: (at: (where: string) => string) => void): boolean {
  let present = '';
  try {
    game((where) => (present = where));
    return true;
  } catch (error) {
    findings.addError(error, present);
    return false;
  }
}

function stepOnce(env: Env, random: Random, where: string, findings: Findings): { entry: Entry; ended: boolean } {
  const result = env.step(sample(env.actionSpace, random, legalActions(env)));
  checkStep(env, result, where, findings);
  const ended = result.terminated || result.truncated;
  return { entry: entryOf(where, result, ended ? undefined : maskOf(env, where, findings)), ended };
}

function reset(env: Env, seed: number | undefined, where: string, findings: Findings): Entry {
  const result = env.reset({ seed });
  checkResult(env, result, where, findings);
  return entryOf(where, result, maskOf(env, where, findings));
}

function entryOf(
  where: string,
  result: ResetResult<unknown> & Partial<StepResult<unknown>>,
  mask: number[] | undefined,
): Entry {
  const { observation, reward, terminated, truncated, info } = result;
  const fields = { observation, reward, terminated, truncated, rewardParts: info?.rewardParts, mask };
  return {
    where,
    fields: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, JSON.stringify(value)])),
  };
}

/** What a reset and a step have in common. */
function checkResult(env: Env, { observation, info }: ResetResult<unknown>, where: string, findings: Findings): void {
  findings.add('observation', observationProblem(env.observationSpace, observation), where);
  if (typeof info === 'object' && info !== null) return;
  findings.add('info', { message: `info is ${String(info)}`, cure: 'give {} where there is nothing to tell' }, where);
}

function checkStep(env: Env, result: StepResult<unknown>, where: string, findings: Findings): void {
  checkResult(env, result, where, findings);
  findings.add('reward', rewardProblem(result.reward), where);
  for (const flag of ['terminated', 'truncated'] as const) {
    if (typeof result[flag] === 'boolean') continue;
    findings.add(flag, { message: `${flag} is ${String(result[flag])}`, cure: 'give true or false' }, where);
  }
  const parts = result.info?.rewardParts;
  const problem =
    rewardPartsProblem(env.rewardParts ?? [], parts) ?? sumProblem(result.reward, Object.values(parts ?? {}));
  findings.add('reward parts', problem, where);
}

/** The mask of legal actions as a list; undefined where there is none. */
function maskOf(env: Env, where: string, findings: Findings): number[] | undefined {
  if (env.actionMask === undefined || maskSizeOf(env.actionSpace) === 0) return undefined;
  const mask = env.actionMask();
  findings.add('mask', maskProblem(env.actionSpace, mask), where);
  return Array.from(mask);
}

/** The mask to draw an action by; undefined where there is none, or a wrong one. */
function legalActions(env: Env): ArrayLike<number> | undefined {
  const mask = env.actionMask?.();
  return mask === undefined || maskProblem(env.actionSpace, mask) !== undefined ? undefined : mask;
}

/** Where two games that should be the same are not; undefined when they are. */
export function differenceOf(game: Game, other: Game): string | undefined {
  for (const [i, { where, fields }] of game.entries.entries()) {
    const others = other.entries[i]?.fields;
    const name = Object.keys(fields).find((field) => fields[field] !== others?.[field]);
    if (name !== undefined) return `${where} ${name} is ${short(others?.[name])} in place of ${short(fields[name])}`;
  }
  return undefined;
}

function short(text = 'nothing'): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
