/**
 * Iterations a second, and seconds to an exploitability, beside the public solvers:
 *   node --conditions=@longplay/source benchmarks/mccfr-vs-peers/run.mts [ROUNDS [SECONDS]]
 * OpenSpiel's C++ solvers come from PyPI, the Rust crate `cfr` is built with cargo where there is one. One thread each; a
 * second is one of the process's own processor time, so that other work on the machine counts for less. Medians of ROUNDS,
 * in which the programs take turns. An iteration updates both players.
 *
 * Of the whole game: CFR+ of OpenSpiel, the crate's discounted CFR, which is its fastest, and our CFR+ and predictive
 * CFR+. The crate and ours solve the very same tree.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  cfrPlus,
  CHANCE,
  compile,
  exploitability,
  externalSampling,
  makeGame,
  NODE_FIELDS,
  predictiveCfrPlus,
  TERMINAL,
  type CompiledGame,
  type Solver,
} from '@longplay/mccfr';
import { pythonWith } from '../../testing/python.ts';
import { median } from '../../testing/median.ts';

const ROUNDS = Number(process.argv[2] ?? 3);
const SECONDS = Number(process.argv[3] ?? 0.4);
const TARGETS = [0.01, 0.001];
const PACKAGES = { openSpiel: '2.0.2', crate: '0.6.2' };

/** Our names, and OpenSpiel's. */
const games: Readonly<Record<string, string>> = {
  kuhn: 'kuhn_poker',
  leduc: 'leduc_poker',
  'leduc-merged': 'leduc_poker(suit_isomorphism=True)',
};

/** Iterations a second, and the seconds to each target. */
interface Measured {
  readonly speed: number;
  readonly targets: readonly number[];
}

type Measure = () => Promise<Measured>;

const execute = promisify(execFile);
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

async function program(file: string, args: readonly string[]): Promise<Measured> {
  const { stdout } = await execute(file, args);
  return JSON.parse(stdout) as Measured;
}

/** The crate's program, built; undefined without cargo. */
async function buildCrate(): Promise<string | undefined> {
  try {
    const target = here('../../node_modules/.cache/longplay/crate-cfr');
    await execute('cargo', ['build', '--release', '--locked', '--quiet', '--target-dir', target], {
      cwd: here('crate-cfr'),
    });
    return join(target, 'release/crate-cfr');
  } catch (error) {
    process.stderr.write(`without the crate cfr: ${(error as Error).message}\n`);
    return undefined;
  }
}

/** The tree as the crate's program reads it. */
function treeOf({ nodes, utilities, chanceProbability }: CompiledGame): unknown[] {
  return Array.from({ length: nodes.length / NODE_FIELDS }, (_, node) => {
    const [turn, actions, first, where] = nodes.subarray(node * NODE_FIELDS) as unknown as [
      number,
      number,
      number,
      number,
    ];
    const next = Array.from({ length: actions }, (_each, action) => first + action);
    if (turn === TERMINAL) return ['end', utilities[where]];
    if (turn === CHANCE) return ['chance', next.map((child, i) => [chanceProbability[where + i], child])];
    return ['player', turn, where, next];
  });
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Our solver: its speed once warm, then a fresh one that looks at its exploitability ever more rarely. */
function ours(make: () => Solver, targets: readonly number[]): Measure {
  return async () => {
    const warm = make();
    warm.iterate(10);
    let step = 1;
    let spent = 0;
    while (spent < SECONDS) {
      step *= 2;
      const begun = cpuSeconds();
      warm.iterate(step);
      spent = cpuSeconds() - begun;
    }
    const fresh = make();
    let seconds = 0;
    let look = 10;
    const reached = targets.map((target) => {
      while (fresh.iterations === 0 || exploitability(fresh.game, fresh.averageStrategy()) > target) {
        const begun = cpuSeconds();
        fresh.iterate(Math.max(1, Math.floor(look) - fresh.iterations));
        seconds += cpuSeconds() - begun;
        look *= 1.1;
      }
      return seconds;
    });
    return { speed: step / spent, targets: reached };
  };
}

const python = await pythonWith([`open_spiel==${PACKAGES.openSpiel}`]);
const crate = await buildCrate();
const folder = await mkdtemp(join(tmpdir(), 'mccfr-vs-peers-'));
const texts = TARGETS.map(String);
const rows: Record<string, string | number>[] = [];
for (const [name, spiel] of Object.entries(games)) {
  const game = compile(makeGame(name));
  const tree = join(folder, `${name}.json`);
  await writeFile(tree, JSON.stringify(treeOf(game)));
  const inSpiel = (algorithm: string, targets: readonly string[]): Record<string, Measure> => {
    const args = ['-B', here('openspiel.py'), spiel, algorithm, String(SECONDS), ...targets];
    return python === undefined ? {} : { OpenSpiel: () => program(python, args) };
  };
  const inCrate = (method: string, targets: readonly string[]): Record<string, Measure> =>
    crate === undefined ? {} : { 'crate cfr': () => program(crate, [tree, method, String(SECONDS), ...targets]) };

  const whole = {
    ...inSpiel('cfr+', texts),
    ...inCrate('full', texts),
    'ours, CFR+': ours(() => cfrPlus(game), TARGETS),
    'ours, PCFR+': ours(() => predictiveCfrPlus(game), TARGETS),
  };
  const sampled = {
    ...inSpiel('external', []),
    ...inCrate('external', []),
    ours: ours(() => externalSampling(game), []),
  };
  for (const [kind, measures] of Object.entries({ whole, 'external sampling': sampled })) {
    for (const [solver, found] of Object.entries(await takeTurns(measures))) rows.push(row(name, kind, solver, found));
    process.stderr.write(`measured: ${name}, ${kind}\n`);
  }
}
await rm(folder, { recursive: true });
console.log(
  `Node ${process.version}, OpenSpiel ${PACKAGES.openSpiel}, crate cfr ${PACKAGES.crate}, ${cpus()[0]!.model}; one thread, medians of ${ROUNDS} rounds, seconds of processor time`,
);
console.table(rows);

async function takeTurns(measures: Record<string, Measure>): Promise<Record<string, Measured>> {
  const found: Record<string, Measured[]> = {};
  for (let round = 0; round < ROUNDS; round++) {
    for (const [solver, measure] of Object.entries(measures)) (found[solver] ??= []).push(await measure());
  }
  return Object.fromEntries(
    Object.entries(found).map(([solver, each]) => [
      solver,
      {
        speed: median(each.map(({ speed }) => speed)),
        targets: each[0]!.targets.map((_, target) => median(each.map(({ targets }) => targets[target]!))),
      },
    ]),
  );
}

function row(game: string, kind: string, solver: string, { speed, targets }: Measured) {
  const seconds = targets.map((value, target) => [`s to ${TARGETS[target]}`, Number(value.toPrecision(2))]);
  return { game, kind, solver, 'iterations/s': Number(speed.toPrecision(3)), ...Object.fromEntries(seconds) };
}
