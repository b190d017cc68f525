import { inspect } from 'node:util';
import { ConfigurationError, nearestName, unknownName } from '@longplay/runtime';
import { z } from 'zod';
import { insideArena } from './inside-arena.ts';
import { BACK_WALL_Y, CEILING_Z, CORNER_SUM, GOAL_BACK_Y, SIDE_WALL_X } from './physics/arena-shape.ts';
import { bodies, type BodyName } from './physics/bodies.ts';
import { STANDING_Z, type BallPlacement, type CarPlacement, type Vector } from './physics/placement.ts';
import { controlNames, type Field } from './physics/simulation.ts';

/** A car of a case, everything said. */
export interface ScenarioCar extends Required<Omit<CarPlacement, 'forward' | 'up'>> {
  readonly body: BodyName;
  /** 0 blue, 1 orange. */
  readonly team: number;
}

/** A car's controls from a tick on, until changed. */
export interface ControlChange {
  readonly tick: number;
  readonly car: number;
  /** In the order of `controlNames`. */
  readonly controls: readonly number[];
}

/** A case of a scenario file: where all begins, and what the cars do. */
export interface ScenarioCase {
  readonly id: string;
  readonly mode: Field;
  readonly gravity: boolean;
  /** Ticks from one row to the next. */
  readonly every: number;
  /** Ticks in all. */
  readonly ticks: number;
  /** undefined: there is none. */
  readonly ball: BallPlacement | undefined;
  readonly cars: readonly ScenarioCar[];
  readonly controls: readonly ControlChange[];
}

/** In uu, uu/s or rad/s: far beyond anything that moves here, and safe to square. */
const limit = 1e6;
const carsOfASide = 3;
const finite = z.number(`a finite number is needed; JSON writes NaN and infinity as null`);
const number = finite.min(-limit, 'it is at least -1e6').max(limit, 'it is at most 1e6');
const vector = z.tuple([number, number, number], 'a list of 3 finite numbers is needed');
const flag = z.union([z.literal(0), z.literal(1)], 'a button is 0 or 1');
const axis = finite.min(-1, 'an axis is from -1 to 1').max(1, 'an axis is from -1 to 1');

const bodyName = z
  .string()
  .transform((name) => name.toLowerCase())
  .check(({ value, issues }) => {
    if (Object.hasOwn(bodies, value)) return;
    issues.push({ code: 'custom', input: value, message: unknownName('body', value, Object.keys(bodies)) });
  });

const still = vector.default([0, 0, 0]);
const ballSchema = z.strictObject({ pos: vector, vel: still, ang: still });

const carSchema = z.strictObject({
  ...ballSchema.shape,
  /** Yaw, pitch, roll in rad. */
  ypr: still,
  boost: finite.min(0, 'boost is from 0 to 100').max(100, 'boost is from 0 to 100').default(100),
  body: bodyName.default('octane'),
  team: z.enum(['blue', 'orange']).optional(),
  has_jumped: z.boolean().default(false),
  on_ground: z.boolean().optional(),
});

const controlSchema = z.tuple(
  [z.int().min(0), z.int().min(0), axis, axis, axis, axis, axis, flag, flag, flag],
  `a list of 10 is needed: from_tick, car, ${controlNames.join(', ')}`,
);

const caseSchema = z.looseObject({
  id: z.string(),
  mode: z.enum(['void', 'flat', 'arena']),
  gravity: z.boolean().default(true),
  every: z.int().min(1).default(1),
  ticks: z.int().min(0).max(1_000_000).default(360),
  ball: ballSchema.nullish(),
  cars: z.array(carSchema).default([]),
  controls: z.array(controlSchema).default([]),
});

/**
 * Reads the cases of a scenario file, parsed from JSON: a list of cases or `{ cases: […] }`, in the form of
 * docs/car-soccer.md.
 *
 * @param source - what it is, for messages: the file's path.
 * @throws ConfigurationError that names the case, the field, its value and the cure.
 */
export function parseScenario(json: unknown, source = 'scenario'): ScenarioCase[] {
  const cases = typeof json === 'object' && json !== null && 'cases' in json ? json.cases : json;
  if (!Array.isArray(cases)) {
    throw new ConfigurationError(`${source} holds no cases: ${show(json)}`, {
      cure: 'give a list of cases, or { "cases": […] }',
    });
  }
  return cases.map((given: unknown, index) => parseCase(given, `${source}: ${nameOf(given, index)}`));
}

function parseCase(given: unknown, source: string): ScenarioCase {
  const parsed = caseSchema.safeParse(given);
  if (!parsed.success)
    throw wrong(
      source,
      parsed.error.issues.map((issue) => describe(given, issue)),
    );
  const { id, mode, gravity, every, ticks, ball, ...rest } = parsed.data;
  const cars = rest.cars.map((car, index) => carOf(car, index, mode));
  const problems = [
    ...misspeltKeys(given as object),
    ...placeProblems(mode, 'ball', ball?.pos),
    ...cars.flatMap(({ position }, car) => placeProblems(mode, `cars[${car}]`, position)),
    ...sideProblems(cars),
    ...rest.controls.flatMap(([, car], index) => {
      const known = cars.length === 0 ? 'there are no cars' : `cars are counted from 0 to ${cars.length - 1}`;
      return car < cars.length ? [] : [`controls[${index}][1] is ${car}: there is no such car; ${known}`];
    }),
  ];
  if (problems.length > 0) throw wrong(source, problems);
  const controls = rest.controls.map(([tick, car, ...held]) => ({ tick, car, controls: held }));
  const placed = ball ? { position: ball.pos, velocity: ball.vel, angularVelocity: ball.ang } : undefined;
  return { id, mode, gravity, every, ticks, ball: placed, cars, controls };
}

function carOf(car: z.output<typeof carSchema>, index: number, mode: Field): ScenarioCar {
  const [yaw, pitch, roll] = car.ypr;
  const side = car.team ?? (index % 2 === 0 ? 'blue' : 'orange');
  return {
    position: car.pos,
    velocity: car.vel,
    angularVelocity: car.ang,
    yaw,
    pitch,
    roll,
    boost: car.boost,
    body: car.body as BodyName,
    team: side === 'blue' ? 0 : 1,
    hasJumped: car.has_jumped,
    onGround: car.on_ground ?? (mode === 'flat' && car.pos[2] < STANDING_Z),
  };
}

/** Keys that nothing reads, and that look like one that is missing: others may be notes, or the rows of a recording. */
function misspeltKeys(given: object): string[] {
  const known = Object.keys(caseSchema.shape);
  const missing = known.filter((key) => !(key in given));
  return Object.keys(given).flatMap((key) => {
    const meant = known.includes(key) ? undefined : nearestName(key, missing);
    return meant === undefined ? [] : [`${key} is no field: did you mean ${meant}?`];
  });
}

function sideProblems(cars: readonly ScenarioCar[]): string[] {
  return ['blue', 'orange'].flatMap((side, team) => {
    const count = cars.filter((car) => car.team === team).length;
    return count <= carsOfASide ? [] : [`cars has ${count} of team ${side}: a side has at most ${carsOfASide}`];
  });
}

function placeProblems(mode: Field, field: string, pos: Vector | undefined): string[] {
  if (pos === undefined) return [];
  const [x, y, height] = pos;
  const inside = {
    void: true,
    flat: Math.abs(x) <= SIDE_WALL_X && Math.abs(y) <= GOAL_BACK_Y && height >= 0 && height <= CEILING_Z,
    arena: insideArena(pos, 0),
  }[mode];
  const bounds = {
    void: '',
    flat: `|x| is at most ${SIDE_WALL_X}, |y| ${GOAL_BACK_Y}, z from 0 to ${CEILING_Z}`,
    arena: `|x| is at most ${SIDE_WALL_X}, |y| ${BACK_WALL_Y} and in a goal ${GOAL_BACK_Y}, |x| + |y| ${CORNER_SUM}, z from 0 to ${CEILING_Z}`,
  }[mode];
  return inside ? [] : [`${field}.pos is ${show(pos)}: outside the field of mode ${mode}; ${bounds}`];
}

function wrong(source: string, problems: readonly string[]): ConfigurationError {
  return new ConfigurationError(`${source}: ${problems.join('; ')}`, {
    cure: 'correct the case; docs/car-soccer.md describes every field of a scenario',
  });
}

/** A case by its id, or its place where it has none. */
function nameOf(given: unknown, index: number): string {
  const id = typeof given === 'object' && given !== null && 'id' in given ? given.id : undefined;
  return typeof id === 'string' ? `case "${id}"` : `case ${index}`;
}

/** What is wrong with a field, by its path in the case. */
function describe(given: unknown, issue: z.core.$ZodIssue): string {
  const { path } = issue;
  const where = path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
  if (issue.code === 'unrecognized_keys') {
    const schema = path[0] === 'ball' ? ballSchema : carSchema;
    return issue.keys.map((key) => `${where}: ${unknownName('field', key, Object.keys(schema.shape))}`).join('; ');
  }
  const value = path.reduce<unknown>((at, key) => (at as Readonly<Record<PropertyKey, unknown>>)?.[key], given);
  const is = value === undefined ? 'is missing' : `is ${show(value)}`;
  return `${where === '' ? 'the case' : where} ${is}: ${issue.message}`;
}

const show = (value: unknown) => inspect(value, { depth: 1, breakLength: Infinity, maxStringLength: 80 });
