/**
 * The base of every error that Longplay raises on purpose: the message says what was wrong, with the value, and
 * `cure` says what to do about it. A programming mistake stays a `TypeError` or `RangeError`.
 *
 * @example
 * const error = new LongplayError('the run directory runs/a holds a run', { cure: 'continue it with --resume' });
 * error.message; // => 'the run directory runs/a holds a run'
 * error.cure; // => 'continue it with --resume'
 */
export class LongplayError extends Error {
  /** What to do about it, one sentence or a list joined by commas. */
  readonly cure: string;

  constructor(message: string, options: { cure: string; cause?: unknown }) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.cure = options.cure;
  }
}

/** A flag or a configuration is wrong; found before any work started. */
export class ConfigurationError extends LongplayError {}

/** A run directory cannot be used: a file is in its place, it is locked, not writable, already holds a run. */
export class RunDirectoryError extends LongplayError {}

/** A snapshot is damaged, or was written by another kind of trainer. */
export class SnapshotError extends LongplayError {}
