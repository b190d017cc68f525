import { histogramOf } from './histogram.ts';
import { checkHyperparameters, type Hyperparameter } from './hparams.ts';
import { imageOf, type Image } from './image.ts';
import type { Layout } from './layout.ts';
import type { LogEvent } from './log-event.ts';
import { LAYOUT_TAG, SESSION_START_TAG } from './plugins.ts';
import type { ScalarLogger } from './scalar-logger.ts';

/** Turns every log call into one stamped `LogEvent`; what becomes of it is up to the subclass. */
export abstract class EventLogger implements ScalarLogger {
  readonly #now: () => number;

  /** `now` gives milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now;
  }

  protected abstract record(event: LogEvent): void;

  abstract flush(): Promise<void>;

  scalar(tag: string, value: number, step: number): void {
    this.record({ kind: 'scalar', ...this.#stamp(step), tag, value });
  }

  histogram(tag: string, values: ArrayLike<number>, step: number): void {
    this.record({ kind: 'histogram', ...this.#stamp(step), tag, value: histogramOf(values) });
  }

  text(tag: string, value: string, step: number): void {
    this.record({ kind: 'text', ...this.#stamp(step), tag, value });
  }

  image(tag: string, image: Image, step: number): void {
    this.record({ kind: 'image', ...this.#stamp(step), tag, value: imageOf(image) });
  }

  /**
   * Adds the run to TensorBoard's HParams table; call it once, at the start.
   *
   * `metrics` are the tags of the scalars shown as columns; by default TensorBoard takes every scalar of the runs. Runs
   * that are compared in one table should give the same metrics, since TensorBoard takes the columns from one of them.
   * Throws a `TypeError` for a hyperparameter that is no number, string or boolean.
   */
  hparams(hyperparameters: Readonly<Record<string, Hyperparameter>>, metrics: readonly string[] = []): void {
    checkHyperparameters(hyperparameters);
    this.record({ kind: 'hparams', ...this.#stamp(0), tag: SESSION_START_TAG, value: { hyperparameters, metrics } });
  }

  /** Arranges scalars in charts on TensorBoard's Custom Scalars page; call it once, at the start. */
  layout(layout: Layout): void {
    this.record({ kind: 'layout', ...this.#stamp(0), tag: LAYOUT_TAG, value: layout });
  }

  /**
   * A resumed run goes on at `step`: TensorBoard drops what was logged before of this step and later ones, in every
   * event file of the directory, since the run will log it again.
   */
  purge(step: number): void {
    this.record({ kind: 'purge', ...this.#stamp(step), tag: '', value: null });
  }

  #stamp(step: number): { step: number; wallTime: number } {
    checkStep('step', step);
    return { step, wallTime: this.#now() / 1000 };
  }
}

/** Throws a `RangeError` for a step that is no safe integer. */
export function checkStep(name: string, step: number): void {
  if (!Number.isSafeInteger(step)) throw new RangeError(`${name} must be a safe integer, got ${step}`);
}
