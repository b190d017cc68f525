import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readEvents } from '@longplay/tensorboard-logger';
import { expect, it, vi } from 'vitest';
import { longplay, temporaryFolder } from './fixtures/longplay.ts';

vi.setConfig({ testTimeout: 60_000 });

const job = fileURLToPath(new URL('fixtures/echo-match/echo-match.yaml', import.meta.url));
const train = (logdir: string, ...flags: string[]) =>
  longplay('train', job, '--logdir', logdir, '--num-workers', '1', ...flags);

it('trains by self-play, says who plays whom, and plays the result against its first version', async () => {
  const folder = await temporaryFolder();
  const run = join(folder, 'run');
  const { code, stderr } = await train(run);
  expect([code, stderr]).toEqual([
    0,
    expect.stringMatching(
      /^ {2}matches +6 learning agents: 2 matches in which both sides learn, 2 in which one side plays older versions$/m,
    ),
  ]);
  expect(stderr).toMatch(/^ {2}rating +\d+ ± \d+ points of Elo above its first version$/m);
  const ratings: number[] = [];
  for await (const event of readEvents(run)) {
    if (event.kind === 'scalar' && event.tag === 'skill/rating') ratings.push(event.value);
  }
  expect(ratings).toHaveLength(4);

  const games = ['--episodes', '60', '--json'];
  const first = await longplay('evaluate', run, '--opponent', run, '--opponent-version', '0', ...games);
  expect(first.code).toBe(0);
  const result = JSON.parse(first.stdout) as Record<'games' | 'wins' | 'draws' | 'losses', number>;
  expect(result).toMatchObject({
    job: expect.stringContaining('echo-match'),
    games: 60,
    winShare: { mean: (result.wins + result.draws / 2) / 60, low: expect.any(Number), high: expect.any(Number) },
    episodes: 60,
    meanReward: expect.any(Number),
    stdReward: expect.any(Number),
    rewards: expect.toSatisfy((rewards: number[]) => rewards.length === 60),
    meanLength: 6,
    checkpoint: join(run, 'checkpoints/best.safetensors'),
    opponent: join(run, 'checkpoints/best.safetensors'),
  });
  expect(result.wins + result.draws + result.losses).toBe(60);
  expect(result.wins).toBeGreaterThan(3 * result.losses);
  const file = join(run, 'checkpoints/final.safetensors');
  const again = await longplay('evaluate', run, '--checkpoint', 'final', '--opponent', file, '--episodes', '8');
  expect([again.code, again.stderr]).toEqual([
    0,
    expect.stringMatching(/\d wins, \d draws, \d losses: [\d.]+ % of the points \(95 %: [\d.]+ to [\d.]+ %\)/),
  ]);
});

it('refuses an opponent that cannot be played', async () => {
  const folder = await temporaryFolder();
  const run = join(folder, 'run');
  await train(run, '--total-timesteps', '192', '--set', 'evaluation.every=0');
  const cases = [
    [['--opponent-version', '0'], 2, 'there is no --opponent'],
    [['--opponent', run, '--render'], 2, '--opponent plays games of two trained policies, and shows none of them'],
    [['--opponent', run, '--stochastic'], 2, '--stochastic has no meaning with --opponent'],
    [['--opponent', run, '--opponent-version', '5'], 2, "the opponent's checkpoint has no version 5: it keeps 1"],
    [['--opponent', join(folder, 'none')], 1, 'is no run and holds none'],
  ] as const;
  for (const [flags, exitCode, message] of cases) {
    const { code, stderr } = await longplay('evaluate', run, ...flags);
    expect([code, stderr]).toEqual([exitCode, expect.stringContaining(message)]);
  }
});

it('takes as many environments as suit the workers, where it is told to', async () => {
  const { code, stdout } = await train('unused', '--dry-run', '--json', '--set', 'environments=auto');
  expect([code, JSON.parse(stdout)]).toEqual([
    0,
    expect.objectContaining({ sizes: expect.objectContaining({ environments: 15 }) }),
  ]);
});

it('names what is wrong with a job by self-play, before anything is written', async () => {
  const folder = await temporaryFolder();
  const cases = [
    ['selfPlay.share=1.5', 'selfPlay.share is 1.5: Too big: expected number to be <=1'],
    ['environments=many', "environments is 'many': must be a whole number from 1 to 65536, or auto"],
    ['environment=CartPole-v1', 'selfPlay needs two teams of one size'],
  ] as const;
  for (const [setting, message] of cases) {
    const { code, stderr } = await train(join(folder, 'run'), '--set', setting);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  }
});
