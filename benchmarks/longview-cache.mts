/**
 * What a cache of inner simulations could save in `longplay train longview`, which has none: how often a state comes back
 * in the same bucket, how far the answer at the bucket's centre is from the state's own, and how long a step takes with
 * 50 inner paths and with one, of which a cache that always hits could save no more than the difference.
 *
 * node --conditions=@longplay/source benchmarks/longview-cache.mts
 */
import { newBatchStep, registeredEnvironments } from '@longplay/envs';
import { defaultMarket, drawProfile, household, InnerSimulation, prospectsOf } from '@longplay/envs/longview';
import { Random } from '@longplay/runtime';
import { median } from '../testing/median.ts';

const rows = 256;
const spec = registeredEnvironments().find(({ id }) => id === 'LongView-v0')!;
const batchOf = (profiles: number, innerPaths: number) =>
  spec.makeBatch!(rows, spec.options!.parse({ profiles, innerPaths }));

/** A bucket is 5 % of wealth wide, and a tenth of each share. */
const WEALTH_STEP = Math.log(1.05);
const SHARES = 10;

/** Plays random actions around the equal mix, as a policy does at the beginning; calls back after each step. */
function play(
  profiles: number,
  innerPaths: number,
  steps: number,
  seen?: (row: number, state: unknown) => void,
): number {
  const batch = batchOf(profiles, innerPaths);
  const out = newBatchStep(batch, rows);
  const random = Random.from(1);
  for (let row = 0; row < rows; row++) batch.reset(row, row, out);
  const actions = new Float32Array(rows * batch.actionSize);
  let milliseconds = 0;
  for (let step = 0; step < steps; step++) {
    for (let i = 0; i < actions.length; i++) actions[i] = 0.3 * random.normal();
    const begun = performance.now();
    batch.step(actions, out);
    milliseconds += performance.now() - begun;
    if (seen !== undefined) for (let row = 0; row < rows; row++) seen(row, batch.saveState!(row));
  }
  return (1000 * milliseconds) / (steps * rows);
}

interface Seen {
  readonly household: number;
  readonly books: {
    readonly year: number;
    readonly taxable: number;
    readonly deferred: number;
    readonly exempt: number;
  };
  readonly allocation: readonly number[];
}

/** The share of states whose bucket has been seen before, in so many steps. */
function hitRate(profiles: number, steps: number): number {
  const keys = new Set<string>();
  play(profiles, 1, steps, (_row, state) => {
    const { household: index, books, allocation } = state as Seen;
    const wealth = Math.round(Math.log(books.taxable + books.deferred + books.exempt + 1000) / WEALTH_STEP);
    keys.add([index, books.year, wealth, ...allocation.map((share) => Math.round(SHARES * share))].join(' '));
  });
  return 1 - keys.size / (steps * rows);
}

/** Root mean square of how the probability of success changes from a state to its bucket's centre, and between two sets of 50 paths. */
function errors(): { bucket: number; sampling: number } {
  const market = defaultMarket();
  const simulation = new InnerSimulation(market, { years: 85, paths: 50 });
  const exact = new InnerSimulation(market, { years: 85, paths: 1000 });
  const out = new Float64Array(5);
  const ask = (
    of: InnerSimulation,
    prospects: ReturnType<typeof prospectsOf>,
    wealth: number,
    shares: readonly number[],
  ) => {
    of.estimate(prospects, 0, wealth, Float64Array.from(shares), 0, out);
    return out[0]!;
  };
  const random = Random.from(2);
  let [bucket, sampling] = [0, 0];
  const count = 2000;
  for (let i = 0; i < count; i++) {
    const prospects = prospectsOf(household(drawProfile(Random.from(0, 0, i % 100))), market);
    const wealth = 20_000 * Math.exp(4 * random.float());
    const centre = Math.exp(WEALTH_STEP * Math.round(Math.log(wealth + 1000) / WEALTH_STEP)) - 1000;
    const equities = random.float();
    const rounded = Math.round(SHARES * equities) / SHARES;
    const own = ask(exact, prospects, wealth, [equities, 1 - equities, 0]);
    bucket += (ask(exact, prospects, centre, [rounded, 1 - rounded, 0]) - own) ** 2;
    sampling += (ask(simulation, prospects, wealth, [equities, 1 - equities, 0]) - own) ** 2;
  }
  return { bucket: Math.sqrt(bucket / count), sampling: Math.sqrt(sampling / count) };
}

play(10, 50, 20);
const pairs = Array.from({ length: 5 }, () => [play(10, 50, 100), play(10, 1, 100)] as const);
const [full, one] = [0, 1].map((i) => median(pairs.map((pair) => pair[i]!)));
console.log(
  `a step: ${full!.toFixed(2)} us with 50 inner paths, ${one!.toFixed(2)} us with one (medians of 5, in turn)`,
);
for (const profiles of [10, 100, 2000]) {
  const rates = [400, 1600].map(
    (steps) => `${(100 * hitRate(profiles, steps)).toFixed(0)} % in ${steps * rows} states`,
  );
  console.log(`${profiles} households: seen before ${rates.join(', ')}`);
}
const { bucket, sampling } = errors();
console.log(
  `probability of success: ${bucket.toFixed(3)} from the bucket's centre, ${sampling.toFixed(3)} from 50 paths in place of 1000`,
);
