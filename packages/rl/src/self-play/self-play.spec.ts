import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileFolder } from '../../../../testing/temporary-folder.ts';
import { newTokens } from '../fixtures/tokens.ts';
import { bytesOf, checkpointFile, fixture, train, valuesOf, type Settings } from '../fixtures/training.ts';
import { loadCheckpoint } from '../ppo/checkpoint.ts';
import { fitRatings, type Games } from './rating.ts';
import { headToHead, type HeadToHeadResult } from './head-to-head.ts';

/** Everything at once: matches of both kinds, masks, parts of the reward, lengths and ends of episodes, normalisation. */
const settings: Settings = {
  environment: fixture('duel'),
  environmentOptions: { lengths: [8, 5, 11], cutsOff: true },
  environments: 8,
  ppo: { steps: 32, minibatch: 128, epochs: 2, learningRate: 3e-3, gamma: 0.5 },
  policy: { hidden: [8] },
  normalization: { observations: true, rewards: true },
  selfPlay: { share: 0.25, every: 512, pool: 3, ratingGames: 20 },
  evaluation: { every: 512, trainingEpisodes: 3 },
  totalTimesteps: 8 * 256,
};
const twoOnTwo: Settings = { ...settings, environmentOptions: { lengths: [8, 5, 11], cutsOff: true, side: 2 } };

const folder = await fileFolder();
const at = (name: string) => join(folder, name);

/** Runs in the main thread, each made once. */
const made = new Map<Settings, ReturnType<typeof train>>();
function baseline(options: Settings): ReturnType<typeof train> {
  const run = made.get(options) ?? train(at(`alone ${made.size}`), options);
  made.set(options, run);
  return run;
}

describe('the same seed', () => {
  it.each([
    { name: 'one on one', options: settings, numWorkers: 2, workerKind: 'threads', collector: 'workers' },
    { name: 'one on one', options: settings, numWorkers: 2, workerKind: 'processes', collector: 'workers' },
    { name: 'one on one', options: settings, numWorkers: 2, workerKind: 'threads', collector: 'central' },
    { name: 'two on two', options: twoOnTwo, numWorkers: 3, workerKind: 'threads', collector: 'workers' },
  ] as const)(
    'gives the same bits: $name, $numWorkers $workerKind, acting in $collector',
    { timeout: 30_000 },
    async ({ name, options, ...parallel }) => {
      const expected = await baseline(options);
      const { scalars, path } = await train(at([name, ...Object.values(parallel)].join()), { ...options, ...parallel });
      expect(scalars).toEqual(expected.scalars);
      expect(bytesOf(path)).toEqual(bytesOf(expected.path));
      expect(bytesOf(path, 'best')).toEqual(bytesOf(expected.path, 'best'));
    },
  );

  it.each([{ stops: [1] }, { stops: [3, 2] }])(
    'gives them to a run that was stopped after $stops updates and resumed',
    async ({ stops }) => {
      const whole = await baseline(settings);
      const path = at(`parts ${stops.length}`);
      const scalars: unknown[] = [];
      for (const updates of [...stops, Infinity]) scalars.push(...(await train(path, settings, { updates })).scalars);
      expect(scalars).toEqual(whole.scalars);
      expect(bytesOf(path)).toEqual(bytesOf(whole.path));
      expect(bytesOf(path, 'best')).toEqual(bytesOf(whole.path, 'best'));
    },
  );

  it('gives them though a worker was lost in a rollout', { timeout: 30_000 }, async () => {
    const tokens = newTokens(folder, 1);
    const whole = await baseline(settings);
    const options = { ...settings, environmentOptions: { ...settings.environmentOptions, tokens }, numWorkers: 2 };
    const { scalars, warnings } = await train(at('lost'), options);
    expect(warnings.join()).toContain('exited with code 3; starting a fresh one');
    expect(scalars).toEqual(whole.scalars);
  });
});

describe('a training by self-play', () => {
  it('plays the share against older versions, who are in the checkpoint with what was played', async () => {
    const { path, scalars } = await baseline(settings);
    const { header, arrays, step } = await loadCheckpoint(checkpointFile(path));
    expect(header.teams).toEqual([0, 1]);
    expect(header.environments.map(({ agents }) => agents.length)).toEqual([2, 2, 1, 2, 1]);
    const { versions, games, rating } = header.selfPlay!;
    expect(versions.map(({ timesteps }) => timesteps)).toEqual([0, 1024, 2048]);
    expect(arrays.poolParameters).toHaveLength(3 * arrays.parameters.length);
    expect(arrays.poolParameters.slice(-arrays.parameters.length)).toEqual(arrays.parameters);
    expect(versions.at(-1)!.observations).toBe(step);
    // Each version that was rated when it entered has played those before it; 512 and 1536 are not kept.
    expect(games.map(({ player, opponent }) => [player, opponent])).toEqual([
      [1024, 0],
      [2048, 0],
      [2048, 1024],
    ]);
    const ratings = scalars.filter(({ tag }) => tag === 'skill/rating').map(({ value }) => value);
    expect(ratings).toHaveLength(4);
    expect([rating!.rating, header.best]).toEqual([ratings.at(-1), Math.max(...ratings)]);
  });

  it('logs parts of the reward that sum to its mean', async () => {
    for (const options of [settings, twoOnTwo]) {
      const trained = await baseline(options);
      const [hits, conceded, total] = ['hits', 'conceded', 'total'].map((part) =>
        valuesOf(trained, `reward/${part}_mean`),
      );
      expect(total).toHaveLength(8);
      for (const [i, sum] of total!.entries()) expect(hits![i]! + conceded![i]!).toBeCloseTo(sum, 9);
    }
  });

  it('without an older version in play is one in which everyone learns', async () => {
    const selfPlay = { ...settings.selfPlay, share: 0 };
    const { path } = await train(at('share 0'), { ...settings, selfPlay, totalTimesteps: 512 });
    const { header } = await loadCheckpoint(checkpointFile(path));
    expect(header.environments.map(({ agents }) => agents.length)).toEqual([2, 2, 2, 2]);
    const { path: plain } = await train(at('plain'), { ...settings, selfPlay: undefined, totalTimesteps: 512 });
    const [own, other] = [await loadCheckpoint(checkpointFile(path)), await loadCheckpoint(checkpointFile(plain))];
    expect(other.header.selfPlay).toBeNull();
    expect(own.arrays.parameters).toEqual(other.arrays.parameters);
  });

  it('goes on with new episodes where states cannot be saved, and still with its pool', async () => {
    const options = { ...settings, environmentOptions: { lengths: [8], savesState: false } };
    const path = at('forgetful');
    await train(path, options, { updates: 5 });
    const before = await loadCheckpoint(checkpointFile(path, 5 * 256));
    const { warnings } = await train(path, options);
    expect(warnings.join()).toContain('cannot save its state: the resumed run starts new episodes');
    const after = await loadCheckpoint(checkpointFile(path));
    const size = before.arrays.parameters.length;
    expect(after.arrays.poolParameters.slice(0, size)).toEqual(before.arrays.poolParameters.slice(0, size));
  });
});

/** What the rating says must hold in games that it has not seen. */
it('makes a last version whose rating lies above the first one, also in games of other seeds', async () => {
  const trained = await train(at('learns'), {
    ...settings,
    ppo: { ...settings.ppo, epochs: 6 },
    totalTimesteps: 16 * 256,
  });
  const rating = valuesOf(trained, 'skill/rating').at(-1)!;
  const error = valuesOf(trained, 'skill/rating_error').at(-1)!;
  expect(rating - 2 * error).toBeGreaterThan(0);
  const final = checkpointFile(trained.path);
  const games = 200;
  const fresh: Games[] = [];
  const winShares: HeadToHeadResult['winShare'][] = [];
  for (const opponentVersion of [0, 1]) {
    const result = await headToHead({ checkpoint: final, opponent: final, opponentVersion, games, seed: 99 });
    const points = result.wins + result.draws / 2;
    fresh.push({ player: 2, opponent: opponentVersion, games, points });
    winShares.push(result.winShare);
  }
  expect(winShares[0]!.low).toBeGreaterThan(0.5);
  const unseen = fitRatings([0, 1, 2], fresh).get(2)!;
  expect(unseen.rating - 2 * unseen.error).toBeGreaterThan(0);
});
