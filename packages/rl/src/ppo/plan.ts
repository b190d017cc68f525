import { ConfigurationError, type ParallelOptions } from '@longplay/runtime';
import { loadEnvironment, type BatchLayout, type EnvironmentFactory } from '@longplay/envs';
import type { NetworkShape } from '../model/shape.ts';
import { actionMapping, type ActionMapping } from './action-head.ts';
import type { PpoOptions } from './options.ts';

/** A training by PPO: the options of the algorithm and those of a run. */
export interface PpoTraining extends PpoOptions, ParallelOptions {
  readonly seed: number;
  /** Timesteps in all; the last rollout is whole. */
  readonly totalTimesteps: number;
  /** Timesteps between checkpoints; the newest few are kept. */
  readonly checkpointEvery: number;
}

/** What a training comes to, once its environment is known. */
export interface PpoPlan {
  readonly factory: EnvironmentFactory;
  readonly layout: BatchLayout;
  readonly mapping: ActionMapping;
  readonly shape: NetworkShape;
  /** Timesteps of a rollout: environments x steps. */
  readonly batch: number;
}

/**
 * Loads the environment and works out the sizes of the networks and of the batches.
 *
 * @throws ConfigurationError when the environment does not exist, or the options do not fit it or each other.
 */
export async function planPpo(options: PpoOptions): Promise<PpoPlan> {
  const { environment, environmentOptions, environments, ppo, policy } = options;
  const batch = environments * ppo.steps;
  if (batch % ppo.minibatch !== 0) {
    const near = [...divisors(batch)]
      .toSorted((a, b) => Math.abs(a - ppo.minibatch) - Math.abs(b - ppo.minibatch) || a - b)
      .slice(0, 3);
    throw new ConfigurationError(
      `ppo.minibatch ${ppo.minibatch} does not divide a rollout of ${batch} rows (environments ${environments} x ppo.steps ${ppo.steps})`,
      { cure: `take a minibatch that divides it, such as ${near.join(', ')}` },
    );
  }
  const factory = await loadEnvironment(environment, environmentOptions);
  const batchEnv = factory.makeBatch(1);
  const { observationSpace, actionSpace, observationSize, actionSize, maskSize, rewardParts, teams } = batchEnv;
  batchEnv.close?.();
  const mapping = actionMapping(actionSpace, policy.squash);
  if (policy.shared && policy.valueHidden !== undefined) {
    throw new ConfigurationError('policy.valueHidden is set, and policy.shared leaves the value no layers of its own', {
      cure: 'leave one of them out',
    });
  }
  const shape: NetworkShape = {
    observation: observationSize,
    hidden: policy.hidden,
    valueHidden: policy.shared ? [] : (policy.valueHidden ?? policy.hidden),
    activation: policy.activation,
    shared: policy.shared,
    head: mapping.head,
  };
  const layout = { observationSpace, actionSpace, observationSize, actionSize, maskSize, rewardParts, teams };
  return { factory, layout, mapping, shape, batch };
}

function divisors(n: number): Set<number> {
  const found = new Set<number>();
  for (let size = 1; size * size <= n; size++) if (n % size === 0) found.add(size).add(n / size);
  return found;
}
