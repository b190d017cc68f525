import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { codeBlocks, UserFolder } from '../../../testing/documentation.ts';
import { readRecording } from './recording.ts';

it('the example of the README writes a recording and its page', async () => {
  const [example] = await codeBlocks(new URL('../README.md', import.meta.url));
  await using folder = await UserFolder.create();
  await folder.run(example!.text);
  const { frames, teams, arrays } = await readRecording(join(folder.path, 'kickoff.safetensors'));
  expect([frames, teams, arrays.time[150]]).toEqual([151, [0, 1], 5]);
  expect(await readFile(join(folder.path, 'kickoff.html'), 'utf8')).toContain('<title>A kickoff</title>');
});
