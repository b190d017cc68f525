import { ConfigurationError } from '@longplay/runtime';
import { TICKS_PER_SECOND } from './physics/constants.ts';
import type { MatchView } from './views.ts';

/** Whether an episode is over, asked after each step. It depends on what it is shown and on nothing else. */
export type Condition = (match: MatchView) => boolean;

/** A team has scored. */
export function onGoal(): Condition {
  return ({ scorer }) => scorer !== undefined;
}

/** The episode has lasted so long. @throws ConfigurationError when that is no time */
export function timeout({ seconds }: { readonly seconds: number }): Condition {
  const limit = ticksOf('timeout', seconds);
  return ({ ticks }) => ticks >= limit;
}

/** No car has touched the ball for so long. @throws ConfigurationError when that is no time */
export function noTouch({ seconds }: { readonly seconds: number }): Condition {
  const limit = ticksOf('noTouch', seconds);
  return ({ ticksSinceTouch }) => ticksSinceTouch >= limit;
}

/** One of the conditions holds. */
export function anyOf(...conditions: readonly Condition[]): Condition {
  return (match) => conditions.some((condition) => condition(match));
}

/** All of the conditions hold; there is one or more. */
export function allOf(first: Condition, ...others: readonly Condition[]): Condition {
  const conditions = [first, ...others];
  return (match) => conditions.every((condition) => condition(match));
}

function ticksOf(what: string, seconds: number): number {
  if (seconds > 0 && Number.isFinite(seconds)) return Math.max(1, Math.round(seconds * TICKS_PER_SECOND));
  throw new ConfigurationError(`${what} after ${seconds} seconds`, { cure: 'give a finite number above 0' });
}
