import { once } from 'node:events';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { readAll } from './fixtures/read-all.ts';
import { temporaryDirectory } from './fixtures/temporary-directory.ts';
import { EventFileWriter } from './index.ts';

const stepsIn = async (path: string) => (await readAll(path)).map(({ step }) => step);
const never = { flushEvery: Number.MAX_SAFE_INTEGER, flushSeconds: Infinity };

describe('open', () => {
  it('creates the directory and a file that is readable at once', async () => {
    const directory = join(temporaryDirectory(), 'runs', 'demo');
    await using log = await EventFileWriter.open(directory);
    expect(readdirSync(directory).map((name) => join(directory, name))).toStrictEqual([log.path]);
    expect(await readAll(directory)).toStrictEqual([]);
    expect(statSync(log.path).size).toBeGreaterThan(0);
  });

  it('gives every writer of a second its own file', async () => {
    const directory = temporaryDirectory();
    const logs = await Promise.all(
      Array.from({ length: 8 }, () => EventFileWriter.open(directory, { now: () => 5000 })),
    );
    logs.forEach((log, i) => log.scalar(`writer ${i}`, i, i));
    await Promise.all(logs.map((log) => log.close()));
    expect(readdirSync(directory).length).toBe(8);
    expect(readdirSync(directory).every((name) => name.startsWith('events.out.tfevents.0000000005.'))).toBe(true);
    expect((await stepsIn(directory)).toSorted()).toStrictEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it.each([
    [{ flushEvery: 0 }, 'flushEvery must be a positive integer, got 0'],
    [{ flushEvery: 1.5 }, 'flushEvery must be a positive integer, got 1.5'],
    [{ flushSeconds: 0 }, 'flushSeconds must be above 0'],
    [{ flushSeconds: NaN }, 'got NaN'],
    [{ flushSeconds: 1e9 }, 'at most 2147483.647, or Infinity, got 1000000000'],
    [{ purgeStep: 2 ** 53 }, 'purgeStep must be a safe integer, got 9007199254740992'],
  ])('refuses %o and creates nothing', async (options, message) => {
    const directory = join(temporaryDirectory(), 'run');
    const open = EventFileWriter.open(directory, options);
    await expect(open).rejects.toBeInstanceOf(RangeError);
    await expect(open).rejects.toThrow(message);
    expect(existsSync(directory)).toBe(false);
  });

  it('says which directory it cannot use', async () => {
    const file = join(temporaryDirectory(), 'file');
    writeFileSync(file, '');
    await expect(EventFileWriter.open(join(file, 'run'))).rejects.toThrow(
      `cannot create an event file in ${join(file, 'run')}: ENOTDIR`,
    );
  });
});

describe('flush', () => {
  it('writes what is collected; concurrent calls are as good as one', async () => {
    await using log = await EventFileWriter.open(temporaryDirectory(), never);
    for (let step = 0; step < 5000; step++) log.scalar('a', step, step);
    expect(await stepsIn(log.path)).toStrictEqual([]);
    const flushes = [log.flush(), log.flush()];
    log.scalar('a', 5000, 5000);
    await Promise.all([...flushes, log.flush()]);
    expect(await stepsIn(log.path)).toStrictEqual(Array.from({ length: 5001 }, (_, i) => i));
  });

  it('comes after flushEvery events', async () => {
    await using log = await EventFileWriter.open(temporaryDirectory(), { ...never, flushEvery: 3 });
    for (let step = 0; step < 8; step++) log.scalar('a', 0, step);
    expect(await stepsIn(log.path)).toStrictEqual([0, 1, 2, 3, 4, 5]);
  });

  it('comes after flushSeconds, by a timer when nothing more is logged', async () => {
    await using log = await EventFileWriter.open(temporaryDirectory(), { ...never, flushSeconds: 0.05 });
    log.scalar('a', 0, 0);
    expect(await stepsIn(log.path)).toStrictEqual([]);
    await expect.poll(() => stepsIn(log.path)).toStrictEqual([0]);
  });

  it('comes after flushSeconds, by the clock in a loop that never yields', async () => {
    let milliseconds = 0;
    const now = () => milliseconds;
    await using log = await EventFileWriter.open(temporaryDirectory(), { ...never, flushSeconds: 10, now });
    for (let step = 0; step <= 25; step++) {
      log.scalar('a', 0, step);
      milliseconds += 1000;
    }
    expect(await stepsIn(log.path)).toStrictEqual(Array.from({ length: 22 }, (_, i) => i));
  });

  it('comes before a mebibyte is collected', async () => {
    await using log = await EventFileWriter.open(temporaryDirectory(), never);
    for (let step = 0; step < 30; step++) log.text('a', 'x'.repeat(50_000), step);
    // A text event is a little more than its 50 000 bytes: the 21st makes 2^20.
    expect((await stepsIn(log.path)).length).toBe(21);
  });
});

describe('close', () => {
  it('flushes, may be repeated, and ends all use', async () => {
    const log = await EventFileWriter.open(temporaryDirectory(), never);
    log.scalar('a', 0, 1);
    await Promise.all([log.close(), log.close()]);
    await log.close();
    expect(await stepsIn(log.path)).toStrictEqual([1]);
    const message = `the event file ${log.path} is closed`;
    expect(() => log.scalar('a', 0, 2)).toThrow(message);
    await expect(log.flush()).rejects.toThrow(message);
    expect(await stepsIn(log.path)).toStrictEqual([1]);
  });

  it('comes at the end of a block', async () => {
    const directory = temporaryDirectory();
    {
      await using log = await EventFileWriter.open(directory, never);
      log.scalar('a', 0, 1);
    }
    expect(await stepsIn(directory)).toStrictEqual([1]);
  });

  it('leaves no timer behind', async () => {
    const log = await EventFileWriter.open(temporaryDirectory(), { flushSeconds: 0.02 });
    log.scalar('a', 0, 1);
    await log.close();
    const rejection = once(process, 'uncaughtException').then(() => 'a timer wrote to a closed file');
    expect(await Promise.race([rejection, sleep(100, 'nothing')])).toBe('nothing');
  });
});

describe('purge', () => {
  it('is told by the option before any event, and by the method', async () => {
    const directory = temporaryDirectory();
    await using log = await EventFileWriter.open(directory, { purgeStep: 2 ** 40 });
    log.scalar('a', 1, 2 ** 40);
    log.purge(7);
    await log.flush();
    expect((await readAll(directory)).map(({ kind, step, value }) => [kind, step, value])).toStrictEqual([
      ['purge', 2 ** 40, null],
      ['purge', 2 ** 40, null],
      ['scalar', 2 ** 40, 1],
      ['purge', 7, null],
      ['purge', 7, null],
    ]);
  });
});
