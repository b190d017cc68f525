import { readFile } from 'node:fs/promises';
import { ConfigurationError } from '@longplay/runtime';
import { describe, expect, it } from 'vitest';
import { Simulation } from './physics/simulation.ts';
import { parseScenario } from './scenario-file.ts';
import { playScenario } from './scenario.ts';

const up = Math.PI / 2;
const car = { pos: [0, -3000, 17], ypr: [up, 0, 0] };
const blue = { ...car, team: 'blue' };
const play = (given: object) => playScenario(parseScenario([{ id: 'a', mode: 'flat', ...given }])[0]!);

const ticks = (given: object) => play(given).map(([tick]) => tick);
const onGround = (mode: string, given: object) =>
  play({ mode, cars: [{ ...car, ...given }], ticks: 0 })[0]!.at(-1)! & 1;

describe('the rows of a case', () => {
  it('are one for each `every` ticks, the first at tick 0, none beyond the last tick', () => {
    expect(ticks({ every: 4, ticks: 12 })).toEqual([0, 4, 8, 12]);
    expect(ticks({ every: 5, ticks: 12 })).toEqual([0, 5, 10]);
    expect(ticks({ every: 5, ticks: 4 })).toEqual([0]);
    expect(ticks({ every: 120 })).toEqual([0, 120, 240, 360]);
  });

  it('begin with what the file says: ball, then cars, then boost and flags', () => {
    const ball = { pos: [1, 2, 300], vel: [4, 5, 6], ang: [0.7, 0.8, 0.9] };
    const flying = { pos: [100, 200, 400], vel: [10, 20, 30], ang: [1, 2, 3], boost: 25, has_jumped: true };
    const [row] = play({ ball, cars: [flying, car], ticks: 0 });
    expect(row!.slice(0, 10)).toEqual([0, 1, 2, 300, 4, 5, 6, 0.7, 0.8, 0.9]);
    const plain = row!.map((value) => value + 0); // no -0
    expect(plain.slice(10, 27)).toEqual([100, 200, 400, 10, 20, 30, 1, 2, 3, 1, 0, 0, 0, 0, 1, 25, 4]);
    expect(plain.slice(27, 36)).toEqual([0, -3000, 17, 0, 0, 0, 0, 0, 0]);
    for (const [at, value] of [0, 1, 0, 0, 0, 1].entries()) expect(row![36 + at]).toBeCloseTo(value, 12);
    expect(row!.slice(42)).toEqual([100, 1]);
  });

  it.each([null, undefined])('have nothing of a ball that is %s', (ball) => {
    expect(play({ ball, cars: [car], ticks: 0 })[0]).toHaveLength(1 + 17);
  });

  it('put a low car on the ground of a flat field, unless the file says otherwise', () => {
    expect(onGround('flat', {})).toBe(1);
    expect(onGround('arena', {})).toBe(0);
    expect(onGround('arena', { on_ground: true })).toBe(1);
    expect(onGround('void', {})).toBe(0);
    expect(onGround('flat', { pos: [0, 0, 20] })).toBe(0);
    expect(onGround('flat', { on_ground: false })).toBe(0);
    expect(onGround('flat', { pos: [0, 0, 20], on_ground: true })).toBe(1);
  });
});

it('holds controls from their tick on, in whatever order the file has them', () => {
  const drive = [1, 0.5, 0, 0, 0, 0, 1, 0];
  const jump = [1, -0.5, -1, 0, 0.25, 1, 0, 1];
  const rows = play({
    every: 7,
    ticks: 70,
    cars: [car],
    controls: [
      [40, 0, ...jump],
      [3, 0, ...drive],
    ],
  });

  const simulation = new Simulation({ blue: 1, orange: 0, field: 'flat', ball: false });
  simulation.placeCar(0, { position: [0, -3000, 17], yaw: up, onGround: true });
  for (let tick = 0; tick < 70; tick++) {
    if (tick === 3) simulation.controls.set(drive);
    if (tick === 40) simulation.controls.set(jump);
    simulation.step(1);
  }
  const { position, velocity, forward, boost } = simulation.state;
  const last = rows.at(-1)!;
  expect(last.slice(1, 7)).toEqual([...position, ...velocity]);
  expect(last.slice(10, 13)).toEqual([...forward]);
  expect(last[16]).toBe(boost[0]);
  expect(rows.map((row) => row[2])).not.toEqual(rows.map(() => -3000));
});

it('keeps the cars in the order of the file, whoever plays with whom', () => {
  const places = [0, 500, 1000, 1500];
  const cars = places.map((x) => ({ pos: [x, 400, 17], ypr: [up, 0, 0] }));
  const rows = play({ cars, controls: [[0, 2, 1, 0, 0, 0, 0, 0, 0, 0]], every: 60, ticks: 60 });
  for (const [index, x] of places.entries()) {
    expect(rows[0]![1 + index * 17]).toBe(x);
    expect(rows[1]![2 + index * 17]! > 450).toBe(index === 2);
  }
  const other = [...cars.slice(1), { ...cars[0], team: 'orange' }];
  const [parsed] = parseScenario([{ id: 'a', mode: 'flat', cars: other }]);
  expect(parsed!.cars.map(({ team }) => team)).toEqual([0, 1, 0, 1]);
});

it('plays the example of its documentation: the shot hits the ball', async () => {
  const text = await readFile(new URL('../../../../docs/car-soccer.md', import.meta.url), 'utf8');
  const [, json] = /```json\n([^]*?)```/.exec(text)!;
  const rows = parseScenario(JSON.parse(json!)).map((scenario) => playScenario(scenario))[0]!;
  expect(rows).toHaveLength(21);
  expect(rows.at(-1)![2]! - 2000).toBeGreaterThan(100);
});

describe('a wrong file is refused with the case, the field, its value and the cure', () => {
  const still = [0, 0, 0, 0, 0, 0, 0, 0];
  it.each<[string, unknown, ...string[]]>([
    ['no list', { case: [] }, 'the file holds no cases', '{ "cases": […] }'],
    ['no case', [7], 'case 0', '7'],
    ['no mode', [{ id: 'x' }], 'case "x"', 'mode is missing', '"void"|"flat"|"arena"'],
    ['a misspelt key', [{ id: 'x', mode: 'flat', contols: [] }], 'contols is no field', 'did you mean controls?'],
    ['every 0', [{ id: 'x', mode: 'flat', every: 0 }], 'every is 0'],
    ['ticks beyond reason', [{ id: 'x', mode: 'flat', ticks: 1e9 }], 'ticks is 1000000000'],
    [
      'a car beyond a wall',
      [{ id: 'x', mode: 'flat', cars: [{ pos: [4100, 0, 17] }] }],
      'cars[0].pos is [ 4100, 0, 17 ]',
      '|x| is at most 4096',
    ],
    ['a car behind a goal', [{ id: 'x', mode: 'flat', cars: [{ pos: [0, 7000, 17] }] }], 'cars[0].pos', '|y| 6000'],
    [
      'a car below the floor',
      [{ id: 'x', mode: 'flat', cars: [car, { pos: [0, 0, -1] }] }],
      'cars[1].pos is [ 0, 0, -1 ]',
      'z from 0',
    ],
    [
      'a car in a corner',
      [{ id: 'x', mode: 'arena', cars: [{ pos: [4000, 5000, 17] }] }],
      'outside the field of mode arena',
      '|x| + |y| 8064',
    ],
    [
      'a ball above the ceiling',
      [{ id: 'x', mode: 'arena', ball: { pos: [0, 0, 2100] } }],
      'ball.pos is [ 0, 0, 2100 ]',
    ],
    [
      'an unknown body',
      [{ id: 'x', mode: 'flat', cars: [{ ...car, body: 'DOMINOS' }] }],
      "cars[0].body is 'DOMINOS'",
      'did you mean "dominus"?',
    ],
    [
      'NaN, as JSON writes it',
      [{ id: 'x', mode: 'flat', cars: [{ pos: [0, null, 17] }] }],
      'cars[0].pos[1] is null',
      'JSON writes NaN and infinity as null',
    ],
    [
      'infinity',
      JSON.parse('[{ "id": "x", "mode": "flat", "cars": [{ "pos": [0, 1e999, 17] }] }]'),
      'cars[0].pos[1] is Infinity',
      'finite',
    ],
    [
      'a number beyond reason',
      [{ id: 'x', mode: 'void', ball: { pos: [0, 0, 0], vel: [1e300, 0, 0] } }],
      'ball.vel[0] is 1e+300',
    ],
    [
      'too few numbers',
      [{ id: 'x', mode: 'flat', cars: [{ pos: [1, 2] }] }],
      'cars[0].pos is [ 1, 2 ]',
      '3 finite numbers',
    ],
    [
      'boost above 100',
      [{ id: 'x', mode: 'flat', cars: [{ ...car, boost: 101 }] }],
      'cars[0].boost is 101',
      'from 0 to 100',
    ],
    [
      'a misspelt field',
      [{ id: 'x', mode: 'flat', cars: [{ ...car, boots: 1 }] }],
      'cars[0]: unknown field "boots"; did you mean "boost"?',
    ],
    [
      'an axis out of range',
      [{ id: 'x', mode: 'flat', cars: [car], controls: [[0, 0, 1.5, ...still.slice(1)]] }],
      'controls[0][2] is 1.5',
      'from -1 to 1',
    ],
    [
      'a button half pressed',
      [{ id: 'x', mode: 'flat', cars: [car], controls: [[0, 0, ...still.slice(1), 0.5]] }],
      'controls[0][9] is 0.5',
      'a button is 0 or 1',
    ],
    [
      'controls of no car',
      [{ id: 'x', mode: 'flat', cars: [car], controls: [[0, 1, ...still]] }],
      'controls[0][1] is 1',
      'counted from 0 to 0',
    ],
    [
      'controls before the start',
      [{ id: 'x', mode: 'flat', cars: [car], controls: [[-1, 0, ...still]] }],
      'controls[0][0] is -1',
    ],
    [
      'too few controls',
      [{ id: 'x', mode: 'flat', cars: [car], controls: [[0, 0, 1]] }],
      'controls[0] is [ 0, 0, 1 ]',
      'from_tick, car, throttle',
    ],
    [
      'four of a side',
      [{ id: 'x', mode: 'void', cars: [blue, blue, blue, blue] }],
      'cars has 4 of team blue',
      'at most 3',
    ],
  ])('%s', (_, json, ...parts) => {
    let error: unknown;
    try {
      parseScenario(json, 'the file');
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(ConfigurationError);
    const { message, cure } = error as ConfigurationError;
    expect(message).toMatch(/^the file/);
    expect(cure).toMatch(/^(give|correct)/);
    for (const part of parts) expect(`${message}; ${cure}`).toContain(part);
  });
});
