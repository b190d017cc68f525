import { EventLogger } from './event-logger.ts';
import type { LogEvent, LoggedEvent } from './log-event.ts';

/**
 * Keeps copies of what is logged in memory, for tests: the events that `readEvents` would yield from a file, but scalars
 * keep their double precision.
 *
 * @example
 * const log = new MemoryLogger({ now: () => 1_700_000_000_000 });
 * log.scalar('train/loss', 0.31, 10);
 * log.scalars('train/loss'); // => [0.31]
 * log.events; // => [{ kind: 'scalar', step: 10, wallTime: 1_700_000_000, tag: 'train/loss', value: 0.31 }]
 */
export class MemoryLogger extends EventLogger {
  readonly events: LogEvent[] = [];

  /** `now` gives the events' time in milliseconds since 1970; default `Date.now`. */
  constructor({ now = Date.now }: { readonly now?: () => number } = {}) {
    super(now);
  }

  /** The values of one scalar series, in the order they were logged. */
  scalars(tag: string): number[] {
    return this.events.flatMap((event) => (event.kind === 'scalar' && event.tag === tag ? [event.value] : []));
  }

  /** Does nothing. */
  override async flush(): Promise<void> {}

  protected override record(event: LoggedEvent): void {
    this.events.push(structuredClone(event));
  }
}
