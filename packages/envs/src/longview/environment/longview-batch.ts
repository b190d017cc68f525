import { Random } from '@longplay/runtime';
import type { BatchEnv, BatchStep } from '../../batch-env.ts';
import type { EnvState } from '../../env.ts';
import { box, type Box } from '../../spaces.ts';
import { lifetimeOf } from '../household/household.ts';
import { Ledger, type SavedRow } from '../household/ledger.ts';
import { newPaths, type Market, type Paths } from '../markets/market.ts';
import { growthOfYear, inflationOfYear } from '../year-growth.ts';
import { actionSizeOf, decideByAction } from './action.ts';
import type { HouseholdSet } from './household-set.ts';
import { InnerSimulation } from './inner-simulation.ts';
import { observationNames, Observer } from './observation.ts';
import { rewardParts, type Reward } from './reward.ts';

/** What the episodes of a batch are made of. */
export interface LongViewParts {
  readonly market: Market;
  /** Those of which each episode has one, each as likely as the others. */
  readonly households: HouseholdSet;
  /** Paths of the inner simulations behind each observation. */
  readonly innerPaths: number;
  readonly reward: Reward;
}

/** The state of one row: whose life it is, on which path, where its books stand, and what it holds. */
interface LifeState {
  readonly household: number;
  readonly path: number;
  readonly books: SavedRow;
  readonly allocation: readonly number[];
  readonly random: readonly number[];
}

/**
 * Many lives of many households, a year in each step. An episode draws its household, its lifetime and the seed of its
 * path of the market from the stream of its row when it begins.
 */
export class LongViewBatch implements BatchEnv {
  readonly observationSpace: Box;
  readonly actionSpace: Box;
  readonly observationSize: number;
  readonly actionSize: number;
  readonly maskSize = 0;
  readonly rewardParts = rewardParts;
  readonly teams = [0];
  readonly rows: number;
  readonly #parts: LongViewParts;
  readonly #observer: Observer;
  readonly #ledger: Ledger;
  readonly #lives: Life[];
  /** [rows, assets] The portfolios of the last year; equal shares before the first. */
  readonly #decisions: { readonly spending: Float64Array; readonly allocation: Float64Array };
  /** The portfolio of each row: a view of `#decisions`. */
  readonly #portfolios: readonly Float64Array[];
  readonly #growth = new Float64Array(1);
  readonly #inflation = new Float64Array(1);

  constructor(rows: number, parts: LongViewParts) {
    const { market, households, innerPaths } = parts;
    const { years } = households;
    this.rows = rows;
    this.actionSize = actionSizeOf(market.assets);
    this.actionSpace = box(-1, 1, this.actionSize);
    this.observationSize = observationNames(market.assets).length;
    this.observationSpace = box(-Infinity, Infinity, this.observationSize);
    this.#parts = parts;
    this.#observer = new Observer(market.assets, new InnerSimulation(market, { years, paths: innerPaths }));
    this.#ledger = new Ledger(rows);
    this.#lives = Array.from({ length: rows }, (_, row) => new Life(market, years, Random.from(0, row)));
    const assets = market.assets.length;
    const allocation = new Float64Array(rows * assets);
    this.#decisions = { spending: new Float64Array(rows), allocation };
    this.#portfolios = Array.from({ length: rows }, (_, row) => allocation.subarray(row * assets, (row + 1) * assets));
  }

  reset(row: number, seed: number | undefined, out: BatchStep): void {
    const { households } = this.#parts;
    const life = this.#lives[row]!;
    if (seed !== undefined) life.random = Random.from(seed);
    const household = life.random.int(households.count);
    const lifetime = lifetimeOf(households.at(household).household, life.random.float());
    this.#begin(row, household, lifetime, life.random.uint32());
    this.#observe(row, out.observations);
  }

  step(actions: Float32Array, out: BatchStep): void {
    for (let row = 0; row < this.rows; row++) this.#stepRow(row, actions, out);
  }

  saveState(row: number): LifeState {
    const { household, path, random } = this.#lives[row]!;
    return {
      household,
      path,
      books: this.#ledger.save(row),
      allocation: [...this.#portfolios[row]!],
      random: [...random.state()],
    };
  }

  loadState(row: number, state: EnvState, out: BatchStep): void {
    const { household, path, books, allocation, random } = state as LifeState;
    this.#begin(row, household, books.lifetime, path);
    this.#ledger.load(row, this.#parts.households.at(household).household, books);
    this.#portfolios[row]!.set(allocation);
    this.#lives[row]!.random = Random.restore(Uint32Array.from(random));
    this.#observe(row, out.observations);
  }

  #begin(row: number, household: number, lifetime: number, path: number): void {
    const { market, households } = this.#parts;
    this.#ledger.begin(row, households.at(household).household, lifetime);
    this.#lives[row]!.begin(market, household, lifetime, path);
    this.#portfolios[row]!.fill(1 / market.assets.length);
  }

  #stepRow(row: number, actions: Float32Array, out: BatchStep): void {
    const { market, households, reward } = this.#parts;
    const { paths, household } = this.#lives[row]!;
    const year = this.#ledger.year[row]!;
    decideByAction(households.at(household), this.#ledger, row, actions, row * this.actionSize, this.#decisions);
    growthOfYear(paths, year, market.stepsPerYear, this.#portfolios[row]!, this.#growth);
    inflationOfYear(paths, year, market.stepsPerYear, this.#inflation);
    reward.step(this.#ledger, row, this.#decisions.spending[row]!, this.#growth[0]!, this.#inflation[0]!, out);
    const ended = this.#ledger.alive[row] === 0;
    out.terminated[row] = ended ? 1 : 0;
    out.truncated[row] = 0;
    if (!ended) return this.#observe(row, out.observations);
    // Nobody decides after the end: what is seen there counts for nothing.
    out.finalObservations.fill(0, row * this.observationSize, (row + 1) * this.observationSize);
    this.reset(row, undefined, out);
  }

  #observe(row: number, observations: Float32Array): void {
    const prospects = this.#parts.households.at(this.#lives[row]!.household);
    const { allocation } = this.#decisions;
    this.#observer.write(prospects, this.#ledger, row, allocation, observations, row * this.observationSize);
  }
}

/** The fate of a row: whose life it is, and the path of the market, which its seed gives. */
class Life {
  random: Random;
  household = 0;
  path = 0;
  paths: Paths;
  readonly #room: Paths;

  constructor(market: Market, years: number, random: Random) {
    this.random = random;
    this.#room = newPaths(market, { years, paths: 1, precision: 'double' });
    this.paths = this.#room;
  }

  begin(market: Market, household: number, lifetime: number, path: number): void {
    const { series, growth } = this.#room;
    const steps = lifetime * market.stepsPerYear;
    this.household = household;
    this.path = path;
    this.paths = { steps, series, count: 1, growth: growth.subarray(0, steps * series) };
    market.fill(path, 0, this.paths);
  }
}
