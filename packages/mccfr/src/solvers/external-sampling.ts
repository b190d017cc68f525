import { ConfigurationError, type Random } from '@longplay/runtime';
import type { CompiledGame } from '../compiled-game.ts';
import { ExternalSamplingKernel } from './external-sampling-kernel.ts';
import { SamplingSolver, type SamplingOptions } from './sampling-solver.ts';
import { emptyTables, inKernelMemory } from './solver.ts';

/** Whose average a traversal adds to, where it adds to none. */
const NOBODY = -1;

const NO_PRUNING: Pruning = { below: -Infinity, share: 0, after: Infinity };

/**
 * Skips actions of the traverser that have done badly so far, in most traversals (Brown and Sandholm, "Superhuman AI for
 * Multiplayer Poker", 2019, supplement; after their "Regret-Based Pruning in Extensive-Form Games", 2015). Theirs has two
 * rules more, which depend on their game: regrets have a floor, and actions of the last round or right before an end are
 * not skipped. Here an action far below the threshold comes back only by traversals that do not skip.
 */
export interface Pruning {
  /** An action is skipped while its regret is below this, a number below zero. */
  readonly below: number;
  /** The share of traversals that skip; the others let an action come back. */
  readonly share: number;
  /** Iterations before the first that skips. */
  readonly after: number;
}

export interface ExternalSamplingOptions extends SamplingOptions {
  readonly pruning?: Pruning;
}

/** @throws RangeError when a number is out of its range */
function checkPruning({ below, share, after }: Pruning): void {
  if (!(below < 0)) throw new RangeError(`pruning.below must be below 0; got ${below}`);
  if (!(share >= 0 && share <= 1)) throw new RangeError(`pruning.share must be from 0 to 1; got ${share}`);
  if (Number.isNaN(after)) throw new RangeError(`pruning.after must be a number of iterations; got ${after}`);
}

/** The algorithm by name, with its parameters: what a snapshot must agree with. */
function describeSampling(pruning: Pruning | undefined): string {
  if (pruning === undefined) return 'es-mccfr';
  return `es-mccfr, pruning (below ${pruning.below}, share ${pruning.share}, after ${pruning.after})`;
}

/** See {@link externalSampling}. */
export class ExternalSamplingSolver extends SamplingSolver {
  declare readonly options: Omit<ExternalSamplingOptions, 'tables'>;
  readonly algorithm = 'es-mccfr';
  readonly #kernel: ExternalSamplingKernel;

  constructor(game: CompiledGame, options: ExternalSamplingOptions = {}) {
    const { pruning } = options;
    const { tables = emptyTables(game, { shared: true }) } = options;
    super(game, describeSampling(pruning), {
      ...options,
      tables,
    });
    checkPruning(pruning ?? NO_PRUNING);
    if (!inKernelMemory(tables)) {
      throw new ConfigurationError('the tables of external sampling are not in memory that its kernel can reach', {
        cure: 'take tables: emptyTables(game, { shared: true }), or leave the option out',
      });
    }
    this.#kernel = new ExternalSamplingKernel(game, tables, pruning ?? NO_PRUNING);
    this.random = this.stream;
  }

  protected get random(): Random {
    return this.#kernel.random;
  }

  protected set random(random: Random) {
    this.#kernel.random = random;
  }

  traverse(player: number): void {
    const averager = this.averaging === 'simple' ? (player + 1) % this.game.players : NOBODY;
    this.result[0] = this.#kernel.traverse(player, averager, this.iterations);
  }

  protected override sample(count: number): void {
    if (this.averaging === 'full') super.sample(count);
    else {
      this.#kernel.iterate(this.iterations + 1, count, this.fadedUtilities);
      this.iterations += count;
    }
  }
}

/**
 * External-sampling Monte Carlo CFR (Lanctot, Waugh, Zinkevich and Bowling, "Monte Carlo Sampling for Regret
 * Minimization in Extensive Games", 2009): a traversal samples chance and the other players, and tries every action of
 * one player. What it samples is played with the probability it has in the game, so that regrets need no weights: they
 * are right on average as they are.
 *
 * The traversals are done in WebAssembly: tables, where they are given, must be of `emptyTables(game, { shared: true })`.
 *
 * @throws RangeError when an option is out of its range; ConfigurationError for tables that lie elsewhere
 *
 * @example
 * const game = compile(kuhn());
 * const solver = externalSampling(game, { weighting: linear(), seed: 3 });
 * solver.iterate(20_000);
 * exploitability(game, solver.averageStrategy()) < 0.03; // => true
 */
export const externalSampling = (game: CompiledGame, options?: ExternalSamplingOptions): ExternalSamplingSolver =>
  new ExternalSamplingSolver(game, options);
