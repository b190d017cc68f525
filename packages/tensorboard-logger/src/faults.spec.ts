import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { runWithFileLimit, start } from './fixtures/child.ts';
import { readAll } from './fixtures/read-all.ts';
import { temporaryDirectory } from './fixtures/temporary-directory.ts';

async function read(directory: string) {
  const damage: string[] = [];
  const events = await readAll(directory, ({ reason }) => damage.push(reason));
  return { steps: events.map(({ step }) => step), damage };
}

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);

describe('a killed process', () => {
  it('loses no event that was flushed', async () => {
    for (const milliseconds of [0, 3, 10, 40]) {
      const directory = temporaryDirectory();
      const child = start('log-forever.ts', directory);
      const exit = once(child, 'exit');
      let flushed = -1;
      for await (const line of createInterface(child.stdout)) {
        if (flushed < 0) setTimeout(() => child.kill('SIGKILL'), milliseconds);
        flushed = Number(line);
      }
      expect((await exit)[1]).toBe('SIGKILL');
      const { steps } = await read(directory);
      expect(flushed).toBeGreaterThan(0);
      expect(steps).toStrictEqual(upTo(steps.length));
      expect(steps.length).toBeGreaterThan(flushed);
    }
  });
});

// A version record of 40 bytes and records of about 50 bytes: 600 need some 30 KiB, and 4 hold no more than 80.
const LIMIT = 4;

const fill = async (directory: string, ...args: string[]): Promise<Record<string, string>> =>
  JSON.parse((await runWithFileLimit(LIMIT, 'fill-disk.ts', directory, ...args)).stdout) as Record<string, string>;
const full = expect.stringMatching(/^cannot write to .*: EFBIG/);
const lost = expect.stringMatching(/^\d+ bytes of events are lost: cannot write to .*: EFBIG/);

describe.skipIf(process.platform === 'win32')('a full disk', () => {
  it('is reported by the calls that meet it; the file stays whole', async () => {
    const directory = temporaryDirectory();
    expect(await fill(directory, 'counted')).toStrictEqual({
      'step 299': full,
      'step 599': full,
      flush: full,
      close: lost,
      'close again': 'ok',
    });
    expect(await read(directory)).toStrictEqual({ steps: [], damage: [] });
  });

  it('is reported by the call after a timed flush, once', async () => {
    const directory = temporaryDirectory();
    expect(await fill(directory, 'timed')).toStrictEqual({
      'after the timer': full,
      'and again': 'ok',
      flush: full,
      close: lost,
      'close again': 'ok',
    });
    expect(await read(directory)).toStrictEqual({ steps: [], damage: [] });
  });

  // prlimit, which lifts the limit of a running process, is Linux's.
  it.skipIf(process.platform !== 'linux')('loses nothing when there is room again', async () => {
    for (const [flush, count] of [
      ['counted', 600],
      ['timed', 602],
    ] as const) {
      const directory = temporaryDirectory();
      expect(await fill(directory, flush, 'recover')).toMatchObject({
        flush: full,
        'flush after recovery': 'ok',
        close: 'ok',
      });
      expect(await read(directory)).toStrictEqual({ steps: upTo(count), damage: [] });
    }
  });

  it('leaves no file behind when there is no room for a first record', async () => {
    const directory = temporaryDirectory();
    const run = runWithFileLimit(0, 'fill-disk.ts', directory, 'counted');
    await expect(run).rejects.toThrow(/cannot create an event file in .*: EFBIG/);
    expect(await read(directory)).toStrictEqual({ steps: [], damage: [] });
  });
});
