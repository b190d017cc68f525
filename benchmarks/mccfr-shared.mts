/**
 * Exploitability for the same time: external sampling on liar's dice, by one worker and by two on one table.
 *   node --conditions=@longplay/source benchmarks/mccfr-shared.mts [SEEDS [FACES [SECONDS...]]]
 * One and two take turns, seed by seed; times are by the clock, of sampling alone, so that nothing else should run.
 */
import { cpus } from 'node:os';
import { compile, emptyTables, exploitability, externalSampling, liarsDice, sampleInParallel } from '@longplay/mccfr';

const SEEDS = Number(process.argv[2] ?? 5);
const FACES = Number(process.argv[3] ?? 6);
const SECONDS = process.argv.length > 4 ? process.argv.slice(4).map(Number) : [0.5, 1, 2];
const game = compile(liarsDice({ faces: FACES }));

/** The exploitability when so many seconds of sampling are over, and the iterations a second in all. */
async function sample(workers: number, seed: number): Promise<{ after: number[]; speed: number }> {
  const solver = externalSampling(game, { seed, tables: emptyTables(game, { shared: true }) });
  const after: number[] = [];
  let seconds = 0;
  for await (const batch of sampleInParallel(solver, { iterations: 1e9, workers })) {
    seconds += batch.seconds;
    while (seconds >= SECONDS[after.length]!) after.push(exploitability(game, solver.averageStrategy()));
    if (after.length === SECONDS.length) break;
  }
  return { after, speed: solver.iterations / seconds };
}

const found = new Map<number, { after: number[]; speed: number }[]>([[1, []], [2, []]]); // prettier-ignore
for (let seed = 0; seed < SEEDS; seed++) {
  for (const [workers, runs] of found) runs.push(await sample(workers, seed));
}

/** The mean and its standard error, to three digits. */
function summary(values: readonly number[]): string {
  const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
  const squares = values.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  const error = Math.sqrt(squares / Math.max(1, values.length - 1) / values.length);
  return `${mean.toPrecision(3)} ± ${error.toPrecision(2)}`;
}

console.log(
  `${FACES} faces; Node ${process.version}, ${cpus()[0]!.model}, means of ${SEEDS} seeds with their standard errors`,
);
const rows: Record<string, string | number>[] = [];
for (const [workers, runs] of found) {
  const row: Record<string, string | number> = { workers, 'iterations/s': summary(runs.map(({ speed }) => speed)) };
  for (const [index, seconds] of SECONDS.entries()) {
    row[`after ${seconds} s`] = summary(runs.map(({ after }) => after[index]!));
  }
  rows.push(row);
}
console.table(rows);
