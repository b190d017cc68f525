import { describe, expect, it } from 'vitest';
import { exitCodeOf } from './fixtures/child.ts';
import { readAll } from './fixtures/read-all.ts';
import { temporaryDirectory } from './fixtures/temporary-directory.ts';
import { EventFileWriter } from './index.ts';

describe('a process that ends without close', () => {
  it.each([
    ['end', 0],
    ['exit', 0],
    ['throw', 1],
  ])('loses no event of any writer: %s', async (end, exitCode) => {
    const directory = temporaryDirectory();
    expect(await exitCodeOf('end-without-close.ts', directory, end)).toBe(exitCode);
    expect((await readAll(directory)).map(({ tag }) => tag)).toStrictEqual(['a', 'b']);
  });
});

it('many writers have one listener, and closed ones none', async () => {
  const directory = temporaryDirectory();
  const before = process.listenerCount('exit');
  const logs = await Promise.all(Array.from({ length: 20 }, () => EventFileWriter.open(directory)));
  expect(process.listenerCount('exit')).toBe(before + 1);
  const [first, ...others] = logs;
  await Promise.all(others.map((log) => log.close()));
  expect(process.listenerCount('exit')).toBe(before + 1);
  await first!.close();
  expect(process.listenerCount('exit')).toBe(before);
});
