import { join } from 'node:path';
import type { Logger } from '@longplay/runtime';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../../testing/temporary-folder.ts';
import { compile } from '../compile.ts';
import { exploitability } from '../evaluation/best-response.ts';
import { leducMerged } from '../games/leduc.ts';
import { liarsDice } from '../games/liars-dice.ts';
import { externalSampling } from '../solvers/external-sampling.ts';
import { outcomeSampling } from '../solvers/outcome-sampling.ts';
import type { SamplingSolver } from '../solvers/sampling-solver.ts';
import { emptyTables } from '../solvers/solver.ts';
import { linear } from '../solvers/weighting.ts';
import { sampleInParallel, type ParallelSamplingOptions, type ParallelUpdate } from './sample-in-parallel.ts';

const leduc = compile(leducMerged());
const dice = compile(liarsDice({ faces: 5 })); // 5120 infosets

async function run(solver: SamplingSolver, options: ParallelSamplingOptions): Promise<ParallelUpdate[]> {
  const updates: ParallelUpdate[] = [];
  for await (const update of sampleInParallel(solver, options)) updates.push(update);
  return updates;
}

const ends = async (solver: SamplingSolver, options: ParallelSamplingOptions) =>
  (await run(solver, options)).map(({ iterations }) => iterations);

const sampler = (seed = 1) =>
  externalSampling(leduc, {
    seed,
    weighting: linear(),
    discountEvery: 250,
    tables: emptyTables(leduc, { shared: true }),
  });

test('merge: the same bits for 1, 2 and 3 workers, and after a pause', async () => {
  const iterations = 1030; // the last batch and its last task are smaller
  const expected = sampler();
  await run(expected, { iterations, sync: 'merge' });
  for (const workers of [2, 3]) {
    const solver = sampler();
    const updates = await run(solver, { iterations, sync: 'merge', workers });
    expect(solver.tables).toEqual(expected.tables);
    expect(updates.at(-1)!.iterations).toBe(iterations);
    expect(updates[0]!.workerShares).toHaveLength(workers);
  }
  const paused = sampler();
  await run(paused, { iterations: 400, sync: 'merge' });
  await run(paused, { iterations: iterations - 400, sync: 'merge' });
  expect(paused.tables).toEqual(expected.tables);
}, 60_000);

test('merge: a run that is loaded into a solver of another seed goes on with its own streams', async () => {
  const path = join(await temporaryFolder(), 'solver.safetensors');
  const [straight, stopped, resumed] = [sampler(1), sampler(1), sampler(2)];
  await run(straight, { iterations: 400, sync: 'merge' });
  await run(stopped, { iterations: 200, sync: 'merge' });
  await stopped.save(path);
  await resumed.load(path);
  await run(resumed, { iterations: 200, sync: 'merge' });
  expect(resumed.tables).toEqual(straight.tables);
});

test('batches end at multiples of their length, and where the past loses weight', async () => {
  const solver = sampler(); // discounts every 250
  expect(await ends(solver, { iterations: 130, sync: 'merge' })).toEqual([100, 130]);
  expect(await ends(solver, { iterations: 200, sync: 'merge' })).toEqual([200, 250, 300, 330]);
  expect(await ends(sampler(), { iterations: 500 })).toEqual([250, 500]);
  expect(await ends(externalSampling(leduc), { iterations: 20_000 })).toEqual([16_000, 20_000]);
});

test('merge: the same bits in processes, one of which is killed, and its task done again by another', async () => {
  const expected = sampler();
  await run(expected, { iterations: 600, sync: 'merge' });
  const events: string[] = [];
  const warnings: string[] = [];
  const logger: Logger = {
    debug: (line) => void events.push(line),
    info() {},
    warn: (line) => void warnings.push(line),
    error() {},
  };
  const solver = sampler();
  let killed: number | undefined;
  const options: ParallelSamplingOptions = { iterations: 600, workers: 2, sync: 'merge', kind: 'processes', logger };
  for await (const update of sampleInParallel(solver, options)) {
    if (update.iterations !== 200) continue;
    killed = Number(/process (\d+)/.exec(events.join('\n'))![1]);
    process.kill(killed, 'SIGKILL');
  }
  expect(warnings).toEqual([expect.stringContaining(`(process ${killed}) failed in iterations from`)]);
  expect(solver.tables).toEqual(expected.tables);
}, 60_000);

/** What is left of sampled utilities after so many iterations, each of which fades them by a ten-thousandth. */
const fade = (iterations: number) => (1 - 1e-4) ** iterations;

test('merge: a batch is its tasks, each done on what was there before, added in their order', async () => {
  const solver = outcomeSampling(leduc, { seed: 7 });
  await run(solver, { iterations: 60, sync: 'merge', batchSize: 30, tasks: 2 });
  const expected = emptyTables(leduc);
  const sampled: Float64Array[] = [];
  for (const first of [0, 30]) {
    const task = outcomeSampling(leduc, { seed: 7 });
    task.seek(first);
    task.iterate(30);
    sampled.push(task.sampledUtilities());
    for (const name of ['regrets', 'strategySums'] as const) {
      for (const [at, value] of task.tables[name].entries()) expected[name][at]! += value;
    }
  }
  expect(solver.tables).toEqual(expected);
  for (const [player, utility] of solver.recentUtilities().entries()) {
    const [first, second] = sampled.map((each) => each[player]!) as [number, number];
    expect(utility).toBeCloseTo((first * fade(30) + second) / (1 - fade(60)), 12);
  }
});

test('shared: two workers solve liar’s dice; what they report', async () => {
  const game = dice;
  const solver = externalSampling(game, { seed: 1, tables: emptyTables(game, { shared: true }) });
  const lines: string[] = [];
  const note = (line: string) => void lines.push(line);
  const logger: Logger = { debug() {}, info: note, warn: note, error: note };
  const updates = await run(solver, {
    iterations: 2000,
    workers: 2,
    batchSize: 50,
    tasks: 20,
    evaluateEvery: 2000,
    logger,
  });
  expect(lines).toEqual([expect.stringContaining('self-test: 2 of 2 workers (threads)')]);
  expect(updates.map(({ iterations }) => iterations)).toEqual([1000, 2000]);
  expect(updates[0]).not.toHaveProperty('exploitability');
  const last = updates[1]!;
  expect(last.exploitability).toBe(exploitability(game, solver.averageStrategy()));
  expect(last.exploitability).toBeLessThan(0.3); // 0.8 at the beginning
  expect(last.tableBytes).toBe(16 * game.sequences);
  expect(last.infosetsTouched).toBeGreaterThan(updates[0]!.infosetsTouched);
  expect(last.infosetsTouched).toBeLessThanOrEqual(5120);
  expect(last.workerShares.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
  expect(Math.min(...last.workerShares)).toBeGreaterThan(0);
  expect(last.iterationsPerSecond).toBeCloseTo(1000 / last.seconds, 6);
}, 60_000);

test('shared: averages miss no iteration, and count none twice', async () => {
  const solver = externalSampling(dice, { seed: 1 });
  // After its roll the first player decides, in one infoset of its empty sequence: an iteration adds 1 there.
  const opening = dice.firstSequence[0]!;
  const first = [...dice.infosetParent.keys()].filter((infoset) => dice.infosetParent[infoset] === opening);
  expect(first).toHaveLength(5);
  for (const iterations of [1000, 2500]) {
    await run(solver, { iterations: iterations - solver.iterations, workers: 2, batchSize: 25, tasks: 20 });
    let total = 0;
    for (const infoset of first) {
      const sums = solver.tables.strategySums.subarray(dice.infosetStart[infoset], dice.infosetEnd[infoset]);
      total += sums.reduce((a, b) => a + b);
    }
    expect(total).toBeCloseTo(iterations, 8);
  }
}, 60_000);

test('shared: one worker where the table is small, with a line that says so; the same as the solver alone', async () => {
  const lines: string[] = [];
  const logger = { debug() {}, info: (line: string) => void lines.push(line), warn() {}, error() {} };
  const solver = sampler();
  const updates = await run(solver, { iterations: 1000, workers: 2, logger });
  expect(lines).toEqual([expect.stringMatching(/^leduc-merged has 288 infosets: below 5000, .* One worker is used/)]);
  expect(updates.at(-1)!.workerShares).toEqual([1]);
  const alone = sampler();
  alone.iterate(1000);
  expect(solver.tables).toEqual(alone.tables);
});

test('merge: no more workers than a batch has tasks, with a line that says so', async () => {
  const lines: string[] = [];
  const logger = { debug() {}, info: (line: string) => void lines.push(line), warn() {}, error() {} };
  const [update] = await run(sampler(), { iterations: 10, sync: 'merge', workers: 3, tasks: 1, batchSize: 10, logger });
  expect(lines[0]).toBe('3 workers are asked for, 1 used: a batch has no more tasks');
  expect(update!.workerShares).toEqual([1]);
});

test('a signal ends the run after the batch under way', async () => {
  const controller = new AbortController();
  const solver = sampler();
  for await (const update of sampleInParallel(solver, { iterations: 1e9, sync: 'merge', signal: controller.signal })) {
    if (update.iterations === 300) controller.abort();
  }
  expect(solver.iterations).toBe(300);
});

test('options that exclude each other are refused, with the cure', async () => {
  await expect(run(sampler(), { iterations: 1, kind: 'processes' })).rejects.toMatchObject({
    message: expect.stringContaining('no memory in common'),
    cure: expect.stringContaining("sync 'merge'"),
  });
  await expect(run(outcomeSampling(dice), { iterations: 1, workers: 2 })).rejects.toThrow('not in shared memory');
  await expect(run(sampler(), { iterations: 0 })).rejects.toThrow('iterations must be a whole number from 1; got 0');
  await expect(run(sampler(), { iterations: 1, tasks: 1.5 })).rejects.toThrow('tasks must be');
});
