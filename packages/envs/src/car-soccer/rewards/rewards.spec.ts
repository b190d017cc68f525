import { ConfigurationError, Random } from '@longplay/runtime';
import { describe, expect, it } from 'vitest';
import { matchAt } from '../../fixtures/car-soccer/match-at.ts';
import type { Match } from '../match.ts';
import { randomState } from '../starts/random-state.ts';
import { namedRewards } from './named-rewards.ts';
import { rewardParts } from './parts.ts';
import { weighted } from './weighted.ts';

type Name = keyof typeof rewardParts;

const random = Random.from(1);
const match = matchAt((simulation) => randomState()(simulation, random), { blue: 2, orange: 2 });

/** What a part pays a car now. */
const paid = (name: Name, car: number) => rewardParts[name]()(match.cars[car]!, match);

// Vectors as plain lists, for formulas.
type List = readonly number[];
const minus = (a: ArrayLike<number>, b: ArrayLike<number>) => [0, 1, 2].map((i) => a[i]! - b[i]!);
const dot = (a: ArrayLike<number>, b: ArrayLike<number>) => [0, 1, 2].reduce((sum, i) => sum + a[i]! * b[i]!, 0);
const length = (a: List) => Math.sqrt(dot(a, a));
const cosine = (a: List, b: List) => dot(a, b) / length(a) / length(b);
const goalOf = (car: number): List => [0, car < 2 ? 5215.5 : -5215.5, 320];
const ownGoalOf = (car: number): List => goalOf((car + 2) % 4);
const toBall = (car: number) => minus(match.ball.position, match.cars[car]!.position);
const toGoal = (car: number) => minus(goalOf(car), match.ball.position);

/** The parts that look at the present state, by the simplest formula. */
const formulas: Readonly<Partial<Record<Name, (car: number) => number>>> = {
  velocityPlayerToBall: (car) => dot(match.cars[car]!.velocity, toBall(car)) / length(toBall(car)) / 2300,
  velocityBallToGoal: (car) => dot(match.ball.velocity, toGoal(car)) / length(toGoal(car)) / 6000,
  faceBall: (car) => cosine([...match.cars[car]!.forward], toBall(car)),
  align: (car) =>
    (cosine(toBall(car), toGoal(car)) + cosine(minus(match.cars[car]!.position, ownGoalOf(car)), toBall(car))) / 2,
  boostSave: (car) => Math.sqrt(match.simulation.state.boost[car]! / 100),
  distancePlayerToBall: (car) => 1 / (1 + length(toBall(car)) / 1000),
  distanceBallToGoal: (car) => 1 / (1 + length(toGoal(car)) / 1000),
  time: () => -1,
};

describe('parts that look at the present state', () => {
  it.each(Object.entries(formulas))('%s', (name, formula) => {
    for (let i = 0; i < 20; i++) {
      match.begin(undefined);
      for (let car = 0; car < 4; car++) expect(paid(name as Name, car)).toBeCloseTo(formula(car), 12);
    }
  });

  it.each(['velocityPlayerToBall', 'velocityBallToGoal', 'faceBall'] as const)(
    '%s is 0 where there is no way',
    (name) => {
      const at = matchAt(
        (simulation) => {
          simulation.placeBall({ position: [0, 5215.5, 320], velocity: [1, 1, 1] });
          simulation.placeCar(0, { position: [0, 5215.5, 320], velocity: [1, 1, 1] });
        },
        { orange: 0 },
      );
      expect(rewardParts[name]()(at.cars[0]!, at)).toBe(0);
    },
  );
});

/** What a part pays each car of a match whose events are as `happen` makes them. */
function after(name: Name, happen: (match: Match) => void): number[] {
  match.begin(undefined);
  happen(match);
  return match.cars.map((_, car) => paid(name, car) + 0);
}

describe('parts that look at what has happened', () => {
  it.each([
    ['goal', 1, [1, 1, 0, 0]],
    ['goal', 2, [0, 0, 1, 1]],
    ['goal', 0, [0, 0, 0, 0]],
    ['concede', 1, [0, 0, -1, -1]],
    ['concede', 2, [-1, -1, 0, 0]],
  ] as const)('%s of goal %d', (name, goal, expected) => {
    expect(after(name, ({ simulation }) => (simulation.events.goal = goal))).toEqual(expected);
  });

  it('touch, once a step', () => {
    expect(after('touch', ({ simulation }) => simulation.events.touches.set([0, 1, 3, 0]))).toEqual([0, 1, 1, 0]);
  });

  it('boostGain', () => {
    expect(after('boostGain', ({ simulation }) => simulation.events.boostGained.set([12, 0, 100, 0]))).toEqual([
      0.12, 0, 1, 0,
    ]);
  });

  it('demolition', () => {
    const made = after('demolition', ({ simulation: { events } }) => {
      events.demolitions.set([2, 0, 1, 0]);
      events.demolished.set([1, 0, 1, 1]);
    });
    expect(made).toEqual([1, 0, 0, -1]);
  });

  it.each([
    [93.15 + 900, [0.5, 0, 0.5, 0]],
    [92, [0, 0, 0, 0]],
    [2000, [1, 0, 1, 0]],
  ])('aerial, with the ball %d uu high', (height, expected) => {
    const aerial = after('aerial', ({ simulation: { events, state } }) => {
      events.touches.set([1, 1, 1, 0]);
      state.onGround.set([0, 1, 0, 0]);
      state.ballPosition[2] = height;
    });
    expect(aerial).toEqual(expected);
  });
});

describe('the weighted sum', () => {
  it("pays each car the sum of its weighted parts, those of one's own included", () => {
    const reward = weighted({
      goal: [10, rewardParts.goal()],
      index: [0.5, (car) => car.index],
      two: [-1, () => 2],
    });
    const own = matchAt(() => undefined, { reward });
    own.simulation.events.goal = 2;
    const out = { rewards: new Float64Array(4), rewardParts: new Float64Array(12) };
    own.reward(out, 2);
    expect([...out.rewardParts]).toEqual([...Array<number>(6).fill(0), 0, 0, -2, 10, 0.5, -2]);
    expect([...out.rewards]).toEqual([0, 0, -2, 8.5]);
  });

  it('is of named parts', () => {
    const { names, weights } = namedRewards({ goal: 10, touch: 0.5 });
    expect([names, [...weights]]).toEqual([
      ['goal', 'touch'],
      [10, 0.5],
    ]);
  });

  it.each([
    [() => namedRewards({ gaol: 1 }), 'unknown reward part "gaol"; did you mean "goal"? known: goal, concede, touch'],
    [() => namedRewards({ toString: 1 }), 'unknown reward part "toString"'],
    [() => namedRewards({ goal: Infinity }), 'the weight of the reward part "goal" is Infinity'],
    [() => weighted({ own: [NaN, () => 1] }), 'the weight of the reward part "own" is NaN'],
    [() => weighted({}), 'the reward has no parts'],
  ])('refuses what makes no sense: %s', (make, message) => {
    expect(make).toThrow(ConfigurationError);
    expect(make).toThrow(message);
  });
});
