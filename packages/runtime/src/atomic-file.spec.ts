import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeFileAtomically } from './atomic-file.ts';
import { RunDirectoryError } from './errors.ts';
import { temporaryFolder } from './fixtures/run/temporary-folder.ts';

test('an old file is replaced, and nothing else is left', async () => {
  await using temporary = await temporaryFolder();
  const folder = temporary.path;
  await writeFileAtomically(join(folder, 'notes.txt'), 'first');
  await writeFileAtomically(join(folder, 'notes.txt'), [new Uint8Array([111]), new Uint8Array([107])]);
  expect(await readFile(join(folder, 'notes.txt'), 'utf8')).toBe('ok');
  expect(await readdir(folder)).toEqual(['notes.txt']);
});

test('content of shared memory and of zero length is written as it is', async () => {
  await using folder = await temporaryFolder();
  const shared = new Uint8Array(new SharedArrayBuffer(3)).fill(7);
  const path = join(folder.path, 'bytes');
  await writeFileAtomically(path, [new Uint8Array(0), shared, new Uint8Array(0)]);
  expect([...(await readFile(path))]).toEqual([7, 7, 7]);
  await writeFileAtomically(path, new Uint8Array(0));
  expect([...(await readFile(path))]).toEqual([]);
});

function* failing(): Generator<Uint8Array> {
  yield new Uint8Array(100_000);
  throw new RangeError('no more');
}

test('where the content fails halfway the old file stays, and no temporary one', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'file');
  await writeFile(path, 'old');
  await expect(writeFileAtomically(path, failing())).rejects.toThrow(new RangeError('no more'));
  expect(await readFile(path, 'utf8')).toBe('old');
  expect(await readdir(folder.path)).toEqual(['file']);
});

test('what a killed writer left is overwritten', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'file');
  await writeFile(`${path}.tmp`, 'much longer than the new content');
  await writeFileAtomically(path, 'new');
  expect(await readFile(path, 'utf8')).toBe('new');
  expect(await readdir(folder.path)).toEqual(['file']);
});

test('a path that cannot be written is named, with the reason and a cure', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'file');
  await writeFile(file, '');
  const through = join(file, 'below');
  const error: unknown = await writeFileAtomically(through, 'x').catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(RunDirectoryError);
  expect(error).toMatchObject({
    message: `cannot write ${through}: a part of the path is a file, not a folder`,
    cure: 'choose another folder, or move that file away',
    cause: { code: 'ENOTDIR' },
  });
  await mkdir(join(folder.path, 'folder'));
  await expect(writeFileAtomically(join(folder.path, 'folder'), 'x')).rejects.toThrow('it is a folder, not a file');
  expect((await readdir(folder.path)).toSorted()).toEqual(['file', 'folder']);
});
