import { actionSize, maskSizeOf } from '../actions.ts';
import type { BatchLayout, BatchStep } from '../batch-env.ts';
import { flatSize, flattenSpace } from '../flatten.ts';
import { describeMismatch } from '../space-values.ts';
import { maskProblem } from '../step-problems.ts';
import { newBatchStep } from './batch-step.ts';
import type { VecEnv } from './vec-env.ts';

/** What is wrong with the numbers that a VecEnv gives for its spaces. */
export function layoutProblems(environments: VecEnv): string[] {
  const { rows, observationSpace, actionSpace, observationSize, maskSize } = environments;
  const problems: string[] = [];
  const expect = (name: string, value: number, allowed: readonly number[]) => {
    if (!allowed.includes(value)) problems.push(`${name} is ${value}, and should be ${allowed.join(' or ')}`);
  };
  if (!(Number.isSafeInteger(rows) && rows >= 1)) problems.push(`rows is ${rows}, and should be a whole number from 1`);
  expect('observationSize', observationSize, [flatSize(observationSpace)]);
  expect('actionSize', environments.actionSize, [actionSize(actionSpace)]);
  expect('maskSize', maskSize, [0, maskSizeOf(actionSpace)]);
  return problems;
}

/** What is wrong with the arrays of a step, whatever is in them. */
export function shapeProblems(layout: BatchLayout, rows: number, step: BatchStep): string[] {
  return Object.entries(newBatchStep(layout, rows)).flatMap(([name, expected]: [string, Float32Array]) => {
    const array: unknown = step[name as keyof BatchStep];
    const kind = expected.constructor.name;
    if (!(ArrayBuffer.isView(array) && array.constructor.name === kind)) return [`${name} is no ${kind}`];
    const { length } = array as Float32Array;
    return length === expected.length ? [] : [`${name} has ${length} numbers in place of ${expected.length}`];
  });
}

/** What is first wrong with the values of a step. */
export function valueProblem(layout: BatchLayout, step: BatchStep): string | undefined {
  for (let row = 0; row < step.rewards.length; row++) {
    const problem = rowProblem(layout, step, row);
    if (problem !== undefined) return `environment ${row}: ${problem}`;
  }
  return undefined;
}

function rowProblem(layout: BatchLayout, step: BatchStep, row: number): string | undefined {
  const { observationSpace, observationSize, actionSpace, maskSize, rewardParts } = layout;
  const of = <A extends Float32Array | Float64Array | Uint8Array>(array: A, size: number) =>
    array.subarray(row * size, (row + 1) * size) as A;
  const space = flattenSpace(observationSpace);
  const flags = [step.terminated[row]!, step.truncated[row]!];
  if (flags.some((flag) => flag > 1))
    return `terminated and truncated are ${flags.join(' and ')}, and should be 0 or 1`;
  const reward = step.rewards[row]!;
  if (!Number.isFinite(reward)) return `its reward is ${reward}`;
  const parts = of(step.rewardParts, rewardParts.length);
  const sum = parts.reduce((total, part) => total + part, 0);
  if (parts.length > 0 && !(Math.abs(sum - reward) <= 1e-6 * Math.max(1, Math.abs(reward)))) {
    return `its reward is ${reward}, and the parts of it make ${sum}`;
  }
  const mismatch = describeMismatch(space, of(step.observations, observationSize));
  if (mismatch !== undefined) return `its observation is outside its space: ${mismatch}`;
  if (flags.includes(1)) {
    const finalMismatch = describeMismatch(space, of(step.finalObservations, observationSize));
    if (finalMismatch !== undefined)
      return `the last observation of its episode is outside its space: ${finalMismatch}`;
  }
  return maskSize === 0 ? undefined : maskProblem(actionSpace, of(step.masks, maskSize))?.message;
}
