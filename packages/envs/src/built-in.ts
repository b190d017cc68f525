import { carSoccerEnvironment } from './car-soccer/environment.ts';
import { Acrobot } from './classic-control/acrobot.ts';
import { CartPole } from './classic-control/cart-pole.ts';
import { MountainCarContinuous } from './classic-control/mountain-car-continuous.ts';
import { MountainCar } from './classic-control/mountain-car.ts';
import { Pendulum } from './classic-control/pendulum.ts';
import type { Dynamics } from './dynamics/dynamics.ts';
import { DynamicsBatch } from './dynamics/dynamics-batch.ts';
import { DynamicsEnv } from './dynamics/dynamics-env.ts';
import type { EnvironmentSpec } from './environment-spec.ts';
import { GoalsBasedWealth, goalsBasedWealthOptions } from './longview/gbwm/goals-based-wealth.ts';
import { longViewEnvironment } from './longview/environment/environment.ts';
import { Synthetic, syntheticOptions } from './synthetic.ts';

/** The environments of this package. The thresholds are Gymnasium's. */
export const builtIn: readonly EnvironmentSpec[] = [
  specOf((rows) => new CartPole(rows), {
    id: 'CartPole-v1',
    description: 'Keep a pole upright on a cart that is pushed left or right.',
    rewardThreshold: 475,
  }),
  specOf((rows) => new Acrobot(rows), {
    id: 'Acrobot-v1',
    description: 'Swing the tip of two hanging links above a line, by a torque on the joint between them.',
    rewardThreshold: -100,
  }),
  specOf((rows) => new MountainCar(rows), {
    id: 'MountainCar-v0',
    description: 'Drive a car that is too weak for it up a hill, by swinging in the valley.',
    rewardThreshold: -110,
  }),
  specOf((rows) => new MountainCarContinuous(rows), {
    id: 'MountainCarContinuous-v0',
    description: 'The same with an engine that pushes as hard as it is told, and pays for it.',
    rewardThreshold: 90,
  }),
  specOf((rows) => new Pendulum(rows), {
    id: 'Pendulum-v1',
    description: 'Swing a pendulum up and hold it there, by a torque too weak to lift it at once.',
  }),
  specOf((rows, options) => new Synthetic(rows, options), {
    id: 'Synthetic-v0',
    description: 'Observations and actions of any number, at no cost: for measuring trainers.',
    options: syntheticOptions,
  }),
  carSoccerEnvironment,
  longViewEnvironment,
  specOf((rows, options) => new GoalsBasedWealth(rows, options), {
    id: 'GoalsBasedWealth-v0',
    description: 'Bring wealth to a goal in ten years, by a choice among 15 portfolios each year.',
    options: goalsBasedWealthOptions,
  }),
];

function specOf<Options>(
  dynamicsOf: (rows: number, options: Options) => Dynamics,
  about: Pick<EnvironmentSpec<Options>, 'id' | 'description' | 'options' | 'rewardThreshold'>,
): EnvironmentSpec<Options> {
  return {
    ...about,
    make: (options) => new DynamicsEnv((rows) => dynamicsOf(rows, options)),
    makeBatch: (rows, options) => new DynamicsBatch((count) => dynamicsOf(count, options), rows),
  };
}
