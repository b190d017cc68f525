import { isDeepStrictEqual } from 'node:util';
import { ConfigurationError, detectCores, workerCount, workerRules, type ParallelOptions } from '@longplay/runtime';
import { loadEnvironment, type BatchLayout, type EnvironmentFactory } from '@longplay/envs';
import type { NetworkShape } from '../model/shape.ts';
import { countLearners, lineupUnit, planLineup, type Lineup } from '../self-play/lineup.ts';
import { actionMapping, type ActionMapping } from './action-head.ts';
import { maxEnvironments, type PpoOptions } from './options.ts';

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
  /** The environment of evaluations, which may have options of its own. */
  readonly evaluated: EnvironmentFactory;
  readonly layout: BatchLayout;
  readonly mapping: ActionMapping;
  readonly shape: NetworkShape;
  /** Who learns in which match. */
  readonly lineup: Lineup;
  /** Agents that learn, in all: `environments`, where that is a number. */
  readonly agents: number;
  /** Workers on this machine: never more than matches. */
  readonly workers: number;
  /** Timesteps of a rollout: agents x steps. */
  readonly batch: number;
}

/** Agents of a worker where `environments` is `auto`: from 16 on a row of a forward pass costs little. */
const agentsPerWorker = 16;

/**
 * Loads the environment and works out the sizes of the networks and of the batches.
 *
 * @throws ConfigurationError when the environment does not exist, or the options do not fit it or each other.
 */
export async function planPpo(
  options: PpoOptions & Pick<ParallelOptions, 'numWorkers' | 'workerRule'>,
): Promise<PpoPlan> {
  const {
    environment,
    environmentOptions,
    environments,
    ppo,
    policy,
    selfPlay,
    evaluation,
    numWorkers,
    workerRule = 'allCores',
  } = options;
  const { steps, minibatch } = ppo;
  if (environments !== 'auto') expectMinibatches(environments, steps, minibatch);
  const factory = await loadEnvironment(environment, environmentOptions);
  const batchEnv = factory.makeBatch(1);
  const { observationSpace, actionSpace, observationSize, actionSize, maskSize, rewardParts, teams } = batchEnv;
  batchEnv.close?.();
  const layout = { observationSpace, actionSpace, observationSize, actionSize, maskSize, rewardParts, teams };
  const evaluated = await loadEnvironment(environment, { ...environmentOptions, ...evaluation.environmentOptions });
  expectSameAgents(layout, evaluated);
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
  const usable = workerCount(numWorkers, detectCores(), { rule: workerRules[workerRule] });
  const share = selfPlay?.share;
  const wanted =
    environments === 'auto' ? automaticAgents(usable, lineupUnit(teams, share), steps, minibatch) : environments;
  const lineup = planLineup(teams, wanted, share);
  const agents = countLearners(lineup);
  const workers = Math.min(usable, lineup.matches.length);
  return { factory, evaluated, layout, mapping, shape, lineup, agents, workers, batch: agents * steps };
}

/** @throws ConfigurationError unless a rollout is a whole number of minibatches */
function expectMinibatches(agents: number, steps: number, minibatch: number): void {
  const batch = agents * steps;
  if (batch % minibatch === 0) return;
  const near = [...divisors(batch)]
    .toSorted((a, b) => Math.abs(a - minibatch) - Math.abs(b - minibatch) || a - b)
    .slice(0, 3);
  throw new ConfigurationError(
    `ppo.minibatch ${minibatch} does not divide a rollout of ${batch} rows (environments ${agents} x ppo.steps ${steps})`,
    { cure: `take a minibatch that divides it, such as ${near.join(', ')}` },
  );
}

/** @throws ConfigurationError when the environment of evaluations is not one that the policy can act in */
function expectSameAgents(training: BatchLayout, evaluated: EnvironmentFactory): void {
  const batch = evaluated.makeBatch(1);
  batch.close?.();
  for (const key of ['observationSpace', 'actionSpace', 'maskSize', 'teams'] as const) {
    if (isDeepStrictEqual(batch[key], training[key])) continue;
    throw new ConfigurationError(`evaluation.environmentOptions changes the ${key} of ${evaluated.name}`, {
      cure: 'leave out what changes observations, actions or agents; a reward or a start may differ',
    });
  }
}

/** As many agents as suit the workers, to the nearest number of whole matches whose rollout is whole minibatches. */
function automaticAgents(workers: number, unit: number, steps: number, minibatch: number): number {
  const ofMinibatches = minibatch / greatestDivisor(minibatch, steps);
  const common = (unit * ofMinibatches) / greatestDivisor(unit, ofMinibatches);
  const agents = common * Math.max(1, Math.round((agentsPerWorker * workers) / common));
  if (agents <= maxEnvironments) return agents;
  throw new ConfigurationError(
    `environments auto comes to ${agents}: a rollout of ppo.steps ${steps} must be whole minibatches of ${minibatch} rows`,
    { cure: 'lower ppo.minibatch, or take a ppo.steps that has a larger divisor in common with it' },
  );
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}

function divisors(n: number): Set<number> {
  const found = new Set<number>();
  for (let size = 1; size * size <= n; size++) if (n % size === 0) found.add(size).add(n / size);
  return found;
}
