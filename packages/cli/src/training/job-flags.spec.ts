import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { fileFolder } from '../../../../testing/temporary-folder.ts';
import { findJob } from '../config/jobs.ts';
import { resolveJob } from './resolve-config.ts';

const text = `
algorithm: thompson-sampling
totalTimesteps: 700
seed: 3
bandit: { arms: [0.5, 0.6], pulls: 100 }
flags:
  profiles: { key: bandit.pulls }
  episodes: { key: totalTimesteps, times: [bandit.pulls, 2] }
  network: { key: bandit.arms, choices: { standard: [0.1, 0.2], solid: [0.3, 0.4, 0.5] } }
`;

const folder = await fileFolder();
beforeAll(async () => {
  await writeFile(join(folder, 'job.yaml'), text);
});

const resolve = async (flags: Parameters<typeof resolveJob>[2], overrides: Readonly<Record<string, unknown>> = {}) => {
  const job = findJob(join(folder, 'job.yaml'));
  return (await resolveJob(job, new Map(Object.entries(overrides)), flags)).config as unknown as Record<
    string,
    unknown
  >;
};

it('sets the key that the job names, to the value or to what the job calls by it', async () => {
  expect(await resolve({ profiles: '20' })).toMatchObject({
    totalTimesteps: 700,
    bandit: { pulls: 20, arms: [0.5, 0.6] },
  });
  expect(await resolve({ network: 'solid' })).toMatchObject({ bandit: { arms: [0.3, 0.4, 0.5] } });
});

it('multiplies by what the other flags and --set have made of the keys', async () => {
  expect(await resolve({ episodes: '5' })).toMatchObject({ totalTimesteps: 1000 });
  expect(await resolve({ profiles: '20', episodes: '5' })).toMatchObject({ totalTimesteps: 200 });
  expect(await resolve({ episodes: '5' }, { 'bandit.pulls': 7 })).toMatchObject({ totalTimesteps: 70 });
});

it('gives way to a flag or --set for the same key', async () => {
  expect(await resolve({ episodes: '5' }, { totalTimesteps: 300 })).toMatchObject({ totalTimesteps: 300 });
  expect(await resolve({ profiles: '20' }, { 'bandit.pulls': 30 })).toMatchObject({ bandit: { pulls: 30 } });
});

it.each([
  [{ episodes: '0' }, /--episodes is 0/],
  [{ episodes: 'all' }, /--episodes is all/],
  [{ network: 'sold' }, /--network: unknown network "sold"; did you mean "solid"/],
  [{ profiles: 'ten' }, /bandit.pulls is 'ten'/],
])('refuses %o', async (flags, message) => {
  await expect(resolve(flags)).rejects.toThrow(message);
});

it('says which flags a job has', async () => {
  const bare = join(folder, 'bare.yaml');
  await writeFile(bare, text.slice(0, text.indexOf('flags:')));
  await expect(resolveJob(findJob(bare), new Map(), { profiles: '3' })).rejects.toThrow(/has no flag --profiles/);
  await writeFile(bare, text.slice(0, text.indexOf('  episodes:')));
  await expect(resolveJob(findJob(bare), new Map(), { network: 'solid' })).rejects.toMatchObject({
    cure: 'it has --profiles',
  });
});
