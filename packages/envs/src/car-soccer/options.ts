import { ConfigurationError, unknownName } from '@longplay/runtime';
import type { ActionParser } from './actions/action-parser.ts';
import { lookupTableActions } from './actions/lookup-table-actions.ts';
import { anyOf, noTouch, onGoal, timeout, type Condition } from './conditions.ts';
import type { MatchParts } from './match.ts';
import { defaultObservation } from './observations/default-observation.ts';
import type { ObservationBuilder } from './observations/observation-builder.ts';
import { bodies, type BodyName } from './physics/bodies.ts';
import { namedRewards } from './rewards/named-rewards.ts';
import type { WeightedReward } from './rewards/weighted.ts';
import { kickoff } from './starts/kickoff.ts';
import { mix } from './starts/mix.ts';
import { randomState } from './starts/random-state.ts';
import type { StartState } from './starts/start-state.ts';

/** Options of `carSoccer`. */
export interface CarSoccerOptions {
  /** Blue cars, 0 to 3; at least one car in all. Default 1. */
  readonly blue?: number;
  /** Orange cars, 0 to 3. Default 1. */
  readonly orange?: number;
  /** Ticks of 1/120 s between two decisions. Default 8: 15 decisions a second. */
  readonly tickSkip?: number;
  /** The body of each car, blue ones first. Default: all 'octane'. */
  readonly bodies?: readonly BodyName[];
  /** What an agent sees. Default `defaultObservation()`. */
  readonly observe?: ObservationBuilder;
  /** What an agent chooses from. Default `lookupTableActions()`. */
  readonly act?: ActionParser;
  /** What an agent is paid. Default: `defaultRewards`. */
  readonly reward?: WeightedReward;
  /** What ends an episode of its own accord. Default `onGoal()`. */
  readonly terminate?: Condition;
  /** What cuts an episode off. Default: 300 s, or 30 s without a touch. */
  readonly truncate?: Condition;
  /** How an episode begins. Default: in 6 of 10 a kickoff, else a random state. */
  readonly start?: StartState;
}

/** Weights of the default reward: goals decide, the rest leads there. */
export const defaultRewards = {
  goal: 10,
  concede: 10,
  velocityBallToGoal: 1,
  touch: 0.2,
  velocityPlayerToBall: 0.05,
  align: 0.02,
} as const;

/**
 * The parts of a match, with their defaults.
 *
 * @throws ConfigurationError when one is wrong
 */
export function partsOf(options: CarSoccerOptions): MatchParts {
  const { blue = 1, orange = 1, tickSkip = 8 } = options;
  expectWhole('blue', blue, 0, 3);
  expectWhole('orange', orange, 0, 3);
  if (blue + orange === 0) {
    throw new ConfigurationError('blue and orange are 0: nobody plays', { cure: 'give one side a car or more' });
  }
  expectWhole('tickSkip', tickSkip, 1, 120);
  return {
    blue,
    orange,
    tickSkip,
    bodies: bodiesOf(options.bodies, blue + orange),
    observe: options.observe ?? defaultObservation(),
    act: options.act ?? lookupTableActions(),
    reward: options.reward ?? namedRewards(defaultRewards),
    terminate: options.terminate ?? onGoal(),
    truncate: options.truncate ?? anyOf(timeout({ seconds: 300 }), noTouch({ seconds: 30 })),
    start: options.start ?? mix([0.6, kickoff()], [0.4, randomState()]),
  };
}

/** @throws ConfigurationError unless an option is a whole number in a range */
export function expectWhole(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new ConfigurationError(`${name} is ${value}`, { cure: `give a whole number from ${least} to ${most}` });
}

function bodiesOf(given: readonly BodyName[] | undefined, cars: number): readonly BodyName[] {
  if (given === undefined) return Array<BodyName>(cars).fill('octane');
  for (const body of given) {
    if (Object.hasOwn(bodies, body)) continue;
    throw new ConfigurationError(unknownName('body', body, Object.keys(bodies)), { cure: 'give one of these names' });
  }
  if (given.length === cars) return given;
  throw new ConfigurationError(`there are ${given.length} bodies for ${cars} cars`, {
    cure: 'give the body of each car, blue ones first, or none',
  });
}
