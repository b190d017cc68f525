import { Random } from '@longplay/runtime';
import type { BatchLayout, BatchStep } from '../batch-env.ts';
import { sample } from '../space-values.ts';
import { newBatchStep, rowsOfStep, setStep } from './batch-step.ts';
import type { VecEnv } from './vec-env.ts';

/** Actions, by which a game can be played again. */
export interface Game {
  readonly seed: number;
  readonly actions: readonly Float32Array[];
}

/** A game, and what came of it. */
export interface Recording extends Game {
  /** After the reset, and after each of the actions. */
  readonly steps: readonly BatchStep[];
}

/** Plays `count` random legal actions from a reset on. */
export async function record(environments: VecEnv, seed: number, count: number): Promise<Recording> {
  const random = Random.from(seed, count);
  const steps = [copyStep(environments, await environments.reset(seed))];
  const actions: Float32Array[] = [];
  for (let t = 0; t < count; t++) {
    actions.push(randomActions(environments, steps[t]!.masks, random));
    steps.push(copyStep(environments, await environments.step(actions[t]!)));
  }
  return { seed, actions, steps };
}

/** The steps that the actions lead to from here. */
export async function replay(environments: VecEnv, actions: readonly Float32Array[]): Promise<BatchStep[]> {
  const steps: BatchStep[] = [];
  for (const all of actions) steps.push(copyStep(environments, await environments.step(all)));
  return steps;
}

/** The steps of a game, that after the reset included. */
export async function replayFrom(environments: VecEnv, { seed, actions }: Game): Promise<BatchStep[]> {
  const first = copyStep(environments, await environments.reset(seed));
  return [first, ...(await replay(environments, actions))];
}

function copyStep(layout: BatchLayout, step: BatchStep): BatchStep {
  const copy = newBatchStep(layout, step.rewards.length);
  setStep(copy, step);
  return copy;
}

function randomActions({ rows, actionSpace, actionSize, maskSize }: VecEnv, masks: Uint8Array, random: Random) {
  const actions = new Float32Array(rows * actionSize);
  for (let row = 0; row < rows; row++) {
    const mask = maskSize === 0 ? undefined : masks.subarray(row * maskSize, (row + 1) * maskSize);
    const action = sample(actionSpace, random, mask);
    actions.set(typeof action === 'number' ? [action] : (action as ArrayLike<number>), row * actionSize);
  }
  return actions;
}

/** In the order in which differences are looked for: the later often follow from the earlier. */
const fields = [
  'terminated',
  'truncated',
  'rewards',
  'rewardParts',
  'outcomes',
  'finalObservations',
  'observations',
  'masks',
] as const satisfies readonly (keyof BatchStep)[];

/** What only the rows hold whose episode has ended. */
const ofEnds: ReadonlySet<keyof BatchStep> = new Set(['outcomes', 'finalObservations']);

/** Where lists of steps first differ in a bit, such as `other rewards in row 3 after 17 steps`; undefined when they are equal. */
export function firstDifference(
  layout: BatchLayout,
  expected: readonly BatchStep[],
  got: readonly BatchStep[],
): string | undefined {
  for (const [t, step] of expected.entries()) {
    const difference = differenceOf(layout, step, got[t]!);
    if (difference !== undefined) return `${difference} after ${t} steps`;
  }
  return undefined;
}

/** Where two steps first differ in a bit, such as `other rewards in row 3`; undefined when they are equal. */
export function differenceOf(
  layout: BatchLayout,
  expected: BatchStep,
  got: BatchStep,
  names: readonly (keyof BatchStep)[] = fields,
): string | undefined {
  for (let row = 0; row < expected.rewards.length; row++) {
    const a = rowsOfStep(expected, layout, row, 1);
    const b = rowsOfStep(got, layout, row, 1);
    const ended = a.terminated[0] !== 0 || a.truncated[0] !== 0;
    const name = names.find((field) => (ended || !ofEnds.has(field)) && !sameBits(a[field], b[field]));
    if (name !== undefined) return `other ${name}${expected.rewards.length === 1 ? '' : ` in row ${row}`}`;
  }
  return undefined;
}

function sameBits(a: ArrayBufferView, b: ArrayBufferView): boolean {
  return bytesOf(a).equals(bytesOf(b));
}

function bytesOf(view: ArrayBufferView): Buffer {
  return Buffer.from(view.buffer, view.byteOffset, view.byteLength);
}
