import { open, readdir, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeEvent } from './decode-event.ts';
import type { LogEvent } from './log-event.ts';
import { readRecords, type Damage } from './record-reader.ts';
import { messageOf } from './show.ts';

export interface ReadOptions {
  /**
   * Called where a file ends early or is corrupt, or a file of a directory cannot be opened, before reading goes on with
   * the next file; default: nothing.
   */
  readonly onDamage?: (damage: Damage) => void;
}

/**
 * Streams the events of a file, or of all event files of a directory (not its subfolders) in the order of their names,
 * which begin with the time they were created. Memory is bounded by the largest event. What looks like an event file but
 * is none, such as a link to nothing or to a folder, is passed over.
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
    let handle: FileHandle;
    try {
      handle = await open(file, 'r');
    } catch (error) {
      if (file === path) throw error;
      onDamage({ file, offset: 0, reason: `cannot be opened: ${messageOf(error)}` });
      continue;
    }
    for await (const records of readRecords(handle, file, onDamage)) {
      for (const { offset, data } of records) {
        let events: LogEvent[];
        try {
          events = decodeEvent(data, plugins);
        } catch (error) {
          onDamage({ file, offset, reason: `not an event: ${messageOf(error)}` });
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
  const names = (await readdir(path)).filter((name) => name.includes('tfevents')).toSorted();
  const files: string[] = [];
  for (const name of names) {
    const file = join(path, name);
    const found = await stat(file).catch(() => undefined);
    if (found?.isFile()) files.push(file);
  }
  return files;
}
