import { existsSync, readFileSync } from 'node:fs';
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compile, kuhn, loadStrategy, namedStrategy } from '@longplay/mccfr';
import { ConfigurationError, LongplayError, readStatus, RunDirectoryError, silentLogger } from '@longplay/runtime';
import { describe, expect, it, vi } from 'vitest';
import { evaluate } from './commands/evaluate.ts';
import { solve } from './commands/solve.ts';
import { longplay, start, temporaryFolder, until } from './fixtures/longplay.ts';
import { finalSnapshot, scalars } from './fixtures/solve-run.ts';
import { describeSolveDryRun, solveDryRun, type SolveDryRun } from './solve/dry-run.ts';
import { solveGame } from './solve/solve-game.ts';
import { planSolving, type SolveTaskFlags } from './solve/solve-task.ts';

vi.setConfig({ testTimeout: 60_000 }); // processes, on a busy machine

/** Solves without a process of its own; with `until` it is stopped after so many iterations. */
async function run(game: string | undefined, flags: Partial<SolveTaskFlags>, { until: end = Infinity } = {}) {
  const stop = new AbortController();
  const task = await planSolving(game, { resume: false, tensorboard: true, ...flags });
  const onStart = () => (progress: { readonly work: { readonly iterations: number } }) => {
    if (progress.work.iterations >= end) stop.abort();
  };
  return (await solveGame(task, { logger: silentLogger, signal: stop.signal, onStart })).report;
}

it('a run directory holds configuration, status, snapshot and events; the strategy is in a file and in the run', async () => {
  const folder = await temporaryFolder();
  const [logdir, strategy] = [join(folder, 'run'), join(folder, 'strategy.json')];
  const flags = ['--algorithm', 'cfr+', '--iterations', '100', '--evaluate-every', '50', '--logdir', logdir];
  const { code, stdout, stderr } = await longplay('solve', 'kuhn', ...flags, '--strategy', strategy, '--json');
  expect(code).toBe(0);
  const report = JSON.parse(stdout) as Record<string, unknown>;
  expect(report).toMatchObject({ iterations: 100, logdir });
  for (const part of ['Longplay solve kuhn', 'cores', '12 infosets', 'algorithm: cfr+']) expect(stderr).toContain(part);

  const names = await readdir(logdir);
  expect(names.filter((name) => !name.startsWith('events.'))).toEqual(['checkpoints', 'config.yaml', 'status.json']);
  expect(await readdir(join(logdir, 'checkpoints'))).toEqual(['final.safetensors']);
  const { exploitability } = report;
  expect(await readStatus(logdir)).toMatchObject({
    state: 'finished',
    step: 100,
    job: 'solve kuhn cfr+',
    exploitability,
  });
  const found = await scalars(logdir);
  const tags = ['eval/exploitability', 'eval/nash_conv', 'eval/value', 'solver/utility', 'solver/infosets_touched'];
  const memory = ['memory/tables', 'memory/bytes_per_action'];
  expect([...found.keys()]).toEqual([50, 100].flatMap((step) => [...tags, ...memory].map((tag) => `${tag} ${step}`)));
  // OpenSpiel 2.0.2, CFR+ after 100 iterations.
  expect(found.get('eval/exploitability 100')).toBeCloseTo(0.001194404, 8);
  expect(found.get('eval/nash_conv 100')).toBeCloseTo(2 * 0.001194404, 8);

  const game = compile(kuhn());
  expect(JSON.parse(await readFile(strategy, 'utf8'))).toEqual({
    game: 'kuhn',
    algorithm: 'cfr+',
    iterations: 100,
    exploitability,
    value: report['value'],
    strategy: namedStrategy(game, await loadStrategy(game, logdir)),
  });
  const listed = await longplay('runs', folder, '--json');
  expect(JSON.parse(listed.stdout)).toMatchObject([
    { job: 'solve kuhn cfr+', state: 'finished', step: 100, exploitability },
  ]);
});

it('without --logdir nothing is written', async () => {
  const folder = await temporaryFolder();
  await start(['solve', 'kuhn', '--iterations', '10'], { cwd: folder }).done;
  expect(await readdir(folder)).toEqual([]);
});

it('Ctrl-C finishes the step, saves, tells what there is and how to go on', async () => {
  const logdir = join(await temporaryFolder(), 'run');
  const flags = ['--time-budget', '60', '--snapshot-interval', '0.1', '--logdir', logdir];
  const running = start(['solve', 'leduc-merged', ...flags]);
  await until(() => existsSync(join(logdir, 'checkpoints')) && running.stderr().includes('timeBudget: 60'));
  running.process.kill('SIGINT');
  const { code, stdout, stderr } = await running.done;
  expect(code).toBe(130);
  expect(stdout).toMatch(/^exploitability +\d/m);
  expect(stderr).toContain(`continue with: npx longplay solve --resume --logdir ${logdir}`);
  expect(await readStatus(logdir)).toMatchObject({ state: 'interrupted' });
});

describe('stopped and continued, a run is the same to the last bit', () => {
  it.each<[string, Partial<SolveTaskFlags>, stopAfter: number]>([
    ['kuhn', { algorithm: 'cfr' }, 333],
    ['leduc-merged', { algorithm: 'pcfr+', iterations: '300' }, 100],
    ['leduc-merged', { algorithm: 'os-mccfr', seed: '4', iterations: '50000', alpha: 'infinity' }, 20_000],
    ['kuhn-3p', { algorithm: 'es-mccfr', sync: 'merge', batchSize: '10', iterations: '2000', gamma: '1' }, 700],
  ])('%s, %j', async (game, flags, stopAfter) => {
    const folder = await temporaryFolder();
    const [straight, stopped] = [join(folder, 'straight'), join(folder, 'stopped')];
    const { iterations } = await run(game, { ...flags, logdir: straight });
    const paused = await run(game, { ...flags, logdir: stopped }, { until: stopAfter });
    expect(paused.iterations).toBeLessThan(iterations);
    // The run knows its game and its flags.
    await run(undefined, { resume: true, logdir: stopped });
    expect(finalSnapshot(stopped).equals(finalSnapshot(straight))).toBe(true);
    expect(await scalars(stopped)).toEqual(await scalars(straight));
  });

  it('a run that is finished stays as it is, or goes on for longer', async () => {
    const folder = await temporaryFolder();
    const [straight, extended] = [join(folder, 'straight'), join(folder, 'extended')];
    await run('kuhn', { iterations: '2000', logdir: straight });
    const first = await run('kuhn', { targetExploitability: '0.01', logdir: extended });
    const before = finalSnapshot(extended);
    const again = await run('kuhn', { resume: true, logdir: extended });
    expect([again.iterations, again.seconds]).toEqual([first.iterations, first.seconds]);
    expect(finalSnapshot(extended).equals(before)).toBe(true);
    const longer = await run(undefined, { resume: true, logdir: extended, iterations: '2000' });
    expect(longer.seconds).toBeGreaterThan(first.seconds);
    expect(finalSnapshot(extended).equals(finalSnapshot(straight))).toBe(true);
  });
});

describe('a dry run', () => {
  it('tells sizes, memory and duration, and writes nothing', async () => {
    const folder = await temporaryFolder();
    const flags = ['--algorithm', 'es-mccfr', '--sync', 'merge', '--num-workers', '2', '--logdir', 'run', '--dry-run'];
    const { code, stdout } = await start(['solve', 'leduc', ...flags, '--json'], { cwd: folder }).done;
    expect(code).toBe(0);
    const plan = JSON.parse(stdout) as SolveDryRun;
    expect(plan).toMatchObject({ game: 'leduc', algorithm: 'es-mccfr', workers: 2, iterations: 100_000 });
    expect(plan.sizes).toMatchObject({ infosets: 936, actions: 2184, tableBytes: 16 * (2184 + 2) });
    expect(plan.seconds).toBeCloseTo(100_000 / plan.iterationsPerSecond, 6);
    expect(await readdir(folder)).toEqual([]);
  });

  it('of a run that goes on tells what is left', async () => {
    const logdir = join(await temporaryFolder(), 'run');
    await run('kuhn', { iterations: '300', logdir });
    const flags = { resume: true, tensorboard: true, logdir, iterations: '1000' };
    const task = await planSolving(undefined, flags);
    const plan = await solveDryRun(task, { logger: silentLogger, signal: new AbortController().signal });
    expect(plan.iterations).toBe(700);
    const lines = describeSolveDryRun({ ...plan, iterationsPerSecond: 70, seconds: 10 });
    expect(lines.at(-1)).toBe('duration    10 s; 70 iterations a second, measured');
  });
});

/** A game in which one stops, or leaves it to the other. */
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

/** Tries to go on with a run. */
const resume = (logdir: string, game?: string, flags: Partial<SolveTaskFlags> = {}) =>
  solve(game, { resume: true, dryRun: false, tensorboard: true, logLevel: 'silent', logdir, ...flags });

describe('what is another run is refused', () => {
  it('by its flags, or by what has saved it, as wrong flags are; the run is as it was', async () => {
    const folder = await temporaryFolder();
    const [logdir, other] = [join(folder, 'run'), join(folder, 'other')];
    await run('kuhn', { algorithm: 'cfr+', iterations: '50', logdir });
    await run('leduc-merged', { algorithm: 'cfr', iterations: '5', logdir: other });
    const before = await readFile(join(logdir, 'status.json'), 'utf8');
    const evaluation = { episodes: '1', seed: '0', stochastic: false, render: false, logLevel: 'silent' } as const;
    for (const [attempt, message] of [
      [() => resume(logdir, 'leduc'), /game leduc is given, and the run in .* is one of game kuhn/],
      [() => resume(logdir, undefined, { algorithm: 'cfr' }), /algorithm cfr is given, .* is one of algorithm cfr\+/],
      [() => resume(logdir, undefined, { seed: '1' }), /seed 1 is given, .* is one of seed 0/],
      [() => resume(logdir, undefined, { alpha: '1' }), /alpha 1 is given, .* began without it/],
      [() => evaluate(logdir, evaluation), /is a run of longplay solve, and trains no policy/],
    ] as const) {
      const failure: unknown = await attempt().catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(ConfigurationError);
      expect((failure as Error).message).toMatch(message);
    }
    expect(await readFile(join(logdir, 'status.json'), 'utf8')).toBe(before);

    await copyFile(join(other, 'checkpoints', 'final.safetensors'), join(logdir, 'checkpoints', 'final.safetensors'));
    const refused = resume(logdir, undefined, { iterations: '60' });
    await expect(refused).rejects.toBeInstanceOf(ConfigurationError);
    await expect(refused).rejects.toThrow('expected cfr+ of kuhn, found cfr of leduc-merged');
    expect((await readStatus(logdir))!.state).toBe('finished');
  });

  it('a directory with a run, without --resume; one with none, or with a training, with it', async () => {
    const folder = await temporaryFolder();
    const logdir = join(folder, 'run');
    await run('kuhn', { iterations: '1', logdir });
    await expect(run('kuhn', { logdir })).rejects.toBeInstanceOf(RunDirectoryError);
    await expect(run('kuhn', { logdir })).rejects.toThrow('already holds a run');
    await expect(resume(join(folder, 'none'))).rejects.toThrow('is no run and holds none');
    await writeFile(join(logdir, 'config.yaml'), 'algorithm: ppo\n');
    await expect(resume(logdir)).rejects.toThrow('not of longplay solve');
  });

  it('a game whose file has changed since', async () => {
    const folder = await temporaryFolder();
    const [file, logdir] = [join(folder, 'coin.json'), join(folder, 'run')];
    await writeFile(file, JSON.stringify(coin(2)));
    await run(file, { logdir });
    await writeFile(file, JSON.stringify(coin(3)));
    const refused = resume(logdir, undefined, { iterations: '2000' });
    await expect(refused).rejects.toBeInstanceOf(ConfigurationError);
    await expect(refused).rejects.toThrow('expected coin, found another game of this name');
  });

  it('a damaged snapshot, which is no matter of flags', async () => {
    const logdir = join(await temporaryFolder(), 'run');
    await run('kuhn', { logdir });
    const file = join(logdir, 'checkpoints', 'final.safetensors');
    const bytes = readFileSync(file);
    bytes[bytes.length - 1]! ^= 1;
    await writeFile(file, bytes);
    const failure: unknown = await resume(logdir, undefined, { iterations: '2000' }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(LongplayError);
    expect(failure).not.toBeInstanceOf(ConfigurationError);
    expect((failure as Error).message).toContain('is damaged');
  });
});

it('numbers that leave the range of doubles are an error', async () => {
  const folder = await temporaryFolder();
  const file = join(folder, 'huge.json');
  const far = 1.7e308;
  const { nodes } = coin(-far);
  await writeFile(file, JSON.stringify({ ...coin(0), nodes: { ...nodes, z: { utilities: [-far, far] } } }));
  await expect(run(file, { logdir: join(folder, 'run') })).rejects.toThrow(/NashConv is (NaN|Infinity) after/);
  expect(await readStatus(join(folder, 'run'))).toMatchObject({ state: 'failed' });
});
