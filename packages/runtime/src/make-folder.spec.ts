import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from './fixtures/run/temporary-folder.ts';
import { makeFolder, removeEmptyFolders } from './make-folder.ts';

test('missing parents are made, told, and removed again as far as they are empty', async () => {
  await using temporary = await temporaryFolder();
  const [a, b, c] = ['a', 'a/b', 'a/b/c'].map((path) => join(temporary.path, path)) as [string, string, string];
  expect(await makeFolder(a)).toEqual([a]);
  expect(await makeFolder(c)).toEqual([b, c]);
  expect(await makeFolder(c)).toEqual([]);
  await writeFile(join(b, 'file'), '');
  await removeEmptyFolders([b, c]);
  expect(await readdir(temporary.path, { recursive: true })).toEqual(['a', 'a/b', 'a/b/file']);
});

test('a link to a folder is a folder, one to nowhere or a file is in the way', async () => {
  await using temporary = await temporaryFolder();
  const at = (name: string) => join(temporary.path, name);
  await mkdir(at('folder'));
  await writeFile(at('file'), '');
  await symlink(at('folder'), at('link'));
  await symlink(at('none'), at('dangling'));
  expect(await makeFolder(at('link/below'))).toEqual([at('link/below')]);
  for (const name of ['dangling', 'file']) await expect(makeFolder(at(name))).rejects.toThrow('EEXIST');
});

test('where a folder cannot be made, the parents that were made go again', async () => {
  await using temporary = await temporaryFolder();
  await expect(makeFolder(join(temporary.path, 'a/b', 'x'.repeat(300)))).rejects.toThrow('ENAMETOOLONG');
  expect(await readdir(temporary.path)).toEqual([]);
});

test.runIf(process.platform === 'linux')(
  'a file system that makes no folders is refused, not asked for ever',
  async () => {
    for (const path of ['/proc/longplay', '/proc/longplay/run', '/proc/self/longplay']) {
      await expect(makeFolder(path)).rejects.toMatchObject({ code: 'ENOENT', syscall: 'mkdir' });
    }
  },
);
