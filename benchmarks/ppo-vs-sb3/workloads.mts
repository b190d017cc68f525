import { fileURLToPath } from 'node:url';
import { pythonWith } from '../../testing/python.ts';

/** The program to compare with. */
export interface Peer {
  readonly name: string;
  /** The Python that has it. */
  readonly python: () => Promise<string>;
  /** Python packages whose versions matter, the peer's own first. */
  readonly packages: readonly string[];
  /** Its ways to step environments, as its script names them. */
  readonly vectorisations: readonly string[];
}

/** What both train. */
export interface Workload {
  readonly name: string;
  readonly title: string;
  /** The job that `longplay train` is given. */
  readonly job: string;
  readonly peer: Peer;
  /** The peer's script: takes steps, seed, vectorisation, and torch threads; prints JSON. */
  readonly script: string;
  readonly steps: number;
  /** Steps of a trial of each configuration of the peer. */
  readonly trialSteps: number;
}

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

const stableBaselines3: Peer = {
  name: 'Stable-Baselines3',
  async python() {
    const pins = ['stable-baselines3==2.9.2', 'torch==2.15.0', 'gymnasium==1.4.0', 'numpy==2.4.6'];
    const python = await pythonWith(pins);
    if (python === undefined) throw new Error('Stable-Baselines3 cannot be installed here: see the line above');
    return python;
  },
  packages: ['stable-baselines3', 'torch', 'gymnasium', 'numpy'],
  vectorisations: ['DummyVecEnv', 'SubprocVecEnv'],
};

/** PufferLib cannot be installed by pip where GitHub is not reached: its build fetches raylib and Box2D from there. */
const pufferLib = (python: string): Peer => ({
  name: 'PufferLib',
  python: async () => python,
  packages: ['pufferlib', 'torch', 'numpy'],
  vectorisations: ['PufferEnv', 'Multiprocessing'],
});

/**
 * What can be compared.
 *
 * @param pufferPython a Python that has PufferLib 3.0; without it there is nothing to compare with it
 */
export function workloadsFor(pufferPython: string | undefined): Workload[] {
  const workloads: Workload[] = [
    {
      name: 'cartpole',
      title: 'CartPole-v1 with the settings of the zoo',
      job: 'cartpole',
      peer: stableBaselines3,
      script: here('sb3_cartpole.py'),
      steps: 100_000,
      trialSteps: 20_000,
    },
    {
      name: 'synthetic',
      title:
        'An environment that costs nothing: 107 observations, 90 actions, two networks of 256x256, 8 x 512 steps an update',
      job: 'synthetic',
      peer: stableBaselines3,
      script: here('sb3_synthetic.py'),
      steps: 163_840,
      trialSteps: 32_768,
    },
  ];
  if (pufferPython !== undefined) {
    workloads.push({
      name: 'many-cartpoles',
      title: '1024 CartPoles, 64 steps each an update (the peer ends an episode after 200 steps, ours after 500)',
      job: here('many-cartpoles.yaml'),
      peer: pufferLib(pufferPython),
      script: here('puffer_cartpoles.py'),
      steps: 5_242_880,
      trialSteps: 1_048_576,
    });
  }
  return workloads;
}
