import { Random } from '@longplay/runtime';
import type { CompiledGame, Strategy } from '../compiled-game.ts';
import { sampleInParallel, type ParallelSamplingOptions } from '../parallel/sample-in-parallel.ts';
import { realizationPlan } from '../sequence-form.ts';
import { regretMatching } from './regret-matching.ts';
import { checkDepth } from './sampling.ts';
import type { SamplingOptions } from './sampling-options.ts';
import { addPlan, averageOf, checkTables, emptyTables, type Solver, type Tables } from './solver.ts';
import { loadSolver, saveSolver } from './solver-snapshot.ts';
import { describeWeighting, discountTables, keepsAll, simple, type Weighting } from './weighting.ts';

/** Iterations over which the moving average of utilities reaches back, more or less: it fades by 1/10,000 in each. */
const UTILITY_WINDOW = 10_000;
export const FADE = 1 / UTILITY_WINDOW;

/** What Monte Carlo CFR has in common, whatever it samples (Lanctot et al. 2009); see `externalSampling`. */
export abstract class SamplingSolver implements Solver {
  readonly game: CompiledGame;
  /** By which a worker makes the same. */
  abstract readonly algorithm: 'es-mccfr' | 'os-mccfr';
  readonly name: string;
  readonly tables: Tables;
  iterations = 0;
  /** The stream of the seed, or of the snapshot that was loaded: those of parallel tasks derive from its name. */
  stream: Random;
  /** What it was made of, its tables apart: plain data, which makes the same solver in a worker. */
  readonly options: Omit<SamplingOptions, 'tables'>;
  /** Iterations between two times at which the past loses weight; Infinity where it never does. */
  readonly discountPeriod: number;
  /** What a traversal returns, the utility of the traverser; a number that a function returns would be allocated. */
  protected readonly result = new Float64Array(1);
  protected readonly averaging: 'simple' | 'full';
  private readonly weighting: Weighting;
  /** A strategy and its plan, for full averaging. */
  private readonly strategy: Float64Array;
  private readonly plan: Float64Array;
  /** Sampled utilities, faded; they begin at zero, which `recentUtilities` makes up for. */
  protected readonly fadedUtilities: Float64Array;

  /** @param algorithm - its name, with the parameters of its own */
  constructor(game: CompiledGame, algorithm: string, options: SamplingOptions) {
    const { tables = emptyTables(game), ...rest } = options;
    const { seed = 0, weighting = simple(), discountEvery = 1000 } = rest;
    const averaging = game.players === 1 ? 'full' : (rest.averaging ?? 'simple');
    if (!(Number.isInteger(discountEvery) && discountEvery > 0)) {
      throw new RangeError(`discountEvery must be a whole number from 1; got ${discountEvery}`);
    }
    checkDepth(game);
    checkTables(game, tables);
    this.game = game;
    this.name = `${algorithm}, weighting (${describeWeighting(weighting)}) every ${discountEvery}, ${averaging} averaging`;
    this.tables = tables;
    this.options = rest;
    this.stream = typeof seed === 'number' ? Random.from(seed) : Random.from(...seed);
    this.averaging = averaging;
    this.weighting = weighting;
    this.discountPeriod = keepsAll(weighting) ? Infinity : discountEvery;
    this.strategy = new Float64Array(averaging === 'full' ? game.sequences : 0);
    this.plan = new Float64Array(this.strategy.length);
    this.fadedUtilities = new Float64Array(game.players);
  }

  /** The generator, wherever a solver keeps it; it begins as `stream`. */
  protected abstract random: Random;

  /** Samples the game once, updates the regrets of one player, and leaves what it earned in `result`. */
  abstract traverse(player: number): void;

  iterate(count: number): void {
    const end = this.iterations + count;
    while (this.iterations < end) {
      const untilDiscount = this.discountPeriod - (this.iterations % this.discountPeriod);
      this.sample(Math.min(untilDiscount, end - this.iterations));
      this.discount();
    }
  }

  /**
   * Does so many iterations on several workers; `sampleInParallel` is the same with a report after every batch.
   *
   * @throws as `sampleInParallel`
   *
   * @example
   * const sampler = externalSampling(compile(kuhn()), { weighting: linear(), seed: 3 });
   * await sampler.run({ iterations: 20_000, workers: 'auto', sync: 'shared' });
   * exploitability(sampler.game, sampler.averageStrategy()) < 0.03; // => true
   */
  async run(options: ParallelSamplingOptions): Promise<void> {
    const batches = sampleInParallel(this, options);
    while ((await batches.next()).done !== true);
  }

  /** Does iterations that no discounting comes between. */
  protected sample(count: number): void {
    const { fadedUtilities, result } = this;
    for (let index = 0; index < count; index++) {
      this.iterations++;
      for (let player = 0; player < this.game.players; player++) {
        if (this.averaging === 'full') this.addStrategy(player);
        this.traverse(player);
        fadedUtilities[player]! += FADE * (result[0]! - fadedUtilities[player]!);
      }
    }
  }

  /**
   * Moves to a place in a run that several solvers share: the next iteration follows on the first so many, and draws from
   * a stream that has their number for its name, under that of the run.
   */
  seek(iterations: number, run: Random = this.stream): void {
    this.iterations = iterations;
    this.random = run.split(iterations);
    this.fadedUtilities.fill(0);
  }

  /** What it has sampled since the last `seek`, for the solver that counts it. */
  sampledUtilities(): Float64Array {
    return this.fadedUtilities.slice();
  }

  /**
   * Counts iterations that another solver has done on its tables, and discounts the tables where it is time.
   *
   * @param iterations - no more than there are until the next discounting
   * @param sampled - the other's `sampledUtilities` of these iterations
   */
  count(iterations: number, sampled: Float64Array): void {
    const kept = (1 - FADE) ** iterations;
    for (const [player, utility] of sampled.entries()) {
      this.fadedUtilities[player] = this.fadedUtilities[player]! * kept + utility;
    }
    this.iterations += iterations;
    this.discount();
  }

  private discount(): void {
    if (this.iterations % this.discountPeriod !== 0) return;
    discountTables(this.tables, this.weighting, this.iterations / this.discountPeriod);
  }

  averageStrategy(): Strategy {
    return averageOf(this.game, this.tables.strategySums);
  }

  /** The average over about the last ten thousand iterations, each player's in its own traversals. */
  recentUtilities(): number[] {
    const weight = 1 - (1 - FADE) ** this.iterations;
    return Array.from(this.fadedUtilities, (utility) => (weight > 0 ? utility / weight : 0));
  }

  private addStrategy(player: number): void {
    const { game, strategy, plan, tables } = this;
    regretMatching(strategy, game, player, tables.regrets);
    realizationPlan(plan, game, player, strategy);
    addPlan(tables.strategySums, game, player, plan, 1);
  }

  async save(path: string): Promise<void> {
    await saveSolver(this, path, { random: this.random.state(), utilities: this.fadedUtilities });
  }

  async load(path: string): Promise<void> {
    const { iterations, random, utilities } = await loadSolver(this, path);
    this.iterations = iterations;
    this.stream = Random.restore(random);
    this.random = this.stream;
    this.fadedUtilities.set(utilities);
  }
}
