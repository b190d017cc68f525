import { execFile } from 'node:child_process';
import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, vi } from 'vitest';
import { temporaryFolder } from './fixtures/drive.ts';
import { readRecording } from './recording.ts';

vi.setConfig({ testTimeout: 30_000 }); // a process, on a busy machine

it('the example of the README writes a recording and its page', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const [, program] = /```ts\n([^]*?)```/.exec(readme)!;
  const folder = await temporaryFolder();
  await symlink(new URL('../../../node_modules', import.meta.url), join(folder, 'node_modules'));
  await writeFile(join(folder, 'example.mts'), program!);
  await promisify(execFile)(process.execPath, ['--conditions=@longplay/source', 'example.mts'], { cwd: folder });
  const { frames, teams, arrays } = await readRecording(join(folder, 'kickoff.safetensors'));
  expect([frames, teams, arrays.time[150]]).toEqual([151, [0, 1], 5]);
  expect(await readFile(join(folder, 'kickoff.html'), 'utf8')).toContain('<title>A kickoff</title>');
});
