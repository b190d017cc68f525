import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { box, dict, discrete } from '@longplay/envs';
import { Random, RunDirectoryError, SnapshotError } from '@longplay/runtime';
import { beforeAll, describe, expect, it } from 'vitest';
import { fileFolder } from '../../../../testing/temporary-folder.ts';
import { backendNamed } from '../backends/backends.ts';
import { bytesOf, checkpointFile, fixture, train, type Settings, type Trained } from '../fixtures/training.ts';
import { actionDistribution } from '../model/distribution.ts';
import { actionMapping } from './action-head.ts';
import { loadCheckpoint, scalingOfState, spaceFromJson, spaceToJson, type PpoState } from './checkpoint.ts';
import { scaleRow } from './running-statistics.ts';
import { loadPolicy, TrainedPolicy } from './trained-policy.ts';

const settings: Settings = {
  environment: fixture('clockwork'),
  environments: 4,
  ppo: { steps: 32, minibatch: 64, epochs: 4, learningRate: 1e-2 },
  policy: { hidden: [16] },
  normalization: { observations: true },
  totalTimesteps: 512,
};
const identity = (actions: string): Settings => ({
  ...settings,
  environment: fixture('identity'),
  environmentOptions: { actions },
});

const folder = await fileFolder();
let clockwork: Trained;
beforeAll(async () => {
  clockwork = await train(join(folder, 'clockwork'), settings);
});

const stateOf = (run: Trained) => loadCheckpoint(checkpointFile(run.path));
const random = Random.from(11);
const observationsOf = (size: number, count: number) =>
  Array.from({ length: count }, () => Array.from({ length: size }, () => 2 * random.float()));

/** Outputs and values of the trainer's own policy on observations, which it sees through the statistics. */
async function backendOutputs(state: PpoState, observations: readonly number[][]) {
  const { shape } = state.header;
  const { parameters } = state.arrays;
  const scaling = scalingOfState(state);
  const rows = observations.map((observation) => {
    const row = Float32Array.from(observation);
    if (scaling !== undefined) scaleRow(scaling, row, 0, row, 0);
    return [...row];
  });
  await using policy = await (await backendNamed('onnx')).openPolicy(shape, parameters);
  const outputs = (await policy.outputs(Float32Array.from(rows.flat()))).slice();
  return { outputs, values: (await policy.values(Float32Array.from(rows.flat()))).slice() };
}

describe('a trained policy', () => {
  it.each([
    { name: 'whole actions', options: settings },
    { name: 'several whole actions', options: identity('multi-discrete') },
    { name: 'flags', options: identity('multi-binary') },
    { name: 'real actions', options: identity('box') },
    { name: 'squashed actions', options: { ...identity('box'), policy: { hidden: [16], squash: true } } },
    {
      name: 'a shared network, observations as they are',
      options: { ...identity('multi-discrete'), policy: { hidden: [16], shared: true }, normalization: {} },
    },
  ])('acts as the one that was trained: $name', async ({ name, options }) => {
    const state = await stateOf(await train(join(folder, `acts with ${name}`), options));
    const policy = new TrainedPolicy(state);
    const { shape, actionSpace } = state.header;
    const observations = observationsOf(shape.observation, 300);
    const { outputs, values } = await backendOutputs(state, observations);
    const distribution = actionDistribution(shape, state.arrays.parameters);
    const squash = shape.head.kind === 'gaussian' && shape.head.squashed;
    const mapping = actionMapping(spaceFromJson(actionSpace), squash);
    const size = shape.head.kind === 'gaussian' ? shape.head.size : shape.head.sizes.length;
    const [modes, expected] = [new Float32Array(300 * size), new Float32Array(300 * size)];
    for (let row = 0; row < 300; row++) distribution.mode(outputs, row, undefined, modes);
    mapping.toEnvironment(modes, expected);
    for (const [row, observation] of observations.entries()) {
      const action = policy.act(observation);
      const parts = typeof action === 'number' ? [action] : Array.from(action as ArrayLike<number>);
      parts.forEach((part, i) => expect(part).toBeCloseTo(expected[row * size + i]!, 4));
      expect(policy.value(observation)).toBeCloseTo(values[row]!, 4);
    }
    expect(new Set(expected).size).toBeGreaterThan(1); // it does not always do the same
  });

  it('keeps a space of named observations with its bounds', () => {
    const space = dict({ gear: discrete(3), speed: box([-1, 0], 1), inner: dict({ angle: box(-2, 2) }) });
    expect(spaceFromJson(JSON.parse(JSON.stringify(spaceToJson(space))))).toEqual(space);
  });

  it('draws actions by their probabilities', async () => {
    const state = await stateOf(clockwork);
    const policy = new TrainedPolicy(state);
    const observation = [0.5, 0.25, 0.5];
    const { outputs } = await backendOutputs(state, [observation]);
    const weights = outputs.map(Math.exp);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const draws = 4000;
    const counts = [0, 0, 0];
    const stream = Random.from(12);
    for (let draw = 0; draw < draws; draw++) counts[policy.act(observation, { random: stream }) as number]! += 1;
    counts.forEach((count, action) => {
      const p = weights[action]! / total;
      expect(Math.abs(count / draws - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / draws)); // four deviations
    });
  });

  it('sees observations through the statistics that it was trained with', async () => {
    const state = await stateOf(clockwork);
    const { observations } = state.header;
    expect(observations).toMatchObject({ normalized: true, count: 512 });
    const bare = { ...state, header: { ...state.header, observations: { ...observations, normalized: false } } };
    const [policy, twin] = [new TrainedPolicy(state), new TrainedPolicy(bare)];
    const seen = observationsOf(3, 200);
    expect(seen.filter((observation) => policy.act(observation) !== twin.act(observation)).length).toBeGreaterThan(20);
  });

  it('does nothing that its mask forbids', async () => {
    const policy = await loadPolicy(clockwork.path);
    for (const observation of observationsOf(3, 50)) {
      const best = policy.act(observation) as number;
      const mask = [1, 1, 1].with(best, 0);
      expect(policy.act(observation, { mask })).not.toBe(best);
      expect(policy.act(observation, { mask: [0, 0, 0].with(best, 1), random })).toBe(best);
      for (let draw = 0; draw < 20; draw++) expect(policy.act(observation, { mask, random })).not.toBe(best);
    }
    expect(() => policy.act([0, 0, 0], { mask: [0, 0, 0] })).toThrow(new RangeError('a mask leaves no legal action'));
    expect(() => policy.act([0, 0, 0], { mask: [1, 1] })).toThrow(
      new RangeError('the mask of this policy has 3 flags; got 2'),
    );
  });

  it.each([
    { what: 'too few numbers', observation: [0, 0], message: /2 numbers/ },
    { what: 'NaN', observation: [0, Number.NaN, 0], message: /NaN/ },
    { what: 'a number alone', observation: 3, message: /3/ },
    {
      what: 'a number outside the space',
      observation: [0, 2e6, 0, 0],
      message: /2000000/,
      options: identity('discrete'),
    },
  ])('refuses what is no observation: $what', async ({ observation, message, options }) => {
    const run = options === undefined ? clockwork : await train(join(folder, 'identity'), options);
    const policy = await loadPolicy(run.path);
    for (const method of ['act', 'value'] as const) {
      expect(() => policy[method](observation)).toThrow(RangeError);
      expect(() => policy[method](observation)).toThrow(/^not an observation of file:.*/);
      expect(() => policy[method](observation)).toThrow(message);
    }
  });

  it('gives actions that are the caller’s own', async () => {
    const run = await train(join(folder, 'own'), identity('box'));
    const policy = await loadPolicy(run.path);
    const first = policy.act([0, 1]) as Float32Array;
    const kept = first.slice();
    policy.act([1, 3]);
    expect(first).toEqual(kept);
  });

  it('tells what it sees and does', async () => {
    const policy = await loadPolicy(clockwork.path);
    expect(policy.environment).toBe(fixture('clockwork'));
    expect(policy.observationSpace).toEqual({
      type: 'box',
      low: new Float64Array(3).fill(-Infinity),
      high: new Float64Array(3).fill(Infinity),
    });
    expect(policy.actionSpace).toEqual({ type: 'discrete', n: 3 });
  });
});

const valueOf = async (place: string) => (await loadPolicy(place)).value([0.5, 0.5, 0.5]);

describe('loadPolicy', () => {
  it('takes the best of a run, else the final, else the newest, or a file', async () => {
    const path = join(folder, 'choices');
    await train(path, { ...settings, checkpointEvery: 128 }, { updates: 2 });
    expect(await valueOf(path)).toBe(await valueOf(checkpointFile(path, 256)));
    await train(path, settings);
    expect(await valueOf(path)).toBe(await valueOf(checkpointFile(path)));
    expect(await valueOf(path)).not.toBe(await valueOf(checkpointFile(path, 256)));
    await copyFile(checkpointFile(path, 256), checkpointFile(path, 'best'));
    expect(await valueOf(path)).toBe(await valueOf(checkpointFile(path, 256)));
    expect(bytesOf(path)).not.toEqual(bytesOf(path, 'best'));
  });

  it('says where there is none, and what is none', async () => {
    await expect(loadPolicy(join(folder, 'nowhere'))).rejects.toThrow(RunDirectoryError);
    await expect(loadPolicy(folder)).rejects.toThrow(RunDirectoryError);
    await expect(loadPolicy(new URL(import.meta.url).pathname)).rejects.toThrow(SnapshotError);
  });
});
