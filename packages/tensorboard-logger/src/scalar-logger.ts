import type { Image } from './image.ts';

/**
 * Where a trainer logs; pass an `EventFileWriter`, or a `MemoryLogger` in tests.
 *
 * Every method throws a `RangeError` when `step` is no safe integer or `tag` is empty, and a `TypeError` when `tag` or the
 * value is of another type; nothing is logged then.
 *
 * @example
 * const countTo = (n: number, log: ScalarLogger) => {
 *   for (let step = 1; step <= n; step++) log.scalar('demo/square', step ** 2, step);
 * };
 * const log = new MemoryLogger();
 * countTo(3, log);
 * log.scalars('demo/square'); // => [1, 4, 9]
 */
export interface ScalarLogger {
  /** One number of the series `tag`. NaN and infinities are kept. */
  scalar(tag: string, value: number, step: number): void;
  /** The distribution of `values`, in 30 bins of equal width; NaN and infinities have no bin and are left out. */
  histogram(tag: string, values: ArrayLike<number>, step: number): void;
  /** Markdown text. */
  text(tag: string, value: string, step: number): void;
  /** A PNG file's bytes, or 8-bit RGB or RGBA pixels. */
  image(tag: string, image: Image, step: number): void;
  /** What has been logged so far survives the end of the process from now on. A trainer flushes before a checkpoint. */
  flush(): Promise<void>;
}
