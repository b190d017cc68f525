import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../fixtures/longplay.ts';
import type { Frame } from './algorithm.ts';
import { watchEpisode } from './watch-episode.ts';

async function* undrawn(): AsyncGenerator<Frame> {
  yield { reward: 0, step: 0 };
}

it('says which method an environment lacks to be drawn', async () => {
  const html = join(await temporaryFolder(), 'page.html');
  await expect(watchEpisode(undrawn(), { title: '', render: false, html })).rejects.toThrow(
    "--html: this run's environment has no method renderSvg that draws it",
  );
  expect(existsSync(html)).toBe(false);
  await expect(watchEpisode(undrawn(), { title: '', render: true, html: undefined })).rejects.toThrow(
    "--render: this run's environment has no method render that draws it",
  );
});
