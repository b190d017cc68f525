import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeEvent } from './decode-event.ts';
import type { LogEvent } from './log-event.ts';
import { readRecords, type Damage } from './record-reader.ts';

export interface ReadOptions {
  /** Called where a file ends early or is corrupt, before reading goes on with the next file; default: nothing. */
  readonly onDamage?: (damage: Damage) => void;
}

/**
 * Streams the events of a file, or of all event files of a directory (not its subfolders) in the order of their names,
 * which begin with the time they were created. Memory is bounded by the largest event.
 *
 * A truncated or corrupt file does not fail: its events up to there are yielded and `onDamage` is told. Reads what other
 * writers make, too: TensorFlow, torch, tensorboardX. Rejects when `path` cannot be read at all.
 *
 * @example
 * for await (const { kind, step, tag } of readEvents('runs/demo')) console.log(kind, step, tag);
 * // => scalar 10 train/loss
 */
export async function* readEvents(path: string, { onDamage = () => {} }: ReadOptions = {}): AsyncGenerator<LogEvent> {
  const plugins = new Map<string, string>();
  for (const file of await eventFiles(path)) {
    for await (const records of readRecords(file, onDamage)) {
      for (const { offset, data } of records) {
        let events: LogEvent[];
        try {
          events = decodeEvent(data, plugins);
        } catch (error) {
          onDamage({ file, offset, reason: `not an event: ${error instanceof Error ? error.message : String(error)}` });
          continue;
        }
        yield* events;
      }
    }
  }
}

/** TensorBoard's own rule: a file is an event file when its name contains "tfevents". */
async function eventFiles(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const entries = await readdir(path, { withFileTypes: true });
  return entries
    .filter((entry) => entry.name.includes('tfevents') && !entry.isDirectory())
    .map(({ name }) => join(path, name))
    .toSorted();
}
