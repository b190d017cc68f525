import { readFileSync } from 'node:fs';
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compile, kuhn, loadStrategy, namedStrategy } from '@longplay/mccfr';
import { readStatus } from '@longplay/runtime';
import { readEvents } from '@longplay/tensorboard-logger';
import { describe, expect, it, vi } from 'vitest';
import { longplay, start, temporaryFolder, until } from './fixtures/longplay.ts';

vi.setConfig({ testTimeout: 120_000 }); // processes, on a busy machine

const final = (logdir: string) => readFileSync(join(logdir, 'checkpoints', 'final.safetensors'));

/** Every scalar of a run that follows from the seed, by tag and step. */
async function scalars(logdir: string): Promise<Map<string, number>> {
  const all = new Map<string, number>();
  for await (const event of readEvents(logdir)) {
    const timed = event.kind === 'scalar' && /^(time|workers)\/|resident/.test(event.tag);
    if (event.kind === 'scalar' && !timed) all.set(`${event.tag} ${event.step}`, event.value);
  }
  return all;
}

it('a run directory holds configuration, status, snapshot and events; the strategy is in a file and in the run', async () => {
  const folder = await temporaryFolder();
  const [logdir, strategy] = [join(folder, 'run'), join(folder, 'strategy.json')];
  const flags = ['--algorithm', 'cfr+', '--iterations', '100', '--evaluate-every', '50'];
  const places = ['--logdir', logdir, '--strategy', strategy];
  const { code, stdout, stderr } = await longplay('solve', 'kuhn', ...flags, ...places, '--json');
  expect(code).toBe(0);
  const report = JSON.parse(stdout) as Record<string, unknown>;
  expect(report).toMatchObject({ iterations: 100, logdir });
  for (const part of ['Longplay solve kuhn', 'cores', '12 infosets', 'algorithm: cfr+']) expect(stderr).toContain(part);

  const names = await readdir(logdir);
  expect(names.filter((name) => !name.startsWith('events.'))).toEqual(['checkpoints', 'config.yaml', 'status.json']);
  expect(await readdir(join(logdir, 'checkpoints'))).toEqual(['final.safetensors']);
  const { exploitability } = report;
  expect(await readStatus(logdir)).toMatchObject({ state: 'finished', step: 100, job: 'solve kuhn', exploitability });
  const found = await scalars(logdir);
  expect([...found.keys()]).toEqual(
    [50, 100].flatMap((step) =>
      [
        'eval/exploitability',
        'eval/nash_conv',
        'eval/value',
        'solver/utility',
        'solver/infosets_touched',
        'memory/tables',
        'memory/bytes_per_action',
      ].map((tag) => `${tag} ${step}`),
    ),
  );
  // OpenSpiel 2.0.2, CFR+ after 100 iterations.
  expect(found.get('eval/exploitability 100')).toBeCloseTo(0.001194404, 8);
  expect(found.get('eval/nash_conv 100')).toBeCloseTo(2 * 0.001194404, 8);

  const written = JSON.parse(await readFile(strategy, 'utf8')) as Record<string, unknown>;
  const game = compile(kuhn());
  expect(written).toEqual({
    game: 'kuhn',
    algorithm: 'cfr+',
    iterations: 100,
    exploitability,
    value: report['value'],
    strategy: namedStrategy(game, await loadStrategy(game, logdir)),
  });
  const listed = await longplay('runs', folder, '--json');
  expect(JSON.parse(listed.stdout)).toMatchObject([
    { job: 'solve kuhn', state: 'finished', step: 100, exploitability },
  ]);
});

describe('stopped and continued, a run is the same to the last bit', () => {
  const merge = ['--sync', 'merge', '--num-workers', '2', '--gamma', '1'];
  it.each([
    ['SIGINT', 130, /^stopped in order after [\d,]+ iterations; continue with: npx longplay solve --resume --logdir/m],
    ['SIGTERM', 143, /^stopped in order/m],
    ['SIGKILL', null, /^Longplay solve/],
  ] as const)('%s, exit code %s', async (signal, exitCode, told) => {
    const [algorithm, iterations, ...flags] = {
      SIGINT: ['pcfr+', '20000'],
      SIGTERM: ['os-mccfr', '3000000', '--seed', '4'],
      SIGKILL: ['es-mccfr', '12000', ...merge],
    }[signal] as [string, string, ...string[]];
    const folder = await temporaryFolder();
    const [straight, stopped] = [join(folder, 'straight'), join(folder, 'stopped')];
    const solve = ['solve', 'leduc-merged', '--algorithm', algorithm, '--iterations', iterations, ...flags];
    const run = [...solve, '--snapshot-interval', '0.05', '--logdir'];
    expect((await longplay(...run, straight)).code).toBe(0);

    const running = start([...run, stopped]);
    await until(async () => (await readdir(join(stopped, 'checkpoints')).catch(() => [])).length > 1);
    running.process.kill(signal);
    const { code, stderr } = await running.done;
    expect([code, stderr]).toEqual([exitCode, expect.stringMatching(told)]);
    const status = await readStatus(stopped);
    expect(status!.state).toBe('interrupted');
    expect(status!.step).toBeLessThan(Number(iterations));
    // Without a name: the run knows its game. Workers may be others.
    expect((await longplay('solve', '--resume', '--logdir', stopped, '--num-workers', '1')).code).toBe(0);
    expect(final(stopped).equals(final(straight))).toBe(true);
    expect(await scalars(stopped)).toEqual(await scalars(straight));
  });

  it('a run that is finished stays as it is, or goes on for longer', async () => {
    const folder = await temporaryFolder();
    const [straight, extended] = [join(folder, 'straight'), join(folder, 'extended')];
    await longplay('solve', 'kuhn', '--iterations', '2000', '--logdir', straight);
    await longplay('solve', 'kuhn', '--iterations', '500', '--logdir', extended);
    const before = final(extended);
    const again = await longplay('solve', 'kuhn', '--resume', '--logdir', extended, '--json');
    expect([again.code, (JSON.parse(again.stdout) as { iterations: number }).iterations]).toEqual([0, 500]);
    expect(final(extended).equals(before)).toBe(true);
    expect((await longplay('solve', '--resume', '--logdir', extended, '--iterations', '2000')).code).toBe(0);
    expect(final(extended).equals(final(straight))).toBe(true);
  });
});

/** A game in which one may bluff. */
const coin = (stake: number) => ({
  name: 'coin',
  players: 2,
  root: 'a',
  nodes: {
    a: { player: 0, infoset: 'a', actions: { stop: 'z', go: 'b' } },
    b: { player: 1, infoset: 'b', actions: { fold: 'w', call: 'l' } },
    z: { utilities: [0, 0] },
    w: { utilities: [1, -1] },
    l: { utilities: [-stake, stake] },
  },
});

describe('what is another run is refused', () => {
  it('by its flags, or by what has saved it: exit code 2, and the run is as it was', async () => {
    const folder = await temporaryFolder();
    const [logdir, other] = [join(folder, 'run'), join(folder, 'other')];
    await longplay('solve', 'kuhn', '--algorithm', 'cfr+', '--iterations', '50', '--logdir', logdir);
    await longplay('solve', 'leduc-merged', '--algorithm', 'cfr', '--iterations', '5', '--logdir', other);
    const before = await readFile(join(logdir, 'status.json'), 'utf8');
    for (const [args, ...parts] of [
      [['solve', 'leduc', '--resume', '--logdir', logdir], 'game leduc is given', 'is one of game kuhn'],
      [['solve', '--algorithm', 'cfr', '--resume', '--logdir', logdir], 'algorithm cfr is given', 'algorithm cfr+'],
      [['solve', '--seed', '1', '--resume', '--logdir', logdir], 'seed 1 is given', 'is one of seed 0'],
      [['train', '--resume', '--logdir', logdir], 'is a run of longplay solve', 'solve --resume'],
      [['evaluate', logdir], 'is a run of longplay solve, and trains no policy'],
    ] satisfies [string[], ...string[]][]) {
      const { code, stdout, stderr } = await longplay(...args);
      for (const part of parts) expect(stderr).toContain(part);
      expect(stderr).not.toMatch(/^\s+at /m);
      expect([code, stdout]).toEqual([2, '']);
    }
    expect(await readFile(join(logdir, 'status.json'), 'utf8')).toBe(before);

    await copyFile(join(other, 'checkpoints', 'final.safetensors'), join(logdir, 'checkpoints', 'final.safetensors'));
    const refused = await longplay('solve', '--resume', '--logdir', logdir, '--iterations', '60');
    expect(refused.stderr).toContain('expected cfr+ of kuhn, found cfr of leduc-merged');
    expect([refused.code, (await readStatus(logdir))!.state]).toEqual([2, 'finished']);
  });

  it('a directory with a run, without --resume; one with none, or with a training, with it', async () => {
    const folder = await temporaryFolder();
    const logdir = join(folder, 'run');
    const training = ['--total-timesteps', '1000', '--set', 'bandit.pulls=500', '--set', 'evaluation.episodes=10'];
    await longplay('train', 'bandit', '--logdir', logdir, ...training);
    for (const [code, args, part] of [
      [1, ['kuhn', '--logdir', logdir], 'already holds a run'],
      [1, ['--resume', '--logdir', join(folder, 'none')], 'is no run and holds none'],
      [2, ['--resume', '--logdir', logdir], 'is a run of the job bandit, not of longplay solve'],
    ] as const) {
      const refused = await longplay('solve', ...args);
      expect(refused.stderr).toContain(part);
      expect(refused.code).toBe(code);
    }
  });

  it('a game whose file has changed since', async () => {
    const folder = await temporaryFolder();
    const [file, logdir] = [join(folder, 'coin.json'), join(folder, 'run')];
    await writeFile(file, JSON.stringify(coin(2)));
    await longplay('solve', file, '--logdir', logdir);
    await writeFile(file, JSON.stringify(coin(3)));
    const { code, stderr } = await longplay('solve', '--resume', '--logdir', logdir, '--iterations', '2000');
    expect(stderr).toContain('expected coin, found another game of this name');
    expect(code).toBe(2);
  });
});
