import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readStatus, RunDirectoryError } from '@longplay/runtime';
import { readEvents, type LogEvent } from '@longplay/tensorboard-logger';
import { expect, it } from 'vitest';
import { fileFolder } from '../../../../testing/temporary-folder.ts';
import { z } from 'zod';
import { loadPolicy } from './trained-policy.ts';
import { ppo, type PpoRun, type PpoRunControl } from './run-ppo.ts';

const folder = await fileFolder();

const optionsOf = (name: string): PpoRun => ({
  environment: 'CartPole-v1',
  environments: 4,
  ppo: { steps: 32, minibatch: 64, epochs: 2 },
  policy: { hidden: [8] },
  seed: 3,
  totalTimesteps: 512,
  numWorkers: 1,
  logdir: join(folder, name),
});

async function run(options: PpoRun, control?: PpoRunControl) {
  const updates = [];
  for await (const update of ppo(options, control)) updates.push(update.timesteps);
  return updates;
}

/** What all event files of a run hold. */
async function eventsOf(logdir: string): Promise<LogEvent[]> {
  const files = (await readdir(logdir)).filter((name) => name.includes('tfevents')).toSorted();
  const events: LogEvent[] = [];
  for (const file of files) for await (const event of readEvents(join(logdir, file))) events.push(event);
  return events;
}

/** The steps of one scalar. */
async function stepsOf(logdir: string, tag: string): Promise<number[]> {
  const events = await eventsOf(logdir);
  return events.flatMap((event) => (event.kind === 'scalar' && event.tag === tag ? [event.step] : []));
}

it('trains in a run directory with event files and checkpoints, and reports each update', async () => {
  const options = optionsOf('whole');
  expect(await run(options)).toEqual([128, 256, 384, 512]);
  expect(await readStatus(options.logdir)).toMatchObject({ state: 'finished', step: 512, seed: 3, job: 'CartPole-v1' });
  expect(await stepsOf(options.logdir, 'train/value_loss')).toEqual([128, 256, 384, 512]);
  expect([0, 1]).toContain((await loadPolicy(options.logdir)).act([0, 0, 0, 0]));
});

it('stops in order, and goes on when it is resumed', async () => {
  const options = optionsOf('stopped');
  const stop = new AbortController();
  const seen = [];
  for await (const { timesteps } of ppo(options, { signal: stop.signal })) {
    seen.push(timesteps);
    if (timesteps === 256) stop.abort();
  }
  expect(seen).toEqual([128, 256]);
  expect(await readStatus(options.logdir)).toMatchObject({ state: 'interrupted', step: 256 });
  expect(await run(options, { resume: true })).toEqual([384, 512]);
  expect(await readStatus(options.logdir)).toMatchObject({ state: 'finished', step: 512 });
  expect(await stepsOf(options.logdir, 'train/value_loss')).toEqual([128, 256, 384, 512]);
});

it('stopped in its last update is finished, and resumed keeps its step', async () => {
  const options = optionsOf('late');
  const stop = new AbortController();
  for await (const { timesteps } of ppo(options, { signal: stop.signal })) if (timesteps === 512) stop.abort();
  expect(await readStatus(options.logdir)).toMatchObject({ state: 'finished', step: 512 });
  expect(await run(options, { resume: true })).toEqual([]);
  expect(await readStatus(options.logdir)).toMatchObject({ state: 'finished', step: 512 });
});

it('left in the middle is marked as failed, and can be resumed from the last checkpoint', async () => {
  const options = { ...optionsOf('left'), checkpointEvery: 128 };
  for await (const { timesteps } of ppo(options)) if (timesteps === 256) break;
  expect(await readStatus(options.logdir)).toMatchObject({ state: 'failed' });
  expect(await run(options, { resume: true })).toEqual([384, 512]);
});

it('left before its first checkpoint begins anew, and takes back what it has logged', async () => {
  const options = optionsOf('left early');
  for await (const { timesteps } of ppo(options)) if (timesteps === 256) break;
  expect(await run(options, { resume: true })).toEqual([128, 256, 384, 512]);
  const events = await eventsOf(options.logdir);
  const purged = events.flatMap(({ kind, step }) => (kind === 'purge' ? [step] : []));
  expect(new Set(purged)).toEqual(new Set([1]));
});

it('refuses a directory that holds a run, one that holds none, and options that are wrong', async () => {
  const options = optionsOf('used');
  await run(options);
  await expect(run(options)).rejects.toThrow(RunDirectoryError);
  await expect(run(optionsOf('unused'), { resume: true })).rejects.toThrow(RunDirectoryError);
  const wrong = { ...optionsOf('wrong'), ppo: { gama: 0.9 } } as PpoRun;
  await expect(run(wrong)).rejects.toThrow(z.ZodError);
  expect(await readdir(folder)).not.toContain('wrong');
});
