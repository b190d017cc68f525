import { Random } from '@longplay/runtime';
import type { BatchLayout, BatchStep } from '../batch-env.ts';
import { sample } from '../space-values.ts';
import { newBatchStep, rowsOfStep, setStep } from './batch-step.ts';
import type { VecEnv } from './vec-env.ts';

/** A copy of a step, which stays when the next one is made. */
export function copyStep(layout: BatchLayout, step: BatchStep): BatchStep {
  const copy = newBatchStep(layout, step.rewards.length);
  setStep(copy, step);
  return copy;
}

/** An action for each environment, drawn among the legal ones. */
export function randomActions(layout: BatchLayout, masks: Uint8Array, rows: number, random: Random): Float32Array {
  const { actionSpace, actionSize, maskSize } = layout;
  const actions = new Float32Array(rows * actionSize);
  for (let row = 0; row < rows; row++) {
    const mask = maskSize === 0 ? undefined : masks.subarray(row * maskSize, (row + 1) * maskSize);
    const action = sample(actionSpace, random, mask);
    actions.set(typeof action === 'number' ? [action] : (action as ArrayLike<number>), row * actionSize);
  }
  return actions;
}

/** What was done, and what came of it. */
export interface Recording {
  /** After the reset. */
  readonly first: BatchStep;
  readonly actions: readonly Float32Array[];
  readonly steps: readonly BatchStep[];
}

/** Plays random legal actions from a reset on. */
export async function record(environments: VecEnv, seed: number, count: number): Promise<Recording> {
  const random = Random.from(seed, count);
  const first = copyStep(environments, await environments.reset(seed));
  const actions: Float32Array[] = [];
  const steps: BatchStep[] = [];
  let { masks } = first;
  for (let t = 0; t < count; t++) {
    actions.push(randomActions(environments, masks, environments.rows, random));
    const step = copyStep(environments, await environments.step(actions[t]!));
    steps.push(step);
    masks = step.masks;
  }
  return { first, actions, steps };
}

/** The steps that recorded actions lead to now. */
export async function replay(environments: VecEnv, actions: readonly Float32Array[]): Promise<BatchStep[]> {
  const steps: BatchStep[] = [];
  for (const row of actions) steps.push(copyStep(environments, await environments.step(row)));
  return steps;
}

/** In the order in which differences are looked for: what else differs follows from the first. */
const fields = [
  'terminated',
  'truncated',
  'rewards',
  'rewardParts',
  'finalObservations',
  'observations',
  'masks',
] as const satisfies readonly (keyof BatchStep)[];

/** Where two steps of the same environments first differ in a bit, such as `rewards of environment 3`. */
export function differenceOf(
  layout: BatchLayout,
  a: BatchStep,
  b: BatchStep,
  names: readonly (keyof BatchStep)[] = fields,
): string | undefined {
  for (let row = 0; row < a.rewards.length; row++) {
    const ended = a.terminated[row] !== 0 || a.truncated[row] !== 0;
    const own = rowsOfStep(a, layout, row, 1);
    const other = rowsOfStep(b, layout, row, 1);
    const differs = (name: keyof BatchStep) => !sameBits(own[name], other[name]);
    const different = names.find((name) => (ended || name !== 'finalObservations') && differs(name));
    if (different !== undefined) return `${different} of environment ${row}`;
  }
  return undefined;
}

function sameBits(a: ArrayBufferView, b: ArrayBufferView): boolean {
  const bytes = (view: ArrayBufferView) => Buffer.from(view.buffer, view.byteOffset, view.byteLength);
  return bytes(a).equals(bytes(b));
}
