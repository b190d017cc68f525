import { openWorkers, type WorkerGroup } from '@longplay/runtime';
import { newPaths, pathsPerBlock, type DrawOptions, type Market, type Paths } from './market.ts';

type Group = WorkerGroup<typeof import('./market-paths.worker.ts')>;

/** Numbers that a worker draws at a time: a few milliseconds. */
const numbersPerTask = 2 ** 20;

/** Threads that draw paths of a market together. */
export class MarketWorkers implements AsyncDisposable {
  readonly #market: Market;
  readonly #group: Group;

  private constructor(market: Market, group: Group) {
    this.#market = market;
    this.#group = group;
  }

  /** See `openMarketWorkers`. */
  static async open(market: Market, workers: number | 'auto'): Promise<MarketWorkers> {
    const group: Group = await openWorkers({
      module: import.meta.resolve('@longplay/envs/market-paths-worker'),
      workers,
      data: { description: market.description },
    });
    return new MarketWorkers(market, group);
  }

  /** How many there are. */
  get size(): number {
    return this.#group.size;
  }

  /**
   * The same paths as those of `drawPaths`, bit for bit, in memory that threads share.
   *
   * @param out - of `newPaths` with shared memory and the same options, to draw into; default: new memory.
   * @throws RangeError as `drawPaths` does; WorkerError when a worker fails
   */
  async draw(options: DrawOptions, out: Paths = newSharedPaths(this.#market, options)): Promise<Paths> {
    const { seed, antithetic = false } = options;
    const blocks = Math.ceil(numbersPerTask / (out.steps * out.series * pathsPerBlock));
    const paths = blocks * pathsPerBlock;
    const tasks = Array.from({ length: Math.ceil(out.count / paths) }, (_, task): Parameters<Fill> => {
      const from = task * paths;
      return [seed, out, from, Math.min(from + paths, out.count), antithetic];
    });
    await this.#group.map('fill', tasks);
    return out;
  }

  /** Ends the threads. */
  close(): Promise<void> {
    return this.#group.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

type Fill = ReturnType<typeof import('./market-paths.worker.ts').create>['fill'];

/** `newPaths` in memory that threads share. */
export function newSharedPaths(market: Market, options: DrawOptions): Paths {
  return newPaths(market, options, (bytes) => new SharedArrayBuffer(bytes));
}

/**
 * Starts threads that draw paths of a market.
 *
 * @param workers - how many; 0 or 'auto': the cores this process may use; 1: the main thread itself.
 * @throws ConfigurationError for an impossible number of workers; WorkerError when one does not start
 *
 * @example
 * const market = defaultMarket();
 * await using workers = await openMarketWorkers(market, 2);
 * const { growth } = await workers.draw({ years: 30, paths: 4000, seed: 1 });
 * growth.at(-1) === drawPaths(market, { years: 30, paths: 4000, seed: 1 }).growth.at(-1); // => true
 */
export function openMarketWorkers(market: Market, workers: number | 'auto' = 'auto'): Promise<MarketWorkers> {
  return MarketWorkers.open(market, workers);
}
