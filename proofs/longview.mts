/**
 * What the policy of `longplay train longview` is worth on households that no training has met, beside the standard
 * strategies on the same random paths; how its portfolio depends on risk aversion; and what `longview/merton` learned
 * beside the share that is known to be best.
 *
 * node --conditions=@longplay/source proofs/longview.mts RUN [MERTON-RUN] prints it; `npm run prove -- longview` trains
 * both first and writes it to docs/results.md.
 */
import { join } from 'node:path';
import { make } from '@longplay/envs';
import {
  crra,
  defaultMarket,
  drawProfile,
  household,
  meanAndError,
  mertonRiskyShare,
  policyStrategy,
  simulate,
  standardStrategies,
  type Act,
  type Profile,
  type Strategy,
} from '@longplay/envs/longview';
import { loadCheckpoint, loadPolicy, TrainedPolicy } from '@longplay/rl';
import { findCheckpoint, Random, Z95 } from '@longplay/runtime';
import { median } from '../testing/median.ts';

/** Households of each kind, and paths of each. */
const households = 100;
const paths = 500;
/** Seed of markets and lifetimes: none that a training or its evaluation has used. */
const freshSeed = 1_000_003;

const market = defaultMarket();

/** Held-out households that no evaluation of the training has met either: its evaluations take those before. */
const firstUnseen = 10_000;

/** The sets of LongView-v0 under its `profileSeed` 0: drawn from these streams. */
const profilesOf = (stream: 'training' | 'heldOut', count: number): Profile[] =>
  Array.from({ length: count }, (_, index) =>
    drawProfile(stream === 'training' ? Random.from(0, 0, index) : Random.from(0, 1, firstUnseen + index)),
  );

/** What halving the spending of a year costs: the unit of the environment's reward. */
const unitOf = ({ riskAversion }: Profile): number => -crra(0.5, riskAversion);

/** The most probable action for each observation. */
function actOf(policy: TrainedPolicy): Act {
  return (observations, actions) => {
    const size = market.assets.length + 1;
    const rows = actions.length / size;
    const width = observations.length / rows;
    for (let row = 0; row < rows; row++) {
      const action = policy.act(observations.subarray(row * width, (row + 1) * width));
      actions.set(action as ArrayLike<number>, row * size);
    }
  };
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
/** The half of a 95 % confidence interval of a mean. */
const margin = (values: readonly number[]) => Z95 * meanAndError(Float64Array.from(values)).standardError;

/** The standard strategy with the greatest expected utility on households of the training. */
async function bestStandard(): Promise<Strategy> {
  const strategies = standardStrategies();
  const sums = strategies.map(() => 0);
  for (const profile of profilesOf('training', households)) {
    const result = await simulate(household(profile), market, strategies, { paths, seed: freshSeed + 1 });
    result.strategies.forEach(({ expectedUtility }, i) => (sums[i]! += expectedUtility.mean / unitOf(profile)));
  }
  return strategies[sums.indexOf(Math.max(...sums))]!;
}

/** The policy beside a strategy on a household. */
interface Comparison {
  readonly profile: Profile;
  /** Of the policy less the strategy, in units of the reward: path by path, their mean and half of its 95 % interval. */
  readonly gains: readonly number[];
  readonly gain: number;
  readonly margin: number;
  readonly certaintyEquivalents: readonly [policy: number, standard: number];
}

async function compare(policy: Strategy, standard: Strategy): Promise<Comparison[]> {
  const comparisons: Comparison[] = [];
  for (const profile of profilesOf('heldOut', households)) {
    const { strategies } = await simulate(household(profile), market, [policy, standard], { paths, seed: freshSeed });
    const [ours, theirs] = strategies;
    const gains = Array.from(
      ours!.utilities,
      (utility, path) => (utility - theirs!.utilities[path]!) / unitOf(profile),
    );
    const certaintyEquivalents = [ours!.certaintyEquivalent, theirs!.certaintyEquivalent] as const;
    comparisons.push({ profile, gains, gain: mean(gains), margin: margin(gains), certaintyEquivalents });
  }
  return comparisons;
}

/** The share of equities that a strategy holds on average, over the years lived of some households. */
async function equityShare(strategy: Strategy, profiles: readonly Profile[]): Promise<number> {
  let sum = 0;
  let count = 0;
  const watched: Strategy = {
    name: strategy.name,
    start(plan, planMarket, rows) {
      const decider = strategy.start(plan, planMarket, rows);
      return {
        async decide(year, ledger, out) {
          await decider.decide(year, ledger, out);
          for (let row = 0; row < rows; row++) {
            if (ledger.alive[row] === 0 || ledger.wealth(row) === 0) continue;
            sum += out.allocation[row * planMarket.assets.length]!;
            count += 1;
          }
        },
      };
    },
  };
  for (const profile of profiles)
    await simulate(household(profile), market, [watched], { paths: 100, seed: freshSeed });
  return sum / count;
}

const withRiskAversion = (profile: Profile, riskAversion: number): Profile => ({ ...profile, riskAversion });

/** Levels of risk aversion that the same households are given. */
const levels = [2, 4, 8];

/** Merton's problem as `longview/merton` has it: yearly drift and volatility of the risky asset, and the rate of the other. */
const merton = { drift: 0.07, volatility: 0.18, rate: 0.02, riskAversion: 3 };

/** The best share of the risky asset where it is chosen once a year: the maximum of expected utility, by quadrature. */
function bestYearlyShare(): number {
  const { drift, volatility, rate, riskAversion } = merton;
  const riskless = Math.exp(rate);
  const utilityOf = (share: number) => {
    let sum = 0;
    for (let z = -8; z <= 8; z += 0.01) {
      const risky = Math.exp(drift - volatility ** 2 / 2 + volatility * z);
      sum += Math.exp((-z * z) / 2) * crra(riskless + share * (risky - riskless), riskAversion);
    }
    return sum;
  };
  let [low, high] = [0, 1];
  while (high - low > 1e-6) {
    const [left, right] = [low + (high - low) / 3, high - (high - low) / 3];
    if (utilityOf(left) < utilityOf(right)) low = left;
    else high = right;
  }
  return (low + high) / 2;
}

/** Where an observation has the wealth, on a logarithmic scale; and, from its end, the share of the first of two assets. */
const WEALTH = 5;
const SHARE_FROM_END = 7;

/** What a policy decides in a state of Merton's problem. */
interface Holding {
  readonly wealth: number;
  readonly share: number;
}

/** What a policy holds in fresh episodes of Merton's problem, by rising wealth. */
function holdingsOf(policy: TrainedPolicy, options: Readonly<Record<string, unknown>>): Holding[] {
  const env = make('LongView-v0', options);
  const holdings: Holding[] = [];
  for (let episode = 0; episode < 1000; episode++) {
    let observation = env.reset({ seed: freshSeed + episode }).observation as Float32Array;
    for (let ended = false; !ended;) {
      const result = env.step(policy.act(observation));
      const next = result.observation as Float32Array;
      // What is held is seen a year later; at the end nothing is.
      if (!result.terminated) holdings.push({ wealth: observation[WEALTH]!, share: next.at(-SHARE_FROM_END)! });
      observation = next;
      ended = result.terminated;
    }
  }
  return holdings.toSorted((a, b) => a.wealth - b.wealth);
}

/** What is shown, and whether all of it holds. */
export interface LongViewProof {
  readonly lines: readonly string[];
  readonly claims: readonly (readonly [what: string, held: boolean])[];
}

/** The proof for the policies of two runs. */
export async function proveLongView(run: string, mertonRun?: string): Promise<LongViewProof> {
  const policy = policyStrategy(actOf(await loadPolicy(run)));
  const standard = await bestStandard();
  const comparisons = await compare(policy, standard);
  const byHousehold = comparisons.map(({ gain }) => gain);
  // Households meet the same paths: what chance does to all of them at once shows in the mean over them, path by path.
  const byPath = Array.from({ length: paths }, (_, path) => mean(comparisons.map(({ gains }) => gains[path]!)));
  const [gain, half] = [mean(byPath), margin(byPath)];
  const worse = comparisons.filter((one) => one.gain + one.margin < 0);
  const better = comparisons.filter((one) => one.gain - one.margin > 0);
  const [ours, theirs] = [0, 1].map((i) => median(comparisons.map((one) => one.certaintyEquivalents[i]!)));

  const shares: number[] = [];
  for (const riskAversion of levels) {
    const profiles = profilesOf('heldOut', 20).map((profile) => withRiskAversion(profile, riskAversion));
    shares.push(await equityShare(policy, profiles));
  }
  const falls = shares.every((share, i) => i === 0 || share < shares[i - 1]!);
  const known = mertonRun === undefined ? undefined : await mertonProof(mertonRun);
  return {
    lines: [
      `${households} held-out households, ${paths} common random paths each, 1000 inner simulations a decision. The best standard strategy on ${households} households of the training is ${standard.name}. The policy's expected utility is higher by ${gain.toFixed(3)} ± ${half.toFixed(3)} (mean over these households, and its paired 95 % interval over the paths; ± ${margin(byHousehold).toFixed(3)} if other households were drawn, too; 1 is what halving the spending of a year costs). It is better on ${better.length} households, worse on ${worse.length}, each by a paired 95 % interval; on ${households - better.length - worse.length} the paths do not tell. Median certainty equivalents: ${ours!.toFixed(3)} and ${theirs!.toFixed(3)} of desired spending.`,
      '',
      ...worse.map(describeWorse),
      '',
      `| risk aversion of 20 held-out households | ${levels.join(' | ')} |`,
      `| --- | ${levels.map(() => '---').join(' | ')} |`,
      `| share of equities, mean over years and paths | ${shares.map((share) => share.toFixed(3)).join(' | ')} |`,
      ...(known?.lines ?? []),
    ],
    claims: [
      [`utility above ${standard.name} by ${gain.toFixed(3)} ± ${half.toFixed(3)}`, gain - half >= 0],
      [`equities at risk aversion ${levels.join(', ')}: ${shares.map((share) => share.toFixed(3)).join(', ')}`, falls],
      ...(known?.claims ?? []),
    ],
  };
}

async function mertonProof(run: string): Promise<LongViewProof> {
  const state = await loadCheckpoint(await findCheckpoint(join(run, 'checkpoints')));
  const policy = new TrainedPolicy(state);
  const { environmentOptions } = state.header;
  const { drift, volatility, rate, riskAversion } = merton;
  const continuous = mertonRiskyShare({ mean: drift, riskFree: rate, sd: volatility, riskAversion });
  const yearly = bestYearlyShare();
  const holdings = holdingsOf(policy, environmentOptions);
  const shares = holdings.map(({ share }) => share).toSorted((a, b) => a - b);
  const [least, middle, most] = [0.025, 0.5, 0.975].map((q) => shares[Math.round(q * (shares.length - 1))]!);
  const byWealth = Array.from({ length: 10 }, (_, tenth) => {
    const bound = (part: number) => Math.round((part * holdings.length) / 10);
    return mean(holdings.slice(bound(tenth), bound(tenth + 1)).map(({ share }) => share));
  });
  const distance = Math.max(...byWealth.map((share) => Math.abs(share - continuous)));
  const found = byWealth.map((share) => share.toFixed(3)).join(', ');
  return {
    lines: [
      '',
      `Merton's problem: the best share of equities is ${continuous.toFixed(3)} where it is adjusted all the time, and ${yearly.toFixed(3)} once a year. The policy holds ${middle!.toFixed(3)} (median; from ${least!.toFixed(3)} to ${most!.toFixed(3)} in 95 % of the states of 1000 fresh episodes); on average in each tenth of the states by wealth, from the poorest to the richest: ${found}.`,
    ],
    claims: [[`Merton's share of ${continuous.toFixed(3)}, to 0.05 in each tenth by wealth`, distance <= 0.05]],
  };
}

function describeWorse({ profile, gain, margin: half }: Comparison): string {
  const { age, retirementAge, riskAversion, bequest } = profile;
  const working = retirementAge === undefined ? 'retired' : `retires at ${retirementAge}`;
  return `- Worse for: age ${age}, ${working}, risk aversion ${riskAversion.toFixed(1)}, bequest ${bequest.toFixed(1)}: ${gain.toFixed(3)} ± ${half.toFixed(3)}.`;
}

if (import.meta.main) {
  const [run, mertonRun] = process.argv.slice(2);
  if (run === undefined) throw new Error('which run? proofs/longview.mts RUN [MERTON-RUN]');
  const { lines, claims } = await proveLongView(run, mertonRun);
  console.log(lines.join('\n'));
  for (const [what, held] of claims) console.log(`${what}: ${held ? 'holds' : 'FAILS'}`);
}
