import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compile, kuhn, matrixGame, type CompiledGame, type Solver } from '@longplay/mccfr';
import { ConfigurationError } from '@longplay/runtime';
import { describe, expect, it } from 'vitest';
import { solve, type SolveFlags } from './commands/solve.ts';
import { longplay, temporaryFolder } from './fixtures/longplay.ts';
import { makeSolver } from './solve/algorithms.ts';
import { loadGame } from './solve/load-game.ts';
import { idleFlags } from './solve/options.ts';
import { solvingReport, solvingSummary } from './solve/report.ts';
import { lookAt, nextLook, noWork, runSolver, type Budget, type Progress } from './solve/run-solver.ts';

// Processes of their own: slow where the machine is busy.
const patience = 60_000;

// OpenSpiel 2.0.2: CFR+ with alternating updates on Kuhn poker.
it(
  'solve --json has the fields of its contract, and the digits of another implementation',
  async () => {
    const flags = ['--algorithm', 'cfr+', '--iterations', '100'];
    const { code, stdout, stderr } = await longplay('solve', 'kuhn', ...flags, '--json');
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toEqual({
      game: 'kuhn',
      algorithm: 'cfr+',
      infosets: 12,
      iterations: 100,
      seconds: expect.any(Number),
      iterationsPerSecond: expect.any(Number),
      exploitability: expect.closeTo(0.001194, 6),
      nashConv: expect.closeTo(0.0023888, 6),
      value: expect.closeTo(-1 / 18, 2),
      utility: expect.closeTo(-1 / 18, 2),
      infosetsTouched: 12,
      tableBytes: 416,
      bytesPerInfosetAction: expect.closeTo(416 / 24, 6),
      residentBytes: expect.any(Number),
      twoPlayerZeroSum: true,
    });
  },
  patience,
);

it(
  'solve tells of its workers, and of a value for each of three players',
  async () => {
    const sampled = ['--algorithm', 'es-mccfr', '--sync', 'merge', '--num-workers', '2', '--iterations', '150'];
    const { code, stdout, stderr } = await longplay('solve', 'kuhn-3p', ...sampled, '--json');
    expect(code).toBe(0);
    expect(stderr).toContain('self-test: 2 of 2 workers (threads) computed the right answer');
    expect(JSON.parse(stdout)).toMatchObject({
      iterations: 150,
      value: [expect.any(Number), expect.any(Number), expect.any(Number)],
      utility: [expect.any(Number), expect.any(Number), expect.any(Number)],
      workers: 2,
      workerShares: [expect.any(Number), expect.any(Number)],
      mergeSeconds: expect.any(Number),
      infosetsTouched: expect.any(Number),
    });
  },
  patience,
);

describe('a budget', () => {
  it('of exploitability ends at the same iteration every time', async () => {
    const game = compile(kuhn());
    for (const algorithm of ['pcfr+', 'es-mccfr']) {
      const target = { exploitability: 0.01 };
      const first = await run(makeSolver(game, { algorithm, seed: 1 }), target);
      expect(first.look!.exploitability).toBeLessThanOrEqual(0.01);
      expect(first.work.iterations).toBeLessThan(1e6);
      const { work } = await run(makeSolver(game, { algorithm, seed: 1 }), target);
      expect(work.iterations).toBe(first.work.iterations);
    }
  });

  it('of iterations is kept exactly, one of time soon', async () => {
    const game = compile(kuhn());
    for (const algorithm of ['cfr', 'os-mccfr']) {
      const { work } = await run(makeSolver(game, { algorithm, seed: 1 }), { iterations: 1234 });
      expect(work.iterations).toBe(1234);
    }
    const { work } = await run(makeSolver(game, { algorithm: 'dcfr', seed: 1 }), { seconds: 0.1 });
    expect(work.seconds).toBeGreaterThanOrEqual(0.1);
  });

  it('that is spent leaves nothing to do', async () => {
    const solver = makeSolver(compile(kuhn()), { algorithm: 'cfr', seed: 1 });
    solver.iterate(10);
    for (const spent of [{ iterations: 10 }, { seconds: 5 }]) await run(solver, spent, noWork(10, 5));
    expect(solver.iterations).toBe(10);
  });
});

describe('what fits the algorithm and the game', () => {
  it('external sampling averages in full from three players on, unless told otherwise', () => {
    const choice = { algorithm: 'es-mccfr', seed: 1 };
    expect(makeSolver(compile(kuhn()), choice).name).toContain('simple averaging');
    expect(makeSolver(compile(kuhn({ players: 3 })), choice).name).toContain('full averaging');
    expect(makeSolver(compile(kuhn({ players: 3 })), { ...choice, averaging: 'simple' }).name).toContain('simple');
    expect(makeSolver(compile(kuhn({ players: 3 })), { ...choice, algorithm: 'os-mccfr' }).name).toContain('simple');
  });

  it('flags of sampling have no effect on an algorithm that visits the whole game', () => {
    const given = { tensorboard: true, seed: '3', sync: 'merge', batchSize: '10', numWorkers: '2' } as const;
    expect(idleFlags('cfr', given)).toEqual(['--seed', '--num-workers', '--sync', '--batch-size']);
    expect(idleFlags('cfr', { tensorboard: true, numWorkers: '1' })).toEqual([]);
    expect(idleFlags('es-mccfr', given)).toEqual([]);
  });

  it('a summary says where exploitability need not fall', () => {
    expect(summaryOf(compile(kuhn()))).not.toContain('need not fall');
    expect(summaryOf(compile(kuhn({ players: 3 })))).toContain('need not fall to 0');
    expect(summaryOf(compile(matrixGame([[1, 0]], { columnUtilities: [[1, 0]] })))).toContain('need not fall to 0');
  });
});

describe('looks', () => {
  it('follow from the iterations alone: each, then every twentieth', () => {
    expect([0, 1, 2, 38, 39, 40, 41, 42].map((iterations) => nextLook(iterations))).toEqual([
      1, 2, 3, 39, 40, 42, 42, 44,
    ]);
    const late = nextLook(1_000_000);
    expect(nextLook(late) / late).toBeCloseTo(1.05, 4);
    expect([0, 99, 100, 101].map((iterations) => nextLook(iterations, 100))).toEqual([100, 100, 200, 200]);
  });

  it('of a solver that goes on are those of one that never stopped', async () => {
    const game = compile(kuhn());
    const straight = await looksOf(makeSolver(game, { algorithm: 'cfr+', seed: 1 }), 500);
    const paused = makeSolver(game, { algorithm: 'cfr+', seed: 1 });
    const looks = [...(await looksOf(paused, 333)), ...(await looksOf(paused, 500))];
    expect(new Map(looks)).toEqual(straight);
  });
});

describe('what is wrong is told before any work', () => {
  const flags: SolveFlags = {
    resume: false,
    dryRun: false,
    tensorboard: true,
    logLevel: 'silent',
  };

  it.each<[string, Partial<SolveFlags>, string]>([
    ['kunh', {}, 'unknown game "kunh"; did you mean "kuhn"?'],
    ['kuhn', { algorithm: 'cfr++' }, 'unknown algorithm "cfr++"; did you mean "cfr+"?'],
    ['kuhn', { algorithm: 'cfr', alpha: '1' }, '--alpha is given, and cfr has no such exponent'],
    ['kuhn', { gamma: '-1' }, '--gamma is -1'],
    ['kuhn', { gamma: 'infinity' }, '--gamma is infinity'],
    ['kuhn', { iterations: '0' }, '--iterations is 0'],
    ['kuhn', { timeBudget: '0' }, '--time-budget is 0'],
    ['kuhn', { targetExploitability: 'low' }, '--target-exploitability is low'],
    ['kuhn', { evaluateEvery: '-5' }, '--evaluate-every is -5'],
    ['kuhn', { seed: '1.5' }, '--seed is 1.5'],
    ['kuhn', { numWorkers: '-1' }, '--num-workers is -1'],
    ['kuhn', { batchSize: '0' }, '--batch-size is 0'],
    ['kuhn', { tasks: 'many' }, '--tasks is many'],
    ['kuhn', { snapshotInterval: '0', logdir: 'never' }, '--snapshot-interval is 0'],
    ['kuhn', { snapshotInterval: '5' }, 'without --logdir nothing is saved'],
    ['kuhn', { resume: true }, '--resume of what?'],
    ['kuhn', { strategy: 'no/such/folder/s.json' }, 'there is no folder no/such/folder'],
    ['kuhn', { algorithm: 'es-mccfr', workerKind: 'processes' }, 'processes has no memory in common'],
    ['absent.json', {}, 'absent.json: it does not exist'],
  ])('%s %j', async (game, wrong, message) => {
    const failure = await solve(game, { ...flags, ...wrong }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ConfigurationError);
    expect((failure as Error).message).toContain(message);
  });

  it('without a game', async () => {
    await expect(solve(undefined, flags)).rejects.toMatchObject({
      message: 'solve what?',
      cure: expect.stringContaining('leduc-merged'),
    });
  });

  it('in a game of a file', async () => {
    const file = join(await temporaryFolder(), 'pennies.json');
    const pennies = {
      name: 'pennies',
      players: 2,
      root: 'first',
      nodes: {
        first: { player: 0, infoset: 'first', actions: { heads: 'h', tails: 't' } },
        h: { player: 1, infoset: 'second', actions: { heads: 'same', tails: 'different' } },
        t: { player: 1, infoset: 'second', actions: { heads: 'different', tails: 'same' } },
        same: { utilities: [-1, 1] },
        different: { utilities: [1, -1] },
      },
    };
    await writeFile(file, JSON.stringify(pennies));
    expect(compile(await loadGame(file)).infosetNames).toEqual(['first', 'second']);
    await writeFile(file, JSON.stringify({ ...pennies, root: 'nowhere' }));
    await expect(loadGame(file)).rejects.toThrow('node "nowhere": it is the root, and is missing');
    await writeFile(file, '{ "name": ');
    await expect(loadGame(file)).rejects.toThrow('is no JSON');
    await writeFile(file, ' ');
    await expect(loadGame(file)).rejects.toThrow('is empty');
    await writeFile(file, `\uFEFF${JSON.stringify(pennies)}`);
    expect((await loadGame(file)).name).toBe('pennies');
  });
});

/** What a person is told of a game that nobody has worked on. */
function summaryOf(game: CompiledGame): string {
  const look = lookAt(makeSolver(game, { algorithm: 'cfr', seed: 0 }));
  const work = noWork(0, 0);
  return solvingSummary(solvingReport({ game: '', algorithm: 'cfr' }, game, look, work, work)).join('\n');
}

/** The exploitability at each look. */
async function looksOf(solver: Solver, iterations: number): Promise<Map<number, number>> {
  const looks = new Map<number, number>();
  for await (const { look } of runSolver(solver, { iterations, seconds: Infinity }, {})) {
    if (look !== undefined) looks.set(look.iterations, look.exploitability);
  }
  return looks;
}

/** Runs a solver to its budget; the last it tells. */
async function run(solver: Solver, budget: Partial<Budget>, before = noWork(0, 0)): Promise<Progress> {
  let last: Progress = { work: before };
  const whole = { iterations: 1e9, seconds: Infinity, ...budget };
  for await (last of runSolver(solver, whole, { workers: 1 }, before));
  return last;
}
