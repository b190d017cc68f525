import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../fixtures/longplay.ts';
import { resolveJob } from './resolve-config.ts';

it("finds a market's history beside the job, and that of a flag from the working directory", async () => {
  const folder = await temporaryFolder();
  const file = join(folder, 'job.yaml');
  const market = 'market: { kind: bootstrap, file: history.csv }';
  await writeFile(
    file,
    `algorithm: ppo
environment: LongView-v0
environments: 4
totalTimesteps: 128
environmentOptions: { ${market} }
evaluation: { environmentOptions: { ${market} } }
`,
  );
  const here = join(folder, 'history.csv');
  const { config } = await resolveJob({ name: 'job', file }, new Map());
  expect(config).toMatchObject({
    environmentOptions: { market: { file: here } },
    evaluation: { environmentOptions: { market: { file: here } } },
  });
  const flags = new Map([['environmentOptions.market.file', 'mine.csv']]);
  expect((await resolveJob({ name: 'job', file }, flags)).config).toMatchObject({
    environmentOptions: { market: { file: resolve('mine.csv') } },
    evaluation: { environmentOptions: { market: { file: here } } },
  });
});
