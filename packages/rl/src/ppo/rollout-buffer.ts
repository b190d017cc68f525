import { dtypes, sharedArrays, type ArrayLayout } from '@longplay/runtime';
import type { BatchLayout } from '@longplay/envs';

/** The sizes of a rollout. */
export interface RolloutShape extends Pick<BatchLayout, 'observationSize' | 'actionSize' | 'maskSize'> {
  /** Agents that learn. */
  readonly agents: number;
  readonly steps: number;
  /** How many parts the reward has. */
  readonly rewardParts: number;
}

/** The arrays of a rollout. */
function rolloutLayout(shape: RolloutShape) {
  const { agents, steps, observationSize, actionSize, maskSize, rewardParts } = shape;
  const rows = [agents, steps] as const;
  return {
    /** Normalised, as the networks saw them. */
    observations: ['float32', [...rows, observationSize]],
    /** Before squashing or clipping. */
    actions: ['float32', [...rows, actionSize]],
    masks: ['uint8', [...rows, maskSize]],
    logProbabilities: ['float32', rows],
    values: ['float32', rows],
    /** Of the last observation of an episode that was truncated in this step. */
    finalValues: ['float32', rows],
    /** Of the observation after the last step. */
    lastValues: ['float32', [agents]],
    /** As the environment gave them. */
    rewards: ['float64', rows],
    /** `episodeEnd` of each step. */
    ends: ['uint8', rows],
    /** Sum of rewards and number of steps of the episode that ended in this step. */
    episodeRewards: ['float64', rows],
    episodeLengths: ['int32', rows],
    /** Sums over the steps of the rollout. */
    rewardParts: ['float64', [agents, rewardParts]],
    /** Moments of the raw observations: mean, and sum of squared distances from it. */
    observationMeans: ['float64', [agents, observationSize]],
    observationSquares: ['float64', [agents, observationSize]],
    /** Written by the trainer once the rollout is complete. */
    advantages: ['float32', rows],
    returns: ['float32', rows],
  } as const satisfies ArrayLayout;
}

/**
 * The memory of a rollout: one block for each agent that learns, its steps in time order, so that what a worker writes is
 * one piece of memory and what an agent did is another. Where there is shared memory all workers write into the same.
 */
export function newRolloutBuffer(shape: RolloutShape) {
  return sharedArrays(rolloutLayout(shape));
}

/** Bytes in the arrays of a rollout. */
export function rolloutBytes(shape: RolloutShape): number {
  const arrays: ArrayLayout = rolloutLayout(shape);
  return Object.values(arrays).reduce(
    (total, [dtype, dimensions]) => total + elements(dimensions) * dtypes[dtype].BYTES_PER_ELEMENT,
    0,
  );
}

const elements = (dimensions: readonly number[]) => dimensions.reduce((product, size) => product * size, 1);

export type RolloutBuffer = ReturnType<typeof newRolloutBuffer>;
type Name = keyof RolloutBuffer;

/** The arrays of a rollout as plain typed arrays. */
export type RolloutRows = { readonly [K in Name]: RolloutBuffer[K]['data'] };

/** The arrays of `count` agents from `first` on, over the same memory. */
export function agentRows(buffer: RolloutBuffer, first: number, count: number): RolloutRows {
  return mapArrays(buffer, (array, perAgent) => array.subarray(first * perAgent, (first + count) * perAgent));
}

/** Writes the rows that a process has collected into the trainer's memory. */
export function setRows(buffer: RolloutBuffer, first: number, rows: RolloutRows): void {
  mapArrays(buffer, (array, perAgent, name) => {
    array.set(rows[name] as Float64Array, first * perAgent);
    return array;
  });
}

/** A copy of rows, in memory of its own. */
export function copyRows(rows: RolloutRows): RolloutRows {
  return Object.fromEntries(Object.entries(rows).map(([name, array]) => [name, array.slice()])) as RolloutRows;
}

function mapArrays(
  buffer: RolloutBuffer,
  f: (array: Float64Array, perAgent: number, name: Name) => ArrayLike<number>,
): RolloutRows {
  const agents = buffer.lastValues.shape[0]!;
  return Object.fromEntries(
    Object.entries(buffer).map(([name, { data }]) => {
      // All of them have `subarray` and `set` alike; one of their types stands for all.
      return [name, f(data as Float64Array, data.length / agents, name as Name)];
    }),
  ) as unknown as RolloutRows;
}
