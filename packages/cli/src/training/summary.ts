import { formatCount } from '../console/units.ts';
import { phases, type Shares } from './shares.ts';

/** What the summary tells of. */
export interface Report {
  readonly timesteps: number;
  readonly seconds: number;
  readonly stepsPerSecond: number;
  readonly shares: Shares;
  readonly cpuUse: number;
  readonly workers: number;
  readonly skill?: { readonly rating: number; readonly error: number };
  readonly logdir: string;
  /** A page that plays episodes back, where there is one. */
  readonly replay?: string;
  readonly evaluation: { readonly meanReward: number; readonly stdReward: number; readonly episodes: number };
}

/**
 * The end of a training, for a person: the result, the speed, where the run is, and how to look at it.
 *
 * @param checkpoint - the one that was evaluated.
 */
export function summary(report: Report, checkpoint: string): string {
  const { timesteps, seconds, stepsPerSecond, shares, cpuUse, workers, skill, logdir, replay, evaluation } = report;
  const { meanReward, stdReward, episodes } = evaluation;
  const spent = phases.filter((phase) => shares[phase] > 0).map((phase) => `${phase} ${percent(shares[phase])}`);
  const rows = [
    [
      'score',
      `${meanReward.toFixed(2)} ± ${stdReward.toFixed(2)} (mean and standard deviation of ${episodes} evaluation episodes)`,
    ],
    ...(skill === undefined
      ? []
      : [['rating', `${skill.rating.toFixed(0)} ± ${skill.error.toFixed(0)} points of Elo above its first version`]]),
    [
      'timesteps',
      seconds > 0
        ? `${formatCount(timesteps)} in ${seconds.toFixed(1)} s: ${formatCount(stepsPerSecond)} a second`
        : `${formatCount(timesteps)}, all of them before; --total-timesteps extends the run`,
    ],
    ...(shares.other < 1 ? [['time', spent.join(', ')]] : []),
    ['CPU use', `${percent(cpuUse)} of ${workers === 1 ? 'one core' : `${workers} cores`}`],
    ['run', logdir],
    ['policy', checkpoint],
    ['look at it', `npx longplay tensorboard --logdir ${logdir}`],
    ...(replay === undefined ? [] : [['watch it', `open ${replay} in a browser`]]),
    ['evaluate', `npx longplay evaluate ${logdir}`],
  ];
  return ['', ...rows.map(([name, value]) => `  ${name!.padEnd(10)} ${value}`)].join('\n');
}

const percent = (fraction: number) => `${(100 * fraction).toFixed(0)} %`;
