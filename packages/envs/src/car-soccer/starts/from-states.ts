import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { ConfigurationError, explainFileError } from '@longplay/runtime';
import { z } from 'zod';
import { insideArena } from '../inside-arena.ts';
import type { BallPlacement, CarPlacement } from '../physics/placement.ts';
import type { StartState } from './start-state.ts';

/** A ball and cars, in the order of the match: blue ones first. What is left out is 0, but a car's boost, 100. */
export interface GivenState {
  readonly ball: BallPlacement;
  readonly cars: readonly CarPlacement[];
}

const vector = z.tuple([z.number(), z.number(), z.number()]);
const place = vector.refine((point) => insideArena(point, 0), 'outside the arena');

const ballSchema = z.strictObject({
  position: place,
  velocity: vector.exactOptional(),
  angularVelocity: vector.exactOptional(),
});

const carSchema = z.strictObject({
  position: place,
  velocity: vector.exactOptional(),
  angularVelocity: vector.exactOptional(),
  yaw: z.number().exactOptional(),
  pitch: z.number().exactOptional(),
  roll: z.number().exactOptional(),
  boost: z.number().min(0).max(100).exactOptional(),
  onGround: z.boolean().exactOptional(),
  hasJumped: z.boolean().exactOptional(),
});

const statesSchema = z.array(z.strictObject({ ball: ballSchema, cars: z.array(carSchema) })).min(1);

/**
 * One of the given states, drawn at random.
 *
 * @param states - one or more; in uu, uu/s, rad/s and rad
 * @throws ConfigurationError when one is not complete, not finite or outside the arena, or is of another number of cars
 *   than the match
 *
 * @example
 * const start = fromStates([
 *   { ball: { position: [0, 3000, 93.15] }, cars: [{ position: [0, 1000, 17], yaw: Math.PI / 2, boost: 50 }] },
 * ]);
 */
export function fromStates(states: readonly GivenState[]): StartState {
  return startFrom(states, 'start states');
}

/**
 * One of the states in a JSON file, a list as `fromStates` takes it, drawn at random.
 *
 * @throws ConfigurationError when it cannot be read, or as `fromStates` does
 */
export function fromFile(path: string): StartState {
  return startFrom(readStates(path), path);
}

function startFrom(given: unknown, source: string): StartState {
  const parsed = statesSchema.safeParse(given);
  if (!parsed.success) throw wrongStates(source, given, parsed.error);
  const states = parsed.data;
  return (simulation, random) => {
    const wrong = states.findIndex(({ cars }) => cars.length !== simulation.cars);
    if (wrong >= 0) {
      throw new ConfigurationError(
        `${source}: state ${wrong} is of ${states[wrong]!.cars.length} cars, the match of ${simulation.cars}`,
        { cure: 'give a place for each car of the match, blue ones first' },
      );
    }
    const { ball, cars } = states[random.int(states.length)]!;
    simulation.placeBall(ball);
    for (const [car, placement] of cars.entries()) simulation.placeCar(car, placement);
  };
}

function wrongStates(source: string, given: unknown, error: z.ZodError): ConfigurationError {
  const problems = error.issues.map(({ path, message }) => {
    const value = path.reduce((at, key) => (at as Readonly<Record<PropertyKey, unknown>> | undefined)?.[key], given);
    const where = path.length === 0 ? '' : `state ${path.join('.')} is `;
    return `${where}${inspect(value, { depth: 1, breakLength: Infinity })}: ${message}`;
  });
  return new ConfigurationError(`${source}: ${problems.join('; ')}`, {
    cure: 'give a list of { ball: { position, … }, cars: [{ position, … }] }, each position inside the arena',
  });
}

function readStates(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const { reason, cure } = explainFileError(error) ?? { reason: String(error), cure: 'correct the JSON' };
    throw new ConfigurationError(`the start states in ${path} cannot be read: ${reason}`, { cure, cause: error });
  }
}
