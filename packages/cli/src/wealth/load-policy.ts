import { flatSize } from '@longplay/envs';
import type { Act } from '@longplay/envs/longview';
import { loadCheckpoint, TrainedPolicy } from '@longplay/rl';
import { ConfigurationError } from '@longplay/runtime';
import { shortPath } from '../config/short-path.ts';
import { chooseCheckpoint } from '../training/choose-checkpoint.ts';

/** A policy that was trained to plan for households. */
export interface HouseholdPolicy {
  /** Its file. */
  readonly checkpoint: string;
  /** What it does, without chance. */
  readonly act: Act;
  /** Of the environment that it was trained in. */
  readonly environmentOptions: Readonly<Record<string, unknown>>;
}

const environmentName = 'LongView-v0';

/**
 * Loads the policy of a run, or of a checkpoint.
 *
 * @param which - of a run: best, final, latest or a file; default: best where there is one, else final.
 * @throws ConfigurationError when it was trained in another environment; RunDirectoryError when there is none;
 * SnapshotError when the file is damaged or no checkpoint of PPO.
 */
export async function loadHouseholdPolicy(path: string, which?: string): Promise<HouseholdPolicy> {
  const { checkpoint } = await chooseCheckpoint(path, which);
  const state = await loadCheckpoint(checkpoint);
  const { environment, environmentOptions } = state.header;
  if (environment !== environmentName) {
    throw new ConfigurationError(`--policy ${shortPath(checkpoint)} was trained in ${environment}`, {
      cure: `give a run that was trained in ${environmentName}: longplay train longview makes one`,
    });
  }
  if (environmentOptions['objective'] === 'terminal-wealth') {
    throw new ConfigurationError(`--policy ${shortPath(checkpoint)} was trained for the wealth at the end alone`, {
      cure: 'give a run with environmentOptions.objective life, in which money is spent, too',
    });
  }
  const policy = new TrainedPolicy(state);
  return { checkpoint, environmentOptions, act: (observations, actions) => actAll(policy, observations, actions) };
}

/** Acts on one row after the other. */
function actAll(policy: TrainedPolicy, observations: Float32Array, actions: Float32Array): void {
  const observationSize = flatSize(policy.observationSpace);
  const size = flatSize(policy.actionSpace);
  for (let row = 0; row * size < actions.length; row++) {
    const observation = observations.subarray(row * observationSize, (row + 1) * observationSize);
    actions.set(policy.act(observation) as ArrayLike<number>, row * size);
  }
}
