import { median } from '../../testing/median.ts';
import type { Measurement, OwnMeasurement } from './measure.mts';

/** A training by each, one after the other. */
export interface Pair {
  readonly ours: OwnMeasurement;
  readonly peer: Measurement;
}

/** A line of the table. */
interface Row {
  readonly label: string;
  /** Shown where the peer reports this. */
  readonly of: keyof Measurement;
  readonly value: (measurement: Measurement) => number;
  /** Whether more or less of it is faster; neither for a score. */
  readonly faster?: 'more' | 'less';
}

export const stepsPerSecond = ({ timesteps, seconds }: Measurement): number => timesteps / seconds;

/** Timesteps until CartPole-v1 counts as learnt. */
const solvedAfter = (measurement: Measurement) => measurement.solvedAfter ?? Infinity;

const rows: readonly Row[] = [
  { label: 'steps a second', of: 'seconds', value: stepsPerSecond, faster: 'more' },
  { label: 'training, s', of: 'seconds', value: ({ seconds }) => seconds, faster: 'less' },
  { label: 'whole process, s', of: 'processSeconds', value: ({ processSeconds }) => processSeconds, faster: 'less' },
  {
    label: 'mean return, last 100 episodes of training',
    of: 'trainingReturn',
    value: ({ trainingReturn = Number.NaN }) => trainingReturn,
  },
  {
    label: 'mean return, 100 episodes of evaluation',
    of: 'evaluationReturn',
    value: ({ evaluationReturn = Number.NaN }) => evaluationReturn,
  },
  { label: 'steps to a mean return of 475', of: 'solvedAfter', value: solvedAfter },
  {
    label: 'training to it, s',
    of: 'solvedAfter',
    value: (measurement) => solvedAfter(measurement) / stepsPerSecond(measurement),
    faster: 'less',
  },
];

/** A Markdown table: medians with ranges; how much faster, pair by pair. */
export function comparison(pairs: readonly Pair[], ours: string, peer: string): string {
  const shown = rows.filter(({ of }) => of in pairs[0]!.peer);
  const cells = shown.map(({ label, value, faster }) => {
    const mine = pairs.map((pair) => value(pair.ours));
    const theirs = pairs.map((pair) => value(pair.peer));
    const ratios = mine.map((x, i) => (faster === 'more' ? x / theirs[i]! : theirs[i]! / x));
    return [
      label,
      spread(mine),
      spread(theirs),
      faster !== undefined && ratios.every(Number.isFinite) ? spread(ratios, 'x') : '',
    ];
  });
  return markdownTable([['median (range)', ours, peer, 'ours is faster by'], ...cells]);
}

/** Where our time goes: medians of the shares of the phases. */
export function profile(pairs: readonly Pair[]): string {
  const { summary } = pairs[0]!.ours;
  const phases = Object.keys(summary.shares).map((phase) => {
    const share = median(pairs.map(({ ours }) => ours.summary.shares[phase]!));
    return `${phase} ${(100 * share).toFixed(0)} %`;
  });
  const cpuUse = median(pairs.map(({ ours }) => ours.summary.cpuUse));
  const { backend, workers, workerKind } = summary;
  const place = workers === 1 ? 'in the main thread' : `${workers} ${workerKind}`;
  return `Ours: backend ${backend}, ${place}, CPU use ${(100 * cpuUse).toFixed(0)} %; ${phases.join(', ')}.`;
}

function spread(values: readonly number[], unit = ''): string {
  const [low, middle, high] = [Math.min(...values), median(values), Math.max(...values)].map(show);
  return low === high ? `${middle}${unit}` : `${middle}${unit} (${low} to ${high})`;
}

function show(value: number): string {
  if (!Number.isFinite(value)) return 'never';
  return value >= 1000 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));
}

const markdownTable = ([head, ...body]: readonly (readonly string[])[]): string =>
  [head!, head!.map((_, column) => (column === 0 ? '---' : '---:')), ...body]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
