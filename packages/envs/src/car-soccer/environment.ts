import { ConfigurationError, unknownName } from '@longplay/runtime';
import { z } from 'zod';
import type { EnvironmentSpec } from '../environment-spec.ts';
import { continuousActions } from './actions/continuous-actions.ts';
import { drivingTable, lookupTableActions } from './actions/lookup-table-actions.ts';
import { carSoccer, type CarSoccer } from './car-soccer.ts';
import { anyOf, noTouch, timeout } from './conditions.ts';
import { advancedObservation } from './observations/advanced-observation.ts';
import { defaultObservation } from './observations/default-observation.ts';
import { defaultRewards } from './options.ts';
import type { BodyName } from './physics/bodies.ts';
import { namedRewards } from './rewards/named-rewards.ts';
import { SoloCar } from './solo-car.ts';
import { fromFile } from './starts/from-states.ts';
import { kickoff } from './starts/kickoff.ts';
import { looseBall } from './starts/loose-ball.ts';
import { mix } from './starts/mix.ts';
import { randomState } from './starts/random-state.ts';
import { shooting } from './starts/shooting.ts';
import type { StartState } from './starts/start-state.ts';

const observations = { default: defaultObservation, advanced: advancedObservation };
const actions = {
  table: () => lookupTableActions(),
  driving: () => lookupTableActions(drivingTable),
  continuous: continuousActions,
};
const starts = { kickoff, looseBall, random: randomState, shooting };

const side = z.int().min(0).max(3).default(1);
const seconds = z.number().positive().nullable();

/** The options of CarSoccer-v0, as JSON: the parts of a match by their names. */
const options = z.strictObject({
  blue: side.describe('cars of the side that shoots at +y'),
  orange: side.describe('cars of the other side'),
  tickSkip: z.int().min(1).max(120).default(8).describe('ticks of 1/120 s between two decisions'),
  bodies: z.array(z.string()).optional().describe('the body of each car, blue ones first; default: all octane'),
  observation: z.enum(['default', 'advanced']).default('default').describe('what an agent sees'),
  actions: z.enum(['table', 'driving', 'continuous']).default('table').describe('what an agent chooses from'),
  rewards: z.record(z.string(), z.number()).default(defaultRewards).describe('weights of the parts of the reward'),
  start: z
    .union([z.string().min(1), z.record(z.string(), z.number())])
    .default({ kickoff: 0.6, random: 0.4 })
    .describe('how episodes begin: weights of kickoff, looseBall, random and shooting, or a JSON file of states'),
  timeoutSeconds: seconds.default(300).describe('game time after which an episode is cut off; null: never'),
  noTouchSeconds: seconds.default(30).describe('the same without a touch of the ball; null: never'),
});

type Options = z.output<typeof options>;

/** Car soccer by its id; its options are those of `carSoccer` by name. */
export const carSoccerEnvironment: EnvironmentSpec<Options> = {
  id: 'CarSoccer-v0',
  description: 'Drive a car that can jump and fly, and shoot a ball into the goal of the other side.',
  options,
  make: (given) => new SoloCar(matchOf(given)),
  makeBatch: (matches, given) => matchOf(given).batch(matches),
};

function matchOf(given: Options): CarSoccer {
  const { blue, orange, tickSkip, bodies, timeoutSeconds, noTouchSeconds } = given;
  return carSoccer({
    blue,
    orange,
    tickSkip,
    ...(bodies === undefined ? {} : { bodies: bodies as BodyName[] }), // carSoccer knows the names
    observe: observations[given.observation](),
    act: actions[given.actions](),
    reward: namedRewards(given.rewards),
    truncate: anyOf(
      ...(timeoutSeconds === null ? [] : [timeout({ seconds: timeoutSeconds })]),
      ...(noTouchSeconds === null ? [] : [noTouch({ seconds: noTouchSeconds })]),
    ),
    start: typeof given.start === 'string' ? fromFile(given.start) : mixOf(given.start),
  });
}

function mixOf(weights: Readonly<Record<string, number>>): StartState {
  return mix(
    ...Object.entries(weights).map(([name, weight]): [number, StartState] => {
      if (isStart(name)) return [weight, starts[name]()];
      throw new ConfigurationError(unknownName('start state', name, Object.keys(starts)), {
        cure: 'give weights for these, or the path of a JSON file of states',
      });
    }),
  );
}

function isStart(name: string): name is keyof typeof starts {
  return Object.hasOwn(starts, name);
}
