import { Random } from '@longplay/runtime';
import { describe, expect, it } from 'vitest';
import { matchAt } from '../../fixtures/car-soccer/match-at.ts';
import type { Match } from '../match.ts';
import type { Simulation } from '../physics/simulation.ts';
import { pads } from '../physics/pads.ts';
import type { Vector } from '../physics/placement.ts';
import { randomState } from '../starts/random-state.ts';
import { advancedObservation } from './advanced-observation.ts';
import { defaultObservation } from './default-observation.ts';
import type { ObservationBuilder } from './observation-builder.ts';

/** A ball, a blue car that looks along +y and an orange one that looks along -x. */
function place(simulation: Simulation): void {
  simulation.placeBall({ position: [230, 460, 690], velocity: [2300, -1150, 460], angularVelocity: [1, 2, 3] });
  simulation.placeCar(0, {
    position: [-230, -920, 17],
    velocity: [0, 1150, 0],
    angularVelocity: [0.5, 0, -0.5],
    forward: [0, 1, 0],
    up: [0, 0, 1],
    boost: 40,
  });
  simulation.placeCar(1, {
    position: [1150, 2300, 500],
    velocity: [-460, 0, 230],
    angularVelocity: [0, 0, 1],
    forward: [-1, 0, 0],
    up: [0, 0, 1],
    boost: 75,
    onGround: false,
  });
  simulation.state.padCooldown[3] = 2.5;
}

function seen(match: Match, observe: ObservationBuilder, car: number): number[] {
  const row = new Float32Array(observe.size(match.cars.length));
  observe.observe(match.cars[car]!, match, row, 0);
  return Array.from(row, (number) => number + 0); // 0 for -0
}

const float32 = (numbers: readonly number[]) => [...Float32Array.from(numbers, (number) => number + 0)];
const over = (scale: number, ...numbers: number[]) => numbers.map((number) => number / scale);

describe('the observation of everything', () => {
  const observe = advancedObservation();

  it.each([
    [1, 76],
    [2, 107],
    [4, 169],
    [6, 231],
  ])('has for %d cars %d numbers', (cars, size) => {
    expect(observe.size(cars)).toBe(size);
  });

  it('is what the state comes to by hand', () => {
    const match = matchAt(place);
    match.cars[0]!.controls.set([1, -0.5, 0.25, 0.5, -1, 0, 1, 0]);
    const pi = Math.PI;
    expect(seen(match, observe, 0)).toEqual(
      float32([
        ...over(2300, 230, 460, 690, 2300, -1150, 460), // ball
        ...over(pi, 1, 2, 3),
        1,
        -0.5,
        0.25,
        0.5,
        -1,
        0,
        1,
        0, // controls
        ...pads.map((_, index) => (index === 3 ? 0 : 1)),
        ...over(2300, 460, 1380, 673, 2300, -2300, 460), // ball from the car
        ...over(2300, -230, -920, 17), // car
        0,
        1,
        0,
        0,
        0,
        1,
        ...over(2300, 0, 1150, 0),
        ...over(pi, 0.5, 0, -0.5),
        0.4,
        1,
        1,
        0,
        ...over(2300, -920, -1840, 190, 2760, -1150, 230), // ball from the other car
        ...over(2300, 1150, 2300, 500),
        -1,
        0,
        0,
        0,
        0,
        1,
        ...over(2300, -460, 0, 230),
        ...over(pi, 0, 0, 1),
        0.75,
        0,
        1,
        0,
        ...over(2300, 1380, 3220, 483, -460, -1150, 230), // other car from the car
      ]),
    );
  });

  it('sees team mates before the others', () => {
    const match = matchAt(
      (simulation) => {
        simulation.placeBall({ position: [0, 0, 500] });
        for (let car = 0; car < 4; car++) simulation.placeCar(car, { position: [0, 0, 1000], boost: 10 * (car + 1) });
      },
      { blue: 2, orange: 2 },
    );
    const boosts = (car: number) => [72, 76 + 21, 107 + 21, 138 + 21].map((at) => seen(match, observe, car)[at]);
    expect(boosts(0)).toEqual(float32([0.1, 0.2, 0.3, 0.4]));
    expect(boosts(1)).toEqual(float32([0.2, 0.1, 0.3, 0.4]));
    expect(boosts(2)).toEqual(float32([0.3, 0.4, 0.1, 0.2]));
    expect(boosts(3)).toEqual(float32([0.4, 0.3, 0.1, 0.2]));
  });
});

it('is what a driver sees, by hand', () => {
  const match = matchAt(place);
  const [pi, observe] = [Math.PI, defaultObservation()];
  const ahead = match.cars[0]!.right[0]! > 0 ? 1 : -1; // which way is right: x or -x, for a car that looks along +y
  expect(seen(match, observe, 0)).toEqual(
    float32([
      ...over(2300, 1380, ahead * 460, 673, -2300, ahead * 2300, 460), // ball from the car
      ...over(2300, 5215.5 - 460, ahead * -230, 320 - 690), // goal from the ball
      ...over(2300, 230, 460, 690, 2300, -1150, 460), // ball
      ...over(2300, -230, -920, 17), // car
      0,
      1,
      0,
      0,
      0,
      1,
      ...over(2300, 1150, 0, 0),
      ...over(pi, 0, ahead * 0.5, -0.5),
      0.4,
      1,
      1,
      0,
      ...over(2300, 3220, ahead * 1380, 483, -1150, ahead * -460, 230), // other car from the car
      0,
      -ahead,
      0,
      0.75,
      0,
    ]),
  );
});

const turn = ([x = 0, y = 0, z = 0]: Float64Array): Vector => [-x, -y, z];

/** The same match turned by 180° about the vertical axis, with the sides exchanged. */
function turned(match: Match): Match {
  const side = match.cars.length / 2;
  const { state } = match.simulation;
  const other = matchAt(
    (simulation) => {
      simulation.placeBall({
        position: turn(state.ballPosition),
        velocity: turn(state.ballVelocity),
        angularVelocity: turn(state.ballAngularVelocity),
      });
      for (const car of match.cars) {
        simulation.placeCar((car.index + side) % (2 * side), {
          position: turn(car.position),
          velocity: turn(car.velocity),
          angularVelocity: turn(car.angularVelocity),
          forward: turn(car.forward),
          up: turn(car.up),
          boost: car.boost,
          onGround: car.onGround,
        });
      }
    },
    { blue: side, orange: side },
  );
  other.padCooldown.set(match.padCooldown.toReversed());
  for (const car of match.cars) other.cars[(car.index + side) % (2 * side)]!.controls.set(car.controls);
  return other;
}

describe.each([
  ['advanced', advancedObservation()],
  ['default', defaultObservation()],
])('the %s observation', (_name, observe) => {
  it.each([1, 2, 3])('is for orange what it is for blue on the field turned by 180°, with %d cars a side', (cars) => {
    const random = Random.from(cars);
    for (let i = 0; i < 20; i++) {
      const match = matchAt((simulation) => randomState()(simulation, random), { blue: cars, orange: cars });
      for (let pad = 0; pad < 34; pad++) match.padCooldown[pad] = random.int(2);
      for (const car of match.cars) car.controls.set(Array.from({ length: 8 }, () => random.float()));
      const other = turned(match);
      for (let car = 0; car < 2 * cars; car++) {
        expect(seen(match, observe, car)).toEqual(seen(other, observe, (car + cars) % (2 * cars)));
      }
    }
  });
});
