import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError, Random } from '@longplay/runtime';
import { afterAll, describe, expect, it } from 'vitest';
import { distance } from '../directions.ts';
import { insideArena } from '../inside-arena.ts';
import { Simulation } from '../physics/simulation.ts';
import { fromFile, fromStates, type GivenState } from './from-states.ts';
import { kickoff } from './kickoff.ts';
import { looseBall } from './loose-ball.ts';
import { mix } from './mix.ts';
import { randomState } from './random-state.ts';
import { shooting } from './shooting.ts';
import type { StartState } from './start-state.ts';

const folder = mkdtempSync(join(tmpdir(), 'longplay-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Begins many times with one random stream; `look` sees each beginning. */
function begin<T>(start: StartState, simulation: Simulation, times: number, look: (simulation: Simulation) => T): T[] {
  const random = Random.from(7);
  return Array.from({ length: times }, () => {
    start(simulation, random);
    return look(simulation);
  });
}

const carAt = ({ state }: Simulation, car: number) => [...state.position.subarray(3 * car, 3 * car + 3)];
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('the arena', () => {
  it.each([
    [[0, 0, 0], true],
    [[4096, 0, 1000], true],
    [[4097, 0, 1000], false],
    [[0, 5121, 1000], false],
    [[0, 5121, 300], true],
    [[800, 6000, 300], true],
    [[0, 6001, 300], false],
    [[897, -5500, 300], false],
    [[3000, 5064, 300], true],
    [[3001, -5064, 300], false],
    [[0, 0, -0.1], false],
    [[0, 0, 2048.1], false],
    [[NaN, 0, 100], false],
    [[0, NaN, 100], false],
    [[0, 0, NaN], false],
  ])('holds %j: %s', (point, inside) => {
    expect(insideArena(point, 0)).toBe(inside);
  });
});

describe('a kickoff', () => {
  it('has the sides on places drawn at random, turned by 180°', () => {
    const simulation = new Simulation({ blue: 3, orange: 3 });
    const places = begin(kickoff(), simulation, 500, ({ state }) => {
      expect([...state.ballPosition]).toEqual([0, 0, 93.15]);
      for (let car = 0; car < 3; car++) {
        const [x = 0, y = 0, z] = carAt(simulation, car);
        expect(carAt(simulation, car + 3)).toEqual([-x, -y, z]);
        expect(state.boost[car]).toBeCloseTo(100 / 3);
      }
      return carAt(simulation, 0).join();
    });
    // Each of 5 places with probability 0.2: 500 draws give 100 ± 9.
    for (const place of new Set(places)) expect(places.filter((other) => other === place).length).toBeGreaterThan(64);
    expect(new Set(places).size).toBe(5);
  });
});

describe('a random state', () => {
  it('is inside the arena, apart, and within the limits of ball and cars', () => {
    const simulation = new Simulation({ blue: 3, orange: 3 });
    begin(randomState(), simulation, 500, ({ state }) => {
      const places = [[...state.ballPosition], ...Array.from({ length: 6 }, (_, car) => carAt(simulation, car))];
      for (const [i, place] of places.entries()) {
        expect(insideArena(place, 17)).toBe(true);
        for (const other of places.slice(0, i)) expect(distance(place, other)).toBeGreaterThanOrEqual(300);
      }
      for (let car = 0; car < 6; car++) {
        expect(distance(state.velocity.subarray(3 * car), [0, 0, 0])).toBeLessThanOrEqual(2300);
        expect(distance(state.angularVelocity.subarray(3 * car), [0, 0, 0])).toBeLessThanOrEqual(5.5);
        expect(state.boost[car]).toBeGreaterThanOrEqual(0);
        expect(state.boost[car]).toBeLessThanOrEqual(100);
      }
    });
  });

  it('has half of everything on the ground, and cars there drive forward', () => {
    const simulation = new Simulation({ blue: 1, orange: 0 });
    const seen = begin(randomState(), simulation, 2000, ({ state: { position, velocity, forward, ...state } }) => ({
      car: Number(position[2] === 17),
      ball: Number(state.ballPosition[2] === 93.15),
      boost: state.boost[0]!,
      speed: distance(velocity, [0, 0, 0]),
      ahead: velocity[0]! * forward[0]! + velocity[1]! * forward[1]!,
    }));
    for (const { speed, ahead } of seen.filter(({ car }) => car === 1)) expect(ahead).toBeCloseTo(speed, 6);
    // Four standard deviations: 4 * 0.5 / sqrt(2000), and 4 * 28.9 / sqrt(2000).
    expect(Math.abs(mean(seen.map(({ car }) => car)) - 0.5)).toBeLessThan(0.045);
    expect(Math.abs(mean(seen.map(({ ball }) => ball)) - 0.5)).toBeLessThan(0.045);
    expect(Math.abs(mean(seen.map(({ boost }) => boost)) - 50)).toBeLessThan(2.6);
  });
});

describe('a loose ball', () => {
  it('rests anywhere in the middle, and each car stands between it and its own back wall', () => {
    const simulation = new Simulation({ blue: 2, orange: 1 });
    const balls = begin(looseBall(), simulation, 500, (seen) => {
      const { state } = seen;
      expect(state.ballPosition[2]).toBe(93.15);
      expect(Math.abs(state.ballPosition[1]!)).toBeLessThanOrEqual(3120);
      expect([...state.ballVelocity, ...state.velocity]).toEqual(Array<number>(12).fill(0));
      expect([...state.onGround]).toEqual([1, 1, 1]);
      const [ball, ...cars] = [[...state.ballPosition], ...[0, 1, 2].map((car) => carAt(seen, car))];
      expect(cars.map((place) => Math.sign(place[1]! - ball![1]!))).toEqual([-1, -1, 1]);
      for (const [i, place] of [ball!, ...cars].entries()) {
        expect(insideArena([place[0]!, place[1]!, 1000], 300)).toBe(true);
        for (const other of [ball!, ...cars].slice(0, i)) expect(distance(place, other)).toBeGreaterThanOrEqual(600);
      }
      return ball![1]!;
    });
    expect(Math.abs(mean(balls))).toBeLessThan(330); // 0 ± 81
  });
});

describe('shooting', () => {
  it('has the ball at rest in the other half, and the car 1500 uu or more away with any heading', () => {
    const simulation = new Simulation({ blue: 1, orange: 0 });
    const seen = begin(shooting(), simulation, 1000, ({ state }) => {
      expect(state.ballPosition[1]).toBeGreaterThanOrEqual(0);
      expect(state.ballPosition[2]).toBe(93.15);
      expect([...state.ballVelocity, ...state.velocity]).toEqual([0, 0, 0, 0, 0, 0]);
      expect(distance(state.ballPosition, state.position)).toBeGreaterThanOrEqual(1500);
      const [x = 0, y = 0] = state.ballPosition;
      expect(insideArena([x, y, 1000], 300)).toBe(true);
      expect(insideArena(state.position, 17)).toBe(true);
      return { ball: [...state.ballPosition], heading: [...state.forward] };
    });
    // Uniform over the half: the mean x is 0 ± 66, each quarter of the headings has 250 ± 14.
    expect(Math.abs(mean(seen.map(({ ball }) => ball[0]!)))).toBeLessThan(270);
    const quarter = seen.filter(({ heading }) => heading[0]! > 0 && heading[1]! > 0).length;
    expect(Math.abs(quarter - 250)).toBeLessThan(55);
  });

  it('is for one blue car', () => {
    const start = shooting();
    for (const cars of [
      { blue: 1, orange: 1 },
      { blue: 0, orange: 1 },
    ]) {
      expect(() => start(new Simulation(cars), Random.from(0))).toThrow('the start state shooting is for one blue car');
    }
  });
});

/** A start that only puts the ball somewhere. */
const ballAt =
  (x: number): StartState =>
  ({ state }) => {
    state.ballPosition[0] = x;
  };

describe('a mix', () => {
  it('draws by weights', () => {
    const simulation = new Simulation({ blue: 0, orange: 1 });
    const drawn = begin(
      mix([1, ballAt(1)], [0, ballAt(2)], [3, ballAt(3)]),
      simulation,
      2000,
      ({ state }) => state.ballPosition[0]!,
    );
    expect(new Set(drawn)).toEqual(new Set([1, 3]));
    expect(Math.abs(drawn.filter((x) => x === 3).length - 1500)).toBeLessThan(78); // four standard deviations
  });

  it.each([[[]], [[-1, 2]], [[0, 0]], [[NaN]], [[Infinity]]])('refuses the weights %j', (weights) => {
    const make = () => mix(...weights.map((weight): [number, StartState] => [weight, kickoff()]));
    expect(make).toThrow(ConfigurationError);
    expect(make).toThrow(`the weights of the start states are [${weights.join(', ')}]`);
  });
});

describe('given states', () => {
  const state: GivenState = {
    ball: { position: [0, 100, 200], velocity: [1, 2, 3] },
    cars: [{ position: [500, 600, 17], yaw: 1, boost: 12 }],
  };
  const simulation = new Simulation({ blue: 1, orange: 0 });

  it('are drawn evenly, from a list or from a file', () => {
    const other = { ...state, ball: { position: [0, -100, 200] as const } };
    const path = join(folder, 'states.json');
    writeFileSync(path, JSON.stringify([state, other]));
    for (const start of [fromStates([state, other]), fromFile(path)]) {
      const drawn = begin(start, simulation, 400, () => {
        expect(carAt(simulation, 0)).toEqual([500, 600, 17]);
        expect(simulation.state.boost[0]).toBe(12);
        return simulation.state.ballPosition[1]!;
      });
      expect(Math.abs(drawn.filter((y) => y === 100).length - 200)).toBeLessThan(40);
    }
  });

  it.each<[unknown, string]>([
    [[], 'start states: []: Too small'],
    [
      [state, { ...state, ball: { position: [5000, 0, 100] } }],
      'state 1.ball.position is [ 5000, 0, 100 ]: outside the arena',
    ],
    [[{ ...state, cars: [{ position: [0, 0, -5] }] }], 'state 0.cars.0.position is [ 0, 0, -5 ]: outside the arena'],
    [[{ ...state, cars: [{ position: [0, NaN, 5] }] }], 'state 0.cars.0.position.1 is NaN'],
    [[{ ...state, cars: [{ position: [0, 0, 17], boost: 101 }] }], 'state 0.cars.0.boost is 101'],
    [[{ ...state, cars: [{ position: [0, 0, 17], speed: 1 }] }], 'Unrecognized key: "speed"'],
    [[{ ball: state.ball }], 'state 0.cars is undefined'],
  ])('are refused where they make no sense: %j', (states, message) => {
    const make = () => fromStates(states as GivenState[]);
    expect(make).toThrow(ConfigurationError);
    expect(make).toThrow(message);
  });

  it('are refused in a match of another number of cars', () => {
    expect(() => fromStates([state])(new Simulation({ blue: 1, orange: 1 }), Random.from(0))).toThrow(
      'start states: state 0 is of 1 cars, the match of 2',
    );
  });

  it('are refused in a file that is none', () => {
    writeFileSync(join(folder, 'broken.json'), '[{');
    expect(() => fromFile(join(folder, 'broken.json'))).toThrow(/broken\.json cannot be read: SyntaxError/);
    expect(() => fromFile(join(folder, 'missing.json'))).toThrow(/missing\.json cannot be read: it does not exist/);
  });
});
