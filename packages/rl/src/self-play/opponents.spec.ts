import { newBatchStep, rowsOfStep, setStep, SyncVecEnv, type BatchStep } from '@longplay/envs';
import { Random } from '@longplay/runtime';
import { expect, it, onTestFinished } from 'vitest';
import { backendNamed } from '../backends/backends.ts';
import { batch as duel } from '../fixtures/duel.ts';
import { initialParameters } from '../model/initialise.ts';
import type { NetworkShape } from '../model/shape.ts';
import { actionMapping } from '../ppo/action-head.ts';
import { Actor, type PolicyVersion } from '../ppo/acting.ts';
import { scaleRow } from '../ppo/running-statistics.ts';
import { streams } from '../ppo/streams.ts';
import { learnersOf, planLineup } from './lineup.ts';
import { Opponents } from './opponents.ts';

const seed = 5;
const lineup = planLineup([0, 0, 1, 1], 14, 0.5); // 3 matches against older versions, 2 without
const onnx = await backendNamed('onnx');
const options = { side: 2, lengths: [6, 9], cutsOff: true };
const { observationSize, actionSpace, maskSize } = duel(1, options);
const mapping = actionMapping(actionSpace, false);
const shape: NetworkShape = {
  observation: observationSize,
  hidden: [8],
  valueHidden: [8],
  activation: 'tanh',
  shared: false,
  head: mapping.head,
};
const version: PolicyVersion = {
  parameters: initialParameters(shape, Random.from(3), { orthogonal: false, logStd: 0 }),
  scaling: {
    shift: new Float64Array(observationSize).fill(0.2),
    scale: new Float64Array(observationSize).fill(3),
    clip: 2,
  },
};

async function openActor(): Promise<Actor> {
  const actor = await Actor.open(onnx, shape, mapping);
  onTestFinished(() => actor[Symbol.asyncDispose]());
  await actor.load(version);
  return actor;
}

/** Matches [first, first + count) as their learning agents see them. */
async function openOpponents(first = 0, count = lineup.matches.length): Promise<Opponents> {
  const environments = new SyncVecEnv(duel(count, options), { firstIndex: first });
  const opponents = new Opponents({ environments, lineup, first, seed, actor: await openActor(), now: () => 0 });
  await opponents.load(version);
  return opponents;
}

/** A legal action for each row, always the same for what it sees. */
function legal({ masks }: BatchStep): Float32Array {
  return Float32Array.from({ length: masks.length / maskSize }, (_, row) =>
    masks.subarray(row * maskSize, (row + 1) * maskSize).lastIndexOf(1),
  );
}

const copy = (layout: SyncVecEnv, step: BatchStep) => {
  const own = newBatchStep(layout, step.rewards.length);
  setStep(own, step);
  return own;
};

it('shows the rows that learn of the very matches in which its version plays the others', async () => {
  const all = new SyncVecEnv(duel(lineup.matches.length, options));
  const opponents = await openOpponents();
  const actor = await openActor();
  const learning = lineup.matches.flatMap((_, match) => learnersOf(lineup, match).map((agent) => match * 4 + agent));
  expect(opponents.rows).toBe(14);
  const randoms = Array.from({ length: all.rows }, (_, row) =>
    Random.from(seed, streams.opponentActions, Math.floor(row / 4), row % 4),
  );
  let step = await all.reset(9);
  let shown = await opponents.reset(9);
  const ends = { terminated: 0, truncated: 0 };
  for (let t = 0; t < 40; t++) {
    for (const end of ['terminated', 'truncated'] as const) ends[end] += shown[end].filter(Boolean).length;
    for (const [row, from] of learning.entries()) {
      expect(rowsOfStep(shown, all, row, 1)).toEqual(rowsOfStep(step, all, from, 1));
    }
    const actions = legal(step);
    for (let row = 0; row < all.rows; row++) {
      if (learning.includes(row)) continue;
      // By itself, as any row of a batch: the policy's outputs on what this row sees, scaled.
      const observation = new Float32Array(observationSize);
      scaleRow(version.scaling!, step.observations, row * observationSize, observation, 0);
      const outputs = await actor.policy.outputs(observation);
      const mask = step.masks.subarray(row * maskSize, (row + 1) * maskSize);
      const action = new Float32Array(1);
      actor.distribution.sample(outputs, 0, mask, randoms[row]!, action);
      actions[row] = action[0]!;
    }
    shown = await opponents.step(legal(shown));
    step = await all.step(actions);
  }
  expect(Math.min(ends.terminated, ends.truncated)).toBeGreaterThan(14);
});

it('is the same in parts, and goes on exactly from its states', async () => {
  const layout = new SyncVecEnv(duel(1, options));
  const whole = await openOpponents();
  const parts = [await openOpponents(0, 2), await openOpponents(2, 3)];
  const play = async (opponents: Opponents, step: BatchStep, steps: number) => {
    const played = [copy(layout, step)];
    for (let t = 0; t < steps; t++) played.push(copy(layout, await opponents.step(legal(played.at(-1)!))));
    return played;
  };
  await play(whole, await whole.reset(9), 13);
  const states = JSON.parse(JSON.stringify(await whole.saveState())) as unknown[];
  const continued = await play(whole, await whole.loadState(states), 20);
  // In a fresh one the places that mean nothing are empty, as they are in fresh parts.
  const fresh = await openOpponents();
  const expected = await play(fresh, await fresh.loadState(states), 20);
  expect(continued.map(({ rewards }) => rewards)).toEqual(expected.map(({ rewards }) => rewards));
  let from = 0;
  for (const [i, part] of parts.entries()) {
    const own = await play(part, await part.loadState(i === 0 ? states.slice(0, 2) : states.slice(2)), 20);
    for (const [t, step] of own.entries()) {
      expect(step).toEqual(rowsOfStep(expected[t]!, layout, from, part.rows));
    }
    from += part.rows;
  }
  expect(from).toBe(whole.rows);
});
