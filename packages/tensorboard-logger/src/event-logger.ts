import { histogramOf } from './histogram.ts';
import { showable, type Hyperparameter } from './hparams.ts';
import { imageOf, type Image } from './image.ts';
import { checkLayout, type Layout } from './layout.ts';
import type { LoggedEvent } from './log-event.ts';
import { LAYOUT_TAG, SESSION_START_TAG } from './plugins.ts';
import type { ScalarLogger } from './scalar-logger.ts';
import { show } from './show.ts';

/** Turns every log call into one stamped event, or throws before; what becomes of the event is up to the subclass. */
export abstract class EventLogger implements ScalarLogger {
  readonly #now: () => number;

  /** `now` gives milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now;
  }

  protected abstract record(event: LoggedEvent): void;

  abstract flush(): Promise<void>;

  scalar(tag: string, value: number, step: number): void {
    checkTag(tag);
    if (typeof value !== 'number') throw new TypeError(`scalar ${tag} must be a number, got ${show(value)}`);
    this.record({ kind: 'scalar', ...this.#stamp(step), tag, value });
  }

  histogram(tag: string, values: ArrayLike<number>, step: number): void {
    checkTag(tag);
    checkNumbers(tag, values);
    this.record({ kind: 'histogram', ...this.#stamp(step), tag, value: histogramOf(values) });
  }

  text(tag: string, value: string, step: number): void {
    checkTag(tag);
    if (typeof value !== 'string') throw new TypeError(`text ${tag} must be a string, got ${show(value)}`);
    this.record({ kind: 'text', ...this.#stamp(step), tag, value });
  }

  image(tag: string, image: Image, step: number): void {
    checkTag(tag);
    this.record({ kind: 'image', ...this.#stamp(step), tag, value: imageOf(image) });
  }

  /**
   * Adds the run to TensorBoard's HParams table; call it once, at the start.
   *
   * `metrics` are the tags of the scalars shown as columns; by default TensorBoard takes every scalar of the runs. Runs
   * that are compared in one table should give the same metrics, since TensorBoard takes the columns from one of them.
   * NaN and infinities, which the table would leave out, are logged as text: "Infinity". Throws a `TypeError` for a
   * hyperparameter that is no number, string or boolean, and for a metric that is no string.
   */
  hparams(hyperparameters: Readonly<Record<string, Hyperparameter>>, metrics: readonly string[] = []): void {
    const value = showable({ hyperparameters, metrics });
    this.record({ kind: 'hparams', ...this.#stamp(0), tag: SESSION_START_TAG, value });
  }

  /**
   * Arranges scalars in charts on TensorBoard's Custom Scalars page; call it once, at the start. Throws a `TypeError` for
   * what is no layout.
   */
  layout(layout: Layout): void {
    checkLayout(layout);
    this.record({ kind: 'layout', ...this.#stamp(0), tag: LAYOUT_TAG, value: layout });
  }

  /**
   * A resumed run goes on at `step`: what was logged before of this step and later ones, in any event file of the
   * directory, is void, since the run will log it again.
   *
   * With `--load_fast=false` TensorBoard then drops those points of every series. By default it loads in another way,
   * which knows no purge: there a point drops the points of its own series that were logged before for its step and
   * later ones, so that a series which is not logged again keeps its old points.
   */
  purge(step: number): void {
    this.record({ kind: 'purge', ...this.#stamp(step), tag: '', value: null });
  }

  #stamp(step: number): { step: number; wallTime: number } {
    checkStep('step', step);
    return { step, wallTime: this.#now() / 1000 };
  }
}

/** Throws a `TypeError` for a tag that is no string, a `RangeError` for an empty one. */
function checkTag(tag: string): void {
  if (typeof tag !== 'string') throw new TypeError(`a tag must be a string, got ${show(tag)}`);
  if (tag === '') throw new RangeError('a tag must not be empty');
}

/** Throws a `TypeError` for a histogram's values that are no list of numbers. */
function checkNumbers(tag: string, values: ArrayLike<number>): void {
  if (typeof values !== 'object' || values === null || !Number.isSafeInteger(values.length)) {
    throw new TypeError(`histogram ${tag} must be of a list of numbers, got ${show(values)}`);
  }
  for (let i = 0; i < values.length; i++) {
    if (typeof values[i] === 'number') continue;
    throw new TypeError(`histogram ${tag} must be of numbers, got ${show(values[i])} at index ${i}`);
  }
}

/** Throws a `RangeError` for a step that is no safe integer. */
export function checkStep(name: string, step: number): void {
  if (!Number.isSafeInteger(step)) throw new RangeError(`${name} must be a safe integer, got ${show(step)}`);
}
