/**
 * Scenarios: a start, controls over time, and the rows of numbers that come of it. The format is that of the recordings
 * of the reference package, which the simulation is measured against.
 */
import { ConfigurationError } from '@longplay/runtime';
import type { BodyName } from './bodies.ts';
import type { Vector } from './placement.ts';
import { Simulation, type Field } from './simulation.ts';

export interface ScenarioCar {
  readonly pos: Vector;
  readonly vel?: Vector;
  readonly ang?: Vector;
  /** yaw, pitch, roll in rad */
  readonly ypr?: Vector;
  readonly boost?: number;
  readonly body?: string;
  readonly has_jumped?: boolean;
  readonly on_ground?: boolean;
}

export interface Scenario {
  readonly id: string;
  readonly mode: Field;
  readonly gravity?: boolean;
  /** Ticks between rows. */
  readonly every: number;
  readonly ticks?: number;
  readonly ball?: { readonly pos: Vector; readonly vel?: Vector; readonly ang?: Vector } | null;
  /** The first car is blue's, the others are orange's. */
  readonly cars: readonly ScenarioCar[];
  /** [from tick, car, throttle, steer, pitch, yaw, roll, jump, boost, handbrake], held until changed. */
  readonly controls: readonly (readonly number[])[];
}

/** Ticks of a scenario that does not say. */
const DEFAULT_TICKS = 360;

/** The simulation of a scenario at its start. */
export function simulationOf(scenario: Scenario): Simulation {
  const { cars, ball } = scenario;
  const simulation = new Simulation({
    blue: Math.min(cars.length, 1),
    orange: Math.max(cars.length - 1, 0),
    field: scenario.mode,
    bodies: cars.map(({ body }) => (body ?? 'octane').toLowerCase() as BodyName),
    ball: ball !== null && ball !== undefined,
    gravity: scenario.gravity ?? true,
  });
  if (ball) {
    simulation.placeBall({
      position: ball.pos,
      velocity: ball.vel ?? [0, 0, 0],
      angularVelocity: ball.ang ?? [0, 0, 0],
    });
  }
  for (const [index, car] of cars.entries()) {
    const [yaw, pitch, roll] = car.ypr ?? [0, 0, 0];
    simulation.placeCar(index, {
      position: car.pos,
      velocity: car.vel ?? [0, 0, 0],
      angularVelocity: car.ang ?? [0, 0, 0],
      yaw,
      pitch,
      roll,
      boost: car.boost ?? 100,
      hasJumped: car.has_jumped ?? false,
      ...(car.on_ground !== undefined && { onGround: car.on_ground }),
    });
  }
  return simulation;
}

/**
 * Plays a scenario: a row at its start and after each `every` ticks. A row is the tick, then of the ball, if there is
 * one, position, velocity and angular velocity, then of each car these, its forward and up axes, boost and flags.
 *
 * @throws ConfigurationError when the scenario asks for something that does not exist
 */
export function playScenario(scenario: Scenario): number[][] {
  const simulation = simulationOf(scenario);
  const changes = scenario.controls.toSorted((a, b) => a[0]! - b[0]!);
  for (const [, car] of changes) {
    if (!(Number.isInteger(car) && car! >= 0 && car! < simulation.cars)) {
      throw new ConfigurationError(`scenario ${scenario.id} controls car ${car} of ${simulation.cars}`, {
        cure: 'count the cars from 0',
      });
    }
  }
  const rows = [rowOf(simulation, scenario)];
  let next = 0;
  for (let tick = 0; tick < (scenario.ticks ?? DEFAULT_TICKS); tick++) {
    for (; next < changes.length && changes[next]![0]! <= tick; next++) {
      const [, car, ...values] = changes[next]!;
      simulation.controls.set(values, 8 * car!);
    }
    simulation.step(1);
    if ((tick + 1) % scenario.every === 0) rows.push(rowOf(simulation, scenario));
  }
  return rows;
}

/** The flags of a car in the order of their bits. */
const FLAGS = [
  'onGround',
  'jumping',
  'hasJumped',
  'flipping',
  'hasFlipped',
  'hasDoubleJumped',
  'supersonic',
  'autoFlipping',
  'worldContact',
  'demolished',
] as const;

function rowOf({ state, cars }: Simulation, { ball }: Scenario): number[] {
  const row: number[] = [state.tick];
  if (ball) row.push(...state.ballPosition, ...state.ballVelocity, ...state.ballAngularVelocity);
  for (let car = 0; car < cars; car++) {
    for (const vector of [state.position, state.velocity, state.angularVelocity, state.forward, state.up]) {
      row.push(...vector.subarray(3 * car, 3 * car + 3));
    }
    const flags = FLAGS.reduce((bits, name, bit) => bits | (state[name][car]! << bit), 0);
    row.push(state.boost[car]!, flags);
  }
  return row;
}
