import { join } from 'node:path';
import { WorkerError } from '@longplay/runtime';
import { expect, it } from 'vitest';
import { fileFolder } from '../../../../testing/temporary-folder.ts';
import type { Fault } from '../fixtures/faulty.ts';
import { addTokens, newTokens, takeToken } from '../fixtures/tokens.ts';
import { bytesOf, fixture, train, type Settings } from '../fixtures/training.ts';
import { loadCheckpoint } from './checkpoint.ts';

const steps = 48;
const batch = 4 * steps;

const folder = await fileFolder();

/** A training whose environments fail as often as there are tokens; without any it runs through. */
function faultyTraining(fault: Fault, rollout: number) {
  const tokens = newTokens(folder, 0);
  const at = rollout * steps + 17;
  const settings: Settings = {
    environment: fixture('faulty'),
    environmentOptions: { fault, at, tokens },
    environments: 4,
    ppo: { steps, minibatch: 96, epochs: 2 },
    policy: { hidden: [16] },
    normalization: { observations: true, rewards: true },
    totalTimesteps: 4 * batch,
  };
  return { tokens, settings };
}

it.each([
  { fault: 'throw', rollout: 0, numWorkers: 1, workerKind: 'threads' },
  { fault: 'exit', rollout: 2, numWorkers: 2, workerKind: 'threads' },
  { fault: 'kill', rollout: 2, numWorkers: 2, workerKind: 'processes' },
  { fault: 'exit when saved', rollout: 2, numWorkers: 2, workerKind: 'threads' },
] as const)(
  'a worker that is lost in the middle of a rollout changes nothing: one of $numWorkers $workerKind, $fault',
  { timeout: 30_000 },
  async ({ fault, rollout, ...parallel }) => {
    const { tokens, settings } = faultyTraining(fault, rollout);
    const whole = await train(join(folder, `${fault} never`), settings);
    addTokens(tokens, 1);
    const { path, scalars, warnings } = await train(join(folder, `${fault} once`), { ...settings, ...parallel });
    expect(takeToken(tokens)).toBe(false);
    expect(warnings).toEqual([
      expect.stringMatching(`failed in rollout ${rollout}: .*; starting a fresh one to repeat the work`),
    ]);
    expect(scalars).toEqual(whole.scalars);
    expect(bytesOf(path)).toEqual(bytesOf(whole.path));
  },
);

it('a worker that is lost with environments that cannot save their state starts new episodes, and says so', async () => {
  const { tokens, settings } = faultyTraining('throw', 2);
  addTokens(tokens, 1);
  const environment = fixture('forgetful');
  const path = join(folder, 'forgetful');
  const { warnings, scalars } = await train(path, { ...settings, environment, numWorkers: 2 });
  expect(warnings).toEqual([
    expect.stringContaining('starting a fresh one to repeat the work'),
    expect.stringMatching(/forgetful\.ts cannot save its state: worker \d starts new episodes$/),
  ]);
  expect(scalars.at(-1)?.step).toBe(settings.totalTimesteps);
});

it.each([
  { numWorkers: 2, collector: 'workers' },
  { numWorkers: 2, collector: 'central' },
] as const)(
  'a worker that always fails ends the run with the last update saved, from which it goes on: $numWorkers, $collector',
  { timeout: 30_000 },
  async (parallel) => {
    const { tokens, settings } = faultyTraining('throw', 2);
    const whole = await train(join(folder, `${Object.values(parallel)} never`), settings);
    const path = join(folder, `${Object.values(parallel)} always`);
    addTokens(tokens, 100);
    const failing = train(path, { ...settings, ...parallel });
    await expect(failing).rejects.toThrow(WorkerError);
    await expect(failing).rejects.toThrow(/environment 0 .*, step \d of its episode: Error: the spring is broken/);
    const saved = join(path, 'checkpoints', `step-${2 * batch}.safetensors`);
    expect(await loadCheckpoint(saved)).toMatchObject({ step: 2 * batch, header: { updates: 2 } });
    while (takeToken(tokens));
    const { scalars } = await train(path, settings);
    expect(scalars).toEqual(whole.scalars.filter(({ step }) => step > 2 * batch));
    expect(bytesOf(path)).toEqual(bytesOf(whole.path));
  },
);
