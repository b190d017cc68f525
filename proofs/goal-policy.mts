/**
 * Shows what `longplay train longview/gbwm` learned beside the dynamic programme: plays both on the same fresh markets,
 * and writes the table and the picture of docs/longview.md.
 *
 * node --conditions=@longplay/source proofs/goal-policy.mts RUN… ; the picture is that of the first run.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { make } from '@longplay/envs';
import { bestFixedPortfolio, goalOptimum, goalPortfolios } from '@longplay/envs/longview';
import { episodeSeed, loadPolicy } from '@longplay/rl';
import { format, resolveConfig } from 'prettier';
import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';

const problem = { wealth: 100, goal: 200, years: 10, portfolios: goalPortfolios() };
const paths = 100_000;
/** Seed of the markets: none that a training or its evaluation has used. */
const freshSeed = 1_000_003;
const docs = join(import.meta.dirname, '../docs');

/** A portfolio for the wealth at the beginning of a year, counted from 0. */
type Choose = (year: number, wealth: number) => number;

/** [paths] 1 where the goal was reached; and the wealth at the beginning of each year, [years][paths]. */
function play(choose: Choose): { reached: Uint8Array; wealth: Float64Array[] } {
  const env = make('GoalsBasedWealth-v0', { wealth: problem.wealth, goal: problem.goal, years: problem.years });
  const reached = new Uint8Array(paths);
  const wealth = Array.from({ length: problem.years }, () => new Float64Array(paths));
  for (let path = 0; path < paths; path++) {
    let { observation } = env.reset({ seed: episodeSeed(freshSeed, path).environment });
    for (let year = 0; year < problem.years; year++) {
      const now = wealthOf(observation as Float32Array);
      wealth[year]![path] = now;
      const result = env.step(choose(year, now));
      observation = result.observation;
      reached[path] = result.reward;
    }
  }
  return { reached, wealth };
}

// The environment shows log(wealth / goal) in units of 0.2, and the fraction of the years that is left.
const wealthOf = (observation: Float32Array) => problem.goal * Math.exp(0.2 * observation[0]!);
const observationOf = (year: number, wealth: number) =>
  Float32Array.of(Math.log(wealth / problem.goal) / 0.2, 1 - year / problem.years);

async function learned(run: string): Promise<Choose> {
  const policy = await loadPolicy(run);
  return (year, wealth) => policy.act(observationOf(year, wealth)) as number;
}

function optimal(): Choose {
  const { logWealth, portfolios } = goalOptimum(problem);
  const step = logWealth[1]! - logWealth[0]!;
  return (year, wealth) => {
    const point = Math.round((Math.log(wealth / problem.goal) - logWealth[0]!) / step);
    return portfolios[year]![Math.max(0, Math.min(logWealth.length - 1, point))]!;
  };
}

const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
const percent = (share: number) => `${(100 * share).toFixed(2)} %`;

/** A row of the table: success, and the difference to the optimum on the same markets with its standard error. */
function successRow(name: string, reached: Uint8Array, best: Uint8Array): string {
  const difference = Array.from(reached, (value, path) => value - best[path]!);
  const shift = mean(difference);
  const error = Math.sqrt((mean(difference.map((value) => value * value)) - shift * shift) / paths);
  const beside = reached === best ? '–' : `${(100 * shift).toFixed(2)} ± ${(100 * error).toFixed(2)}`;
  return `| ${name} | ${percent(mean(reached))} | ${beside} |`;
}

const shownYears = [0, 2, 4, 6, 8, 9];
const shownWealth = [60, 80, 100, 120, 140, 160, 180, 200, 220];

function policyTable(policy: Choose, best: Choose): string[] {
  return [
    `| wealth | ${shownYears.map((year) => `year ${year}`).join(' | ')} |`,
    `| ---: |${' ---: |'.repeat(shownYears.length)}`,
    ...shownWealth.map((wealth) => {
      const cells = shownYears.map((year) => `${policy(year, wealth)} / ${best(year, wealth)}`);
      return `| ${wealth} | ${cells.join(' | ')} |`;
    }),
  ];
}

/** The picture's wealth: so many levels, each by this factor above the one before. */
const lowest = 45;
const ratio = 1.02;
const levels = 90;

/** The rectangles of a year: levels of wealth next to each other that a policy has the same portfolio for. */
function stretches(year: number, choose: Choose) {
  const found: { year: number; next: number; low: number; high: number; portfolio: number }[] = [];
  for (let level = 0; level < levels; level++) {
    const low = lowest * ratio ** level;
    const portfolio = choose(year, low * Math.sqrt(ratio));
    const last = found.at(-1);
    if (last?.portfolio === portfolio) last.high = low * ratio;
    else found.push({ year: year - 0.5, next: year + 0.5, low, high: low * ratio, portfolio });
  }
  return found;
}

/** Heat maps of the portfolio over year and wealth, with the wealth that 90 % of the paths have. */
async function picture(
  policies: Readonly<Record<string, { choose: Choose; wealth: Float64Array[] }>>,
): Promise<string> {
  const type = 'quantitative' as const;
  const wealthAxis = {
    type,
    scale: { type: 'log' as const, domain: [lowest, lowest * ratio ** levels], nice: false },
    axis: { values: [50, 75, 100, 150, 200, 250], title: 'wealth', grid: false },
  };
  const yearAxis = {
    field: 'year',
    type,
    scale: { domain: [-0.5, problem.years - 0.5], nice: false },
    axis: { values: [0, 2, 4, 6, 8], title: 'year', grid: false },
  };
  const color = {
    field: 'portfolio',
    type,
    scale: { scheme: 'viridis' as const, domain: [0, problem.portfolios.length - 1] },
  };
  const panels = Object.entries(policies).map(([title, { choose, wealth }]) => {
    const cells = wealth.flatMap((_, year) => stretches(year, choose));
    const bounds = wealth.map((column, year) => {
      const sorted = column.toSorted();
      return { year, low: sorted[paths * 0.05]!, high: sorted[paths * 0.95]! };
    });
    const bound = (field: 'low' | 'high') => ({
      data: { values: bounds },
      mark: { type: 'line' as const, color: 'white', clip: true, strokeDash: [4, 3] },
      encoding: { x: yearAxis, y: { field, ...wealthAxis } },
    });
    const rectangle = { x: yearAxis, x2: { field: 'next' }, y: { field: 'low', ...wealthAxis }, y2: { field: 'high' } };
    const portfolios = {
      data: { values: cells },
      mark: { type: 'rect', clip: true } as const,
      encoding: { ...rectangle, color },
    };
    return { title, width: 300, height: 300, layer: [portfolios, bound('low'), bound('high')] };
  });
  const spec: TopLevelSpec = { background: 'white', hconcat: panels };
  const view = new View(parse(compile(spec).spec), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  return svg.replaceAll(/\d+\.\d{3,}/g, (digits) => String(Number(Number(digits).toFixed(2))));
}

/** Puts text between the marks of the page. */
async function writeSection(lines: readonly string[]): Promise<void> {
  const page = join(docs, 'longview.md');
  const [begin, end] = ['<!-- learned beside optimal -->', '<!-- end of learned beside optimal -->'];
  const before = readFileSync(page, 'utf8');
  const [from, to] = [before.indexOf(begin), before.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${page} has no marks ${begin} and ${end}`);
  const after = [before.slice(0, from) + begin, '', ...lines, '', before.slice(to)].join('\n');
  writeFileSync(page, await format(after, { ...(await resolveConfig(page)), parser: 'markdown' }));
}

const runs = process.argv.slice(2);
if (runs.length === 0) throw new Error('name the runs of longview/gbwm to show');
const best = optimal();
const bestPlay = play(best);
const policies = await Promise.all(runs.map(learned));
const plays = policies.map(play);
const fixed = bestFixedPortfolio(problem).portfolio;
const fixedPlay = play(() => fixed);

const share = plays[0]!.wealth.map((column, year) =>
  mean(column.map((wealth) => (Math.abs(policies[0]!(year, wealth) - best(year, wealth)) <= 1 ? 1 : 0))),
);
const success = [
  `| policy | goal reached on ${paths} fresh paths | beside the optimum, in points |`,
  '| --- | ---: | ---: |',
  successRow('dynamic programme', bestPlay.reached, bestPlay.reached),
  ...plays.map(({ reached }, i) => successRow(`learned, training ${i + 1}`, reached, bestPlay.reached)),
  successRow(`best without a change, portfolio ${fixed}`, fixedPlay.reached, bestPlay.reached),
];
console.log(success.join('\n'));
await writeSection([
  ...success,
  '',
  `Learned / optimal portfolio by wealth at the beginning of the year (training 1); on the paths that it meets, ${percent(mean(share))} of its choices are the optimal portfolio or one next to it:`,
  '',
  ...policyTable(policies[0]!, best),
  '',
  '![Portfolio over year and wealth, learned and optimal](goals-based-wealth.svg)',
]);
writeFileSync(
  join(docs, 'goals-based-wealth.svg'),
  await picture({
    'learned by PPO': { choose: policies[0]!, wealth: plays[0]!.wealth },
    'dynamic programme': { choose: best, wealth: bestPlay.wealth },
  }),
);
