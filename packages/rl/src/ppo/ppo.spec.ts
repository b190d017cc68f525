import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileFolder } from '../../../../testing/temporary-folder.ts';
import { newTokens } from '../fixtures/tokens.ts';
import { bytesOf, checkpointFile, fixture, train, valuesOf, type Settings } from '../fixtures/training.ts';
import { loadCheckpoint } from './checkpoint.ts';

/** Everything at once: masks, parts of the reward, all ways to end, normalisation, schedules, evaluations. */
const settings: Settings = {
  environment: fixture('clockwork'),
  environments: 6,
  ppo: { steps: 96, minibatch: 576, epochs: 2, learningRate: { linear: [3e-3, 0] } }, // three shards a minibatch
  policy: { hidden: [16] },
  normalization: { observations: true, rewards: true },
  evaluation: { every: 1000, trainingEpisodes: 7 },
  totalTimesteps: 5 * 576,
};
/** Chance and real actions, by an environment that keeps its own random stream. */
const pendulum: Settings = {
  ...settings,
  environment: 'Pendulum-v1',
  environments: 3,
  ppo: { steps: 80, minibatch: 60, epochs: 2, learningRate: 0.2 }, // too much: it is warned of
  totalTimesteps: 6 * 240,
};

const folder = await fileFolder();
const at = (name: string) => join(folder, name);

/** A run in the main thread, made once. */
const baseline = () => (alone ??= train(at('alone'), settings));
let alone: ReturnType<typeof train> | undefined;

describe('the same seed', () => {
  it.each([
    { numWorkers: 3, workerKind: 'threads', collector: 'workers' },
    { numWorkers: 2, workerKind: 'processes', collector: 'workers' },
    { numWorkers: 2, workerKind: 'threads', collector: 'central' },
  ] as const)(
    'gives the same bits: $numWorkers $workerKind, acting in $collector',
    { timeout: 30_000 },
    async (parallel) => {
      const expected = await baseline();
      const { scalars, path, warnings } = await train(at(Object.values(parallel).join()), { ...settings, ...parallel });
      expect(scalars).toEqual(expected.scalars);
      expect(bytesOf(path)).toEqual(bytesOf(expected.path));
      expect(bytesOf(path, 'best')).toEqual(bytesOf(expected.path, 'best'));
      expect(warnings).toEqual(expected.warnings);
    },
  );

  it('gives the same bits again, and another seed other ones', async () => {
    const expected = await baseline();
    const again = await train(at('again'), settings);
    expect(again.scalars).toEqual(expected.scalars);
    expect(bytesOf(again.path)).toEqual(bytesOf(expected.path));
    const other = await train(at('other'), { ...settings, seed: 2 });
    expect(valuesOf(other, 'rollout/ep_rew_mean')).not.toEqual(valuesOf(expected, 'rollout/ep_rew_mean'));
  });
});

describe('a run that was stopped', () => {
  it.each([
    { name: 'the clockwork', options: settings, stops: [1] },
    { name: 'the clockwork', options: settings, stops: [2, 2] },
    { name: 'Pendulum-v1', options: pendulum, stops: [1, 1, 3] },
  ])(
    'and resumed gives the bits of one in one go: $name, stopped after $stops updates',
    async ({ name, options, stops }) => {
      const whole = await train(at(`whole ${name} ${stops.length}`), options);
      const path = at(`parts ${name} ${stops.length}`);
      const [scalars, warnings]: [unknown[], string[]] = [[], []];
      for (const updates of [...stops, Infinity]) {
        const part = await train(path, options, { updates });
        scalars.push(...part.scalars);
        warnings.push(...part.warnings);
      }
      expect(scalars).toEqual(whole.scalars);
      expect(warnings).toEqual(whole.warnings);
      expect(bytesOf(path)).toEqual(bytesOf(whole.path));
      expect(bytesOf(path, 'best')).toEqual(bytesOf(whole.path, 'best'));
    },
  );

  it('goes on from its newest checkpoint that is whole, and repeats what is lost', async () => {
    const whole = await baseline();
    const path = at('damaged');
    await train(path, { ...settings, checkpointEvery: 576 }, { updates: 3 });
    await writeFile(join(path, 'checkpoints', `step-${3 * 576}.safetensors`), 'not whole');
    const resumed = await train(path, settings);
    expect(resumed.warnings[0]).toContain('skipped a snapshot that cannot be loaded');
    expect(resumed.scalars[0]?.step).toBe(3 * 576);
    expect(bytesOf(path)).toEqual(bytesOf(whole.path));
  });

  it('starts new episodes, and says so, where the environment cannot save its state', async () => {
    const environment = fixture('forgetful');
    // Episodes that never end, and no discount: the sum of the rewards that the scaling goes by is the episode's own.
    const forgetful = { ...settings, environment, environmentOptions: { lengths: [1e6] }, evaluation: {} };
    const options = { ...forgetful, ppo: { ...settings.ppo, gamma: 1 } };
    const path = at('forgetful');
    await train(path, options, { updates: 3 });
    const resumed = await train(path, options);
    expect(resumed.warnings).toContain(`${environment} cannot save its state: the resumed run starts new episodes`);
    expect(resumed.scalars.at(-1)?.step).toBe(settings.totalTimesteps);
    const { header } = await loadCheckpoint(checkpointFile(path));
    const stands = header.environments.map(({ environment: state, length }) => [state, length]);
    expect(stands).toEqual(Array.from({ length: 6 }, () => [null, 2 * 96]));
    header.rewards.discounted.forEach((sum, i) =>
      expect(sum).toBeCloseTo(header.environments[i]!.agents[0]!.reward, 9),
    );
  });
});

describe('a finished run', () => {
  const short: Settings = { ...pendulum, evaluation: {}, totalTimesteps: 3 * 240 };

  it('goes on when it gets more timesteps, as if it had had them from the start', async () => {
    const path = at('extended');
    const first = await train(path, short);
    const second = await train(path, { ...short, totalTimesteps: 5 * 240 });
    const whole = await train(at('whole'), { ...short, totalTimesteps: 5 * 240 });
    expect([...first.scalars, ...second.scalars]).toEqual(whole.scalars);
    expect(bytesOf(path)).toEqual(bytesOf(whole.path));
  });

  it('that is resumed as it is changes nothing', async () => {
    const path = at('finished');
    await train(path, short);
    const before = bytesOf(path);
    expect((await train(path, short)).scalars).toEqual([]);
    expect(bytesOf(path)).toEqual(before);
  });
});

it.each([1, 2])('closes every environment that it opens, with %d workers', async (numWorkers) => {
  const open = newTokens(folder, 0);
  const counted = { ...settings, environment: fixture('counted'), environmentOptions: { folder: open }, numWorkers };
  await train(at(`counted ${numWorkers}`), { ...counted, totalTimesteps: 576 });
  expect(await readdir(open)).toEqual([]);
});
