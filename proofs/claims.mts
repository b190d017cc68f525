/** What is claimed of a job: the mean reward of its evaluation episodes, seed by seed. */
export interface Claim {
  readonly job: string;
  readonly seeds: readonly number[];
  /** Every seed reaches at least this mean reward. */
  readonly atLeast: number;
  /** In at most so many timesteps, the whole rollouts of the job. */
  readonly timesteps: number;
  /** And in at most so many minutes of training, on two cores. */
  readonly minutes?: number;
  readonly episodes: number;
  /** A public result beside it: mean ± standard deviation. */
  readonly beside?: string;
}

const zoo = (reward: string, steps: string) => `${reward} in ${steps} steps (RL Baselines3 Zoo)`;

/** Everything that `npm run prove` shows. */
export const claims: readonly Claim[] = [
  {
    job: 'cartpole',
    seeds: [1, 2, 3, 4, 5],
    atLeast: 500,
    timesteps: 100_096,
    episodes: 100,
    beside: zoo('500.0 ± 0.0', '100 k'),
  },
  {
    job: 'acrobot',
    seeds: [1, 2, 3],
    atLeast: -90,
    timesteps: 1_003_520,
    episodes: 100,
    beside: zoo('-73.5 ± 18.2', '1 M'),
  },
  {
    job: 'pendulum',
    seeds: [1, 2, 3],
    atLeast: -250,
    timesteps: 102_400,
    episodes: 100,
    beside: zoo('-172.2 ± 104.2', '100 k'),
  },
  {
    job: 'mountain-car',
    seeds: [1, 2, 3],
    atLeast: -130,
    timesteps: 1_000_192,
    episodes: 100,
    beside: zoo('-110.4 ± 19.5', '1 M'),
  },
  {
    job: 'mountain-car-continuous',
    seeds: [1, 2, 3],
    atLeast: 85,
    timesteps: 102_400,
    episodes: 100,
    beside: zoo('88.3 ± 2.6', '20 k'),
  },
  {
    job: 'car-soccer/quick',
    seeds: [1, 2, 3],
    atLeast: 0.9,
    timesteps: 20_004_864,
    minutes: 10,
    episodes: 100,
  },
  {
    job: 'longview/gbwm',
    seeds: [1, 2, 3],
    atLeast: 0.655,
    timesteps: 8_007_680,
    minutes: 5,
    episodes: 100_000,
    beside: '0.6701, the optimum by dynamic programming, of which 0.655 is 97.8 %',
  },
];

/** What is claimed of self-play: what a training has become beats what it was. */
export interface ProgressClaim {
  readonly job: string;
  readonly seed: number;
  readonly timesteps: number;
  /** The version that is beaten is the first one of the pool that has had this part of the training. */
  readonly earlier: number;
  readonly games: number;
  /** Share of the points, of which a draw is half a one. */
  readonly atLeast: number;
}

export const progress: readonly ProgressClaim[] = [
  { job: 'car-soccer/duel', seed: 1, timesteps: 60_006_400, earlier: 0.1, games: 200, atLeast: 0.8 },
];
