import { sharedArrays, type SharedArrayOptions } from '@longplay/runtime';
import type { BatchLayout, BatchStep } from '../batch-env.ts';

/** Memory for the results of `rows` agents, filled with zeros; in shared memory where threads are to see it. */
export function newBatchStep(
  layout: BatchLayout,
  rows: number,
  { shared = false }: SharedArrayOptions = {},
): BatchStep {
  const arrays = sharedArrays(
    {
      observations: ['float32', [rows, layout.observationSize]],
      finalObservations: ['float32', [rows, layout.observationSize]],
      rewards: ['float64', [rows]],
      terminated: ['uint8', [rows]],
      truncated: ['uint8', [rows]],
      masks: ['uint8', [rows, layout.maskSize]],
      rewardParts: ['float64', [rows, layout.rewardParts.length]],
      outcomes: ['int8', [rows]],
    },
    { shared },
  );
  return {
    observations: arrays.observations.data,
    finalObservations: arrays.finalObservations.data,
    rewards: arrays.rewards.data,
    terminated: arrays.terminated.data,
    truncated: arrays.truncated.data,
    masks: arrays.masks.data,
    rewardParts: arrays.rewardParts.data,
    outcomes: arrays.outcomes.data,
  };
}

/** Rows [from, from + count) of a step: views of the same memory. */
export function rowsOfStep(step: BatchStep, layout: BatchLayout, from: number, count: number): BatchStep {
  const rows = (size: number): [number, number] => [from * size, (from + count) * size];
  return {
    observations: step.observations.subarray(...rows(layout.observationSize)),
    finalObservations: step.finalObservations.subarray(...rows(layout.observationSize)),
    rewards: step.rewards.subarray(...rows(1)),
    terminated: step.terminated.subarray(...rows(1)),
    truncated: step.truncated.subarray(...rows(1)),
    masks: step.masks.subarray(...rows(layout.maskSize)),
    rewardParts: step.rewardParts.subarray(...rows(layout.rewardParts.length)),
    outcomes: step.outcomes.subarray(...rows(1)),
  };
}

/** Copies the rows of one step into another of the same layout and size. */
export function setStep(into: BatchStep, from: BatchStep): void {
  into.observations.set(from.observations);
  into.finalObservations.set(from.finalObservations);
  into.rewards.set(from.rewards);
  into.terminated.set(from.terminated);
  into.truncated.set(from.truncated);
  into.masks.set(from.masks);
  into.rewardParts.set(from.rewardParts);
  into.outcomes.set(from.outcomes);
}
