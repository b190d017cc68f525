/** What the summary tells of. */
export interface Report {
  readonly job: string;
  readonly timesteps: number;
  readonly seconds: number;
  readonly stepsPerSecond: number;
  readonly cpuUse: number;
  readonly workers: number;
  readonly logdir: string;
  readonly evaluation: { readonly meanReward: number; readonly stdReward: number; readonly episodes: number };
}

/** The end of a training, for a person: the result, the speed, where the run is, and how to look at it. */
export function summary({ timesteps, seconds, stepsPerSecond, cpuUse, workers, logdir, evaluation }: Report): string {
  const { meanReward, stdReward, episodes } = evaluation;
  return [
    '',
    `  score      ${meanReward.toFixed(2)} ± ${stdReward.toFixed(2)} (mean and standard deviation of ${episodes} evaluation episodes)`,
    `  timesteps  ${timesteps.toLocaleString('en')} in ${seconds.toFixed(1)} s: ${Math.round(stepsPerSecond).toLocaleString('en')} a second`,
    `  CPU use    ${(100 * cpuUse).toFixed(0)} % of ${workers === 1 ? 'one core' : `${workers} cores`}`,
    `  run        ${logdir}`,
    `  look at it npx longplay tensorboard --logdir ${logdir}`,
  ].join('\n');
}
