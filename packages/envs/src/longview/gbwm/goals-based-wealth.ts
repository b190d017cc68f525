/**
 * GoalsBasedWealth-v0: wealth is to reach a goal in some years; each year one of 15 portfolios is chosen, and only the
 * end counts [0]. Wealth follows geometric Brownian motion, nothing is added or taken out.
 *
 * [0] Das, Ostrov, Radhakrishnan and Srivastav, "Dynamic Portfolio Allocation in Goals-Based Wealth Management",
 *     Computational Management Science 17, 2020; as a task for reinforcement learning: Das and Varma, "Dynamic
 *     Goals-Based Wealth Management using Reinforcement Learning", Journal of Investment Management 18, 2020
 */
import type { Random } from '@longplay/runtime';
import { z } from 'zod';
import type { BatchStep } from '../../batch-env.ts';
import type { Dynamics } from '../../dynamics/dynamics.ts';
import { colors, type Point, type Scene } from '../../dynamics/scene.ts';
import { box, discrete } from '../../spaces.ts';
import { goalPortfolios } from './goal-portfolios.ts';

const amount = z.number().positive();

/** The options of GoalsBasedWealth-v0. */
export const goalsBasedWealthOptions = z.strictObject({
  wealth: amount.default(100).describe('wealth at the beginning'),
  goal: amount.default(200).describe('wealth to reach'),
  years: z.int().positive().max(100).default(10).describe('years, each with one choice'),
  spread: z
    .number()
    .nonnegative()
    .max(10)
    .default(0)
    .describe('the logarithm of the wealth at the beginning is drawn uniformly within this of that of `wealth`'),
});

const portfolios = goalPortfolios();
/** Mean and deviation of the growth of log wealth in a year. */
const drifts = Float64Array.from(portfolios, ({ mean, sd }) => mean - (sd * sd) / 2);
const deviations = Float64Array.from(portfolios, ({ sd }) => sd);

/** Log wealth above the goal is observed in this unit, about the deviation of a year at the most risk. */
const WEALTH_UNIT = 0.2;

export class GoalsBasedWealth implements Dynamics {
  readonly id = 'GoalsBasedWealth-v0';
  /** Logarithm of wealth / goal, in units of 0.2; the fraction of the years that is left. */
  readonly observationSpace = box([-Infinity, 0], [Infinity, 1]);
  readonly actionSpace = discrete(portfolios.length);
  /** The last year terminates the episode. */
  readonly timeLimit = Infinity;
  readonly stateSize: number;
  /**
   * Years gone; log(wealth / goal) at the beginning; then one number for each year: while it is to come its shock, a
   * standard normal, and from its end on the log(wealth / goal) that it led to.
   */
  readonly state: Float64Array;
  readonly #years: number;
  readonly #start: number;
  readonly #spread: number;

  constructor(rows: number, { wealth, goal, years, spread }: z.output<typeof goalsBasedWealthOptions>) {
    this.stateSize = 2 + years;
    this.state = new Float64Array(rows * this.stateSize);
    this.#years = years;
    this.#start = Math.log(wealth / goal);
    this.#spread = spread;
  }

  begin(row: number, random: Random): void {
    const at = row * this.stateSize;
    this.state[at] = 0;
    this.state[at + 1] = this.#start + this.#spread * (2 * random.float() - 1);
    for (let i = at + 2; i < at + this.stateSize; i++) this.state[i] = random.normal();
  }

  observe(row: number, observations: Float32Array): void {
    const at = row * this.stateSize;
    const gone = this.state[at]!;
    observations[2 * row] = this.state[at + 1 + gone]! / WEALTH_UNIT;
    observations[2 * row + 1] = 1 - gone / this.#years;
  }

  advance(actions: Float32Array, { observations, rewards, terminated }: BatchStep): void {
    const { state, stateSize } = this;
    for (let row = 0, at = 0; at < state.length; row++, at += stateSize) {
      const portfolio = actions[row]!;
      const now = at + 1 + state[at]!;
      const wealth = state[now]! + drifts[portfolio]! + deviations[portfolio]! * state[now + 1]!;
      state[now + 1] = wealth;
      state[at]! += 1;
      const isLast = state[at] === this.#years;
      terminated[row] = isLast ? 1 : 0;
      rewards[row] = isLast && wealth >= 0 ? 1 : 0;
      this.observe(row, observations);
    }
  }

  /** Wealth over the years so far, up to three times the goal, which is the line across. */
  scene(row: number): Scene {
    const at = row * this.stateSize;
    const gone = this.state[at]!;
    const height = this.#years / 10; // of the goal: three of them are 3/10 of the width
    const wealth = Array.from({ length: gone + 1 }, (_, year): Point => {
      return [year, height * Math.min(3, Math.exp(this.state[at + 1 + year]!))];
    });
    const width = this.#years / 100;
    return {
      left: 0,
      right: this.#years,
      bottom: 0,
      top: 3 * height,
      shapes: [
        { points: [[0, height], [this.#years, height]], width: width / 2, color: colors.goal }, // prettier-ignore
        { points: wealth, width, color: colors.body },
        { center: wealth.at(-1)!, radius: width, color: colors.link },
      ],
    };
  }
}
