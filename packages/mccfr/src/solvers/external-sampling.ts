import { ConfigurationError, type Random } from '@longplay/runtime';
import type { CompiledGame } from '../compiled-game.ts';
import { ExternalSamplingKernel } from './external-sampling-kernel.ts';
import { checkPruning, NO_PRUNING, type Pruning } from './pruning.ts';
import type { SamplingOptions } from './sampling-options.ts';
import { SamplingSolver } from './sampling-solver.ts';
import { emptyTables, inKernelMemory } from './solver.ts';

/** Whose average a traversal adds to, where it adds to none. */
const NOBODY = -1;

export interface ExternalSamplingOptions extends SamplingOptions {
  readonly pruning?: Pruning;
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
    this.#kernel.traverse(player, averager, this.iterations, this.result);
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
