import { openWorkers, type WorkerGroup } from '@longplay/runtime';
import {
  checkFill,
  newPaths,
  pathsPerBlock,
  type DrawOptions,
  type FillOptions,
  type Market,
  type Paths,
} from './market.ts';

type Group = WorkerGroup<typeof import('./market-paths.worker.ts')>;

/** The most numbers that a worker draws at a time: a few milliseconds. */
const numbersPerTask = 2 ** 21;

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
   * @throws RangeError as `drawPaths` does; WorkerError when a worker fails
   */
  async draw(options: DrawOptions): Promise<Paths> {
    const out = newSharedPaths(this.#market, options);
    await this.fill(options.seed, out, options);
    return out;
  }

  /**
   * Draws the first paths of a seed into `out`, of `newSharedPaths`.
   *
   * @throws TypeError where its memory is not shared; RangeError and WorkerError as `draw` does
   */
  async fill(seed: number, out: Paths, options: Pick<FillOptions, 'antithetic'> = {}): Promise<void> {
    if (!(out.growth.buffer instanceof SharedArrayBuffer)) {
      throw new TypeError('threads draw into memory that they share: make it with newSharedPaths');
    }
    checkFill(0, out, options);
    const blocks = Math.ceil(out.count / pathsPerBlock);
    const rounds = Math.ceil((blocks * pathsPerBlock * out.steps * out.series) / (numbersPerTask * this.size));
    // As many tasks of one size for every worker: none is at work alone at the end.
    const paths = Math.ceil(blocks / (rounds * this.size)) * pathsPerBlock;
    const tasks = Array.from({ length: Math.ceil(out.count / paths) }, (_, task): Parameters<Fill> => {
      const from = task * paths;
      return [seed, out, from, Math.min(from + paths, out.count), options.antithetic ?? false];
    });
    await this.#group.map('fill', tasks);
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
export function newSharedPaths(market: Market, options: Pick<DrawOptions, 'years' | 'paths' | 'precision'>): Paths {
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
