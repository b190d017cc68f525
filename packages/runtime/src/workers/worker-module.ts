/** What a worker module's `create` receives. */
export interface WorkerContext<Data = unknown> {
  /** This worker's index, from 0. */
  readonly index: number;
  /** How many workers the group has. */
  readonly workers: number;
  /**
   * The group's seed, the same in every worker. Derive a stream per environment, table or shard from it, never per
   * worker: then the result does not depend on how many workers there are.
   */
  readonly seed: number;
  /** What `openWorkers` was given as `data`: shared with threads, copied into processes. */
  readonly data: Data;
  /** Aborted when the group closes: release what the worker holds. */
  readonly signal: AbortSignal;
}

/** A module whose `create` makes the state of one worker and returns its methods. */
export interface WorkerModule {
  create(context: WorkerContext<never>): object;
}

/** The methods that the workers of module `M` offer. Arguments and results must survive a structured clone. */
export type ApiOf<M extends WorkerModule> = Awaited<ReturnType<M['create']>>;

/** The names of the methods of `Api`. */
export type MethodOf<Api> = { [K in keyof Api]: Api[K] extends (...args: never[]) => unknown ? K : never }[keyof Api] &
  string;

/** The arguments of a method. */
export type ArgumentsOf<Api, K extends keyof Api> = Api[K] extends (...args: infer A) => unknown ? A : never;

/** What a method answers, awaited. */
export type ResultOf<Api, K extends keyof Api> = Api[K] extends (...args: never[]) => infer R ? Awaited<R> : never;

/** What `openWorkers` must be given as `data` for module `M`. */
export type DataOf<M extends WorkerModule> =
  Parameters<M['create']> extends [WorkerContext<infer D>, ...unknown[]] ? D : unknown;
