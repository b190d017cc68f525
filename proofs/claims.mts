/** What is claimed of a job: the mean reward of its evaluation episodes, seed by seed. */
export interface Claim {
  readonly job: string;
  readonly seeds: readonly number[];
  /** Every seed reaches at least this mean reward. */
  readonly atLeast: number;
  /** In at most so many timesteps, the whole rollouts of the job. */
  readonly timesteps: number;
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
];
