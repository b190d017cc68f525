/**
 * Nanoseconds a return of correlated lognormal market paths, beside NumPy:
 *   node --conditions=@longplay/source benchmarks/markets-vs-numpy.mts
 * PATHS paths of 40 years, three assets and inflation, into memory that is there already; one core. Medians of ROUNDS in
 * which the programs take turns; of each round the best of 3, by processor time, so that other work on the machine counts
 * for less. NumPy draws standard normals, multiplies by the Cholesky factor, adds the mean and takes the exponential, all
 * of it in place, in parts that stay in the processor's cache; BLAS with one thread. Then two worker threads beside one,
 * by the clock.
 */
import { execFile } from 'node:child_process';
import { cpus } from 'node:os';
import { promisify } from 'node:util';
import { defaultMarket, newPaths, newSharedPaths, openMarketWorkers, type Precision } from '@longplay/envs/longview';
import { pythonWith } from '../testing/python.ts';

const ROUNDS = 7;
const TRIES = 3;
const PATHS = 100_000;
const YEARS = 40;
/** Fewer paths and many rounds: one of them may find both cores free. */
const SCALING_PATHS = 25_000;
const SCALING_ROUNDS = 100;

const market = defaultMarket();
const returns = PATHS * YEARS * (market.assets.length + 1);

/** Prints ns a return of each generator and precision, as JSON. */
const PEER = `
import json, os, sys, time
os.environ["OPENBLAS_NUM_THREADS"] = "1"
import numpy as np
paths, years, tries = map(int, sys.argv[1:])
series, part = 4, 500 * years
factor = np.array([[.14, 0, 0, 0], [.018, .055, 0, 0], [0, 0, .01, 0], [0, 0, 0, .01]])
mean = np.array([.058, .028, .02, .02])
best = {}
for generator in (np.random.PCG64, np.random.SFC64):
    for dtype in (np.float64, np.float32):
        draw = np.random.Generator(generator(1)).standard_normal
        transposed, m = factor.T.astype(dtype).copy(), mean.astype(dtype)
        out, z = np.empty((paths * years, series), dtype), np.empty((part, series), dtype)
        seconds = []
        for _ in range(tries):
            start = time.process_time()
            for first in range(0, paths * years, part):
                draw(out=z, dtype=dtype)
                x = out[first:first + part]
                np.matmul(z, transposed, out=x)
                x += m
                np.exp(x, out=x)
            seconds.append(time.process_time() - start)
        best[f"{generator.__name__} {dtype.__name__}"] = min(seconds) / (paths * years * series) * 1e9
print(json.dumps(best))
`;
import { median } from '../testing/median.ts';

const best = (measure: () => number): number => Math.min(...Array.from({ length: TRIES }, measure));
/** A function that measures one precision, by processor time. */
function ours(precision: Precision): () => number {
  const out = newPaths(market, { years: YEARS, paths: PATHS, precision });
  let seed = 0;
  return () => {
    const start = process.cpuUsage();
    market.fill(seed++, 0, out);
    const { user, system } = process.cpuUsage(start);
    return ((user + system) * 1000) / returns;
  };
}

async function numpy(python: string): Promise<Record<string, number>> {
  const { stdout } = await promisify(execFile)(python, ['-c', PEER, ...[PATHS, YEARS, TRIES].map(String)]);
  return JSON.parse(stdout) as Record<string, number>;
}

/** Nanoseconds a return by the clock, of one worker (the main thread) and of two, in turns: the best of each. */
async function scaling(precision: Precision): Promise<{ one: number; two: number }> {
  await using one = await openMarketWorkers(market, 1);
  await using two = await openMarketWorkers(market, 2);
  const out = newSharedPaths(market, { years: YEARS, paths: SCALING_PATHS, precision });
  const least = { one: Infinity, two: Infinity };
  for (let round = 0; round < SCALING_ROUNDS; round++) {
    for (const [name, workers] of [
      ['one', one],
      ['two', two],
    ] as const) {
      const start = performance.now();
      await workers.fill(round, out);
      least[name] = Math.min(least[name], ((performance.now() - start) * 1e6) / out.growth.length);
    }
  }
  return least;
}

const rounded = (value: number) => Number(value.toFixed(2));

const python = await pythonWith(['numpy==2.4.6']);
const measures = { double: ours('double'), single: ours('single') };
for (const measure of Object.values(measures)) best(measure); // warms up
const speeds: { double: number[]; single: number[]; peer: Record<string, number[]> } = {
  double: [],
  single: [],
  peer: {},
};
for (let round = 0; round < ROUNDS; round++) {
  speeds.double.push(best(measures.double));
  speeds.single.push(best(measures.single));
  if (python === undefined) continue;
  for (const [name, value] of Object.entries(await numpy(python))) (speeds.peer[name] ??= []).push(value);
}
const ratioTo = (own: readonly number[], peer: readonly number[]) =>
  rounded(median(own.map((value, round) => peer[round]! / value)));

console.log(
  `Node ${process.version}, ${cpus()[0]!.model}; ns a return, medians of ${ROUNDS} rounds; ratios are times NumPy’s speed`,
);
console.table([
  { program: 'ours, double (TypeScript)', 'ns a return': rounded(median(speeds.double)) },
  { program: 'ours, single (WebAssembly)', 'ns a return': rounded(median(speeds.single)) },
  ...Object.entries(speeds.peer).map(([name, values]) => ({
    program: `NumPy 2.4.6, ${name}`,
    'ns a return': rounded(median(values)),
    'ours, double': name.endsWith('float64') ? ratioTo(speeds.double, values) : '-',
    'ours, single': ratioTo(speeds.single, values),
  })),
]);
console.log(`Two worker threads beside one, by the clock, best of ${SCALING_ROUNDS}:`);
const rows = [];
for (const precision of ['single', 'double'] as const) {
  const { one, two } = await scaling(precision);
  rows.push({ precision, 'one, ns': rounded(one), 'two, ns': rounded(two), speedup: rounded(one / two) });
}
console.table(rows);
