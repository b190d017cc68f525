import { unlinkSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { encodeEvent, encodeFileVersion } from './encode-event.ts';
import { checkStep, EventLogger } from './event-logger.ts';
import { finishAtExit } from './finish-at-exit.ts';
import type { LoggedEvent } from './log-event.ts';
import { BinaryWriter } from './protobuf.ts';
import { RecordWriter } from './record-writer.ts';
import { messageOf } from './show.ts';

export interface EventFileOptions {
  /** Write to the file after this many events; default 1000. */
  readonly flushEvery?: number;
  /** Write to the file when the oldest unwritten event is this many seconds old; `Infinity` for never; default 5. */
  readonly flushSeconds?: number;
  /**
   * Calls `purge` with the step at which a resumed run goes on, before any other event. By default nothing is purged.
   */
  readonly purgeStep?: number;
  /** The time in milliseconds since 1970; default `Date.now`. */
  readonly now?: () => number;
}

/** Unwritten bytes that cause a flush whatever the options say, so that large images do not pile up in memory. */
const MAX_PENDING_BYTES = 1 << 20;
/** The longest delay of a Node timer. */
const MAX_TIMER_SECONDS = (2 ** 31 - 1) / 1000;

/**
 * Writes a TensorBoard event file. Any number of writers may share a directory, each has its own file.
 *
 * Log calls collect events in memory, and write them when `flushEvery` or `flushSeconds` says so; a process that is
 * killed loses no others. What is written is readable at once. When a write fails, for example on a full disk, no event
 * is lost: the call that caused it throws (after a timed flush: the next call), and the following flush writes all of
 * it again. Only `close` gives up what it cannot write. A process that ends without `close` (by itself, by
 * `process.exit`, by an uncaught error) writes the rest in its last moment, when it can no longer report a failure.
 *
 * Scalars are stored as float32, as TensorBoard does: 0.1 reads back as 0.10000000149011612, and numbers beyond 3.4e38
 * as infinities.
 *
 * @example
 * await using log = await EventFileWriter.open('runs/demo');
 * log.layout({ PPO: { 'clip fraction': ['train/clip_fraction'], KL: ['train/kl_divergence'] } });
 * log.scalar('train/loss', 0.31, 10);
 * log.histogram('policy/logits', Float32Array.of(0.2, -1.3, 0.7), 10);
 * await log.flush();
 */
export class EventFileWriter extends EventLogger implements AsyncDisposable {
  readonly #records: RecordWriter;
  /** Scalars are many and small; the memory of others, which can be large, is not kept. */
  readonly #scalarWriter = new BinaryWriter();
  readonly #flushEvery: number;
  readonly #flushSeconds: number;
  /** Events since the last attempt to write. */
  #events = 0;
  /** Unwritten bytes that cause the next attempt. */
  #byteLimit = MAX_PENDING_BYTES;
  /** Time of the first event since the last attempt. */
  #oldest = 0;
  #timer: NodeJS.Timeout | undefined;
  /** Why a timed flush failed, until a call has reported it or another flush has repaired it. */
  #failure: Error | undefined;
  #closed = false;
  #forgetExit = () => {};

  private constructor(
    records: RecordWriter,
    { flushEvery, flushSeconds, now }: Required<Omit<EventFileOptions, 'purgeStep'>>,
  ) {
    super(now);
    this.#records = records;
    this.#flushEvery = flushEvery;
    this.#flushSeconds = flushSeconds;
  }

  /**
   * Creates `directory` where it is missing, and in it a new event file.
   *
   * Throws a `RangeError` for an option out of range and an `Error` when the file cannot be created; neither leaves a
   * file behind.
   */
  static async open(directory: string, options: EventFileOptions = {}): Promise<EventFileWriter> {
    const { flushEvery = 1000, flushSeconds = 5, purgeStep, now = Date.now } = options;
    checkFlushing(flushEvery, flushSeconds);
    if (purgeStep !== undefined) checkStep('purgeStep', purgeStep);
    try {
      await mkdir(directory, { recursive: true });
      const records = createFile(directory, now());
      try {
        records.append(encodeFileVersion(now() / 1000));
        const writer = new EventFileWriter(records, { flushEvery, flushSeconds, now });
        if (purgeStep !== undefined) writer.purge(purgeStep);
        writer.#write();
        writer.#forgetExit = finishAtExit(() => writer.#write());
        return writer;
      } catch (error) {
        records.close();
        unlinkSync(records.path);
        throw error;
      }
    } catch (cause) {
      throw new Error(`cannot create an event file in ${directory}: ${messageOf(cause)}`, { cause });
    }
  }

  /** The event file. */
  get path(): string {
    return this.#records.path;
  }

  /** Writes what is unwritten; rejects when it cannot be written, and keeps it for the next flush. */
  override async flush(): Promise<void> {
    this.#assertOpen();
    this.#write();
  }

  /**
   * Writes what is unwritten and closes the file. Rejects when that cannot be written; the file is closed nevertheless
   * and ends with the last good flush. Further calls do nothing.
   */
  async close(): Promise<void> {
    if (this.#closed) return;
    try {
      this.#write();
    } catch (cause) {
      throw new Error(`${this.#records.pendingBytes} bytes of events are lost: ${messageOf(cause)}`, { cause });
    } finally {
      this.#closed = true;
      clearTimeout(this.#timer);
      this.#forgetExit();
      this.#records.close();
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  protected override record(event: LoggedEvent): void {
    this.#assertOpen();
    const encoded = encodeEvent(event, event.kind === 'scalar' ? this.#scalarWriter : undefined);
    this.#records.append(encoded);
    // TensorBoard's server takes the first session log of a run for its beginning, and only others for a resumption.
    if (event.kind === 'purge') this.#records.append(encoded);
    if (this.#events === 0) this.#oldest = event.wallTime;
    this.#events += 1;
    this.#startTimer();
    // The clock is asked as well as the timer, which cannot fire in a loop that never yields.
    const due = event.wallTime - this.#oldest >= this.#flushSeconds;
    if (due || this.#events >= this.#flushEvery || this.#records.pendingBytes >= this.#byteLimit) this.#write();
    else if (this.#failure !== undefined) this.#reportFailure(this.#failure);
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#events = 0;
    try {
      this.#records.flush();
      this.#failure = undefined;
    } catch (cause) {
      throw new Error(`cannot write to ${this.path}: ${messageOf(cause)}`, { cause });
    } finally {
      this.#byteLimit = this.#records.pendingBytes + MAX_PENDING_BYTES;
    }
  }

  #startTimer(): void {
    if (this.#timer !== undefined || this.#flushSeconds === Infinity) return;
    this.#timer = setTimeout(() => {
      try {
        this.#write();
      } catch (error) {
        this.#failure = error as Error;
        this.#startTimer();
      }
    }, this.#flushSeconds * 1000).unref();
  }

  #reportFailure(failure: Error): never {
    this.#failure = undefined;
    throw failure;
  }

  #assertOpen(): void {
    if (this.#closed) throw new Error(`the event file ${this.path} is closed`);
  }
}

function checkFlushing(flushEvery: number, flushSeconds: number): void {
  if (!(Number.isSafeInteger(flushEvery) && flushEvery > 0)) {
    throw new RangeError(`flushEvery must be a positive integer, got ${flushEvery}`);
  }
  if (!(flushSeconds === Infinity || (flushSeconds > 0 && flushSeconds <= MAX_TIMER_SECONDS))) {
    throw new RangeError(
      `flushSeconds must be above 0 and at most ${MAX_TIMER_SECONDS}, or Infinity, got ${flushSeconds}`,
    );
  }
}

/** Creates `events.out.tfevents.<seconds>.<host>.<process>.<n>`, with the first n that is free. */
function createFile(directory: string, now: number): RecordWriter {
  const seconds = String(Math.floor(now / 1000)).padStart(10, '0');
  for (let n = 0; ; n++) {
    try {
      return new RecordWriter(join(directory, `events.out.tfevents.${seconds}.${hostname()}.${process.pid}.${n}`));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
