import { Random } from '@longplay/runtime';
import { describe, expect, it } from 'vitest';
import { singleAgentIds } from '../fixtures/single-agent-ids.ts';
import { make, registered } from '../registry.ts';
import { sample } from '../space-values.ts';
import { newBatchStep } from '../vector/batch-step.ts';

/** The environments that are systems in motion. */
const dynamicsIds = singleAgentIds.filter((id) => id !== 'LongView-v0');

describe.each(dynamicsIds)('%s', (id) => {
  it('goes on as a batch from the state of a single environment, and the other way round', () => {
    const [env, other] = [make(id), make(id)];
    const batch = registered(id, {}).makeBatch(2);
    const out = newBatchStep(batch, 2);
    const act = () => sample(env.actionSpace, random) as number | Float32Array;
    const random = Random.from(1);
    env.reset({ seed: 1 });
    batch.reset(0, 2, out);
    env.step(act());
    batch.loadState!(1, JSON.parse(JSON.stringify(env.saveState!())), out);
    for (let step = 0; step < 5; step++) {
      const action = act();
      const result = env.step(action);
      const row = typeof action === 'number' ? [action] : action;
      batch.step(Float32Array.of(...row, ...row), out);
      const size = batch.observationSize;
      expect(out.observations.subarray(size)).toEqual(result.observation);
      expect(out.rewards[1]).toBe(result.reward);
    }
    other.loadState!(batch.saveState!(1));
    const action = act();
    expect(other.step(action)).toEqual(env.step(action));
  });

  it('draws itself', () => {
    const env = make(id);
    env.reset({ seed: 1 });
    const lines = env.render!().split('\n');
    expect(new Set(lines.map((line) => line.length)).size).toBe(1);
    expect(lines.length).toBeLessThanOrEqual(16);
    expect(lines[0]!.length).toBeLessThanOrEqual(60);
    expect(env.renderSvg!()).toMatch(/^<svg [^]*<\/svg>$/);
    const before = [env.render!(), env.renderSvg!()];
    for (let step = 0; step < 3; step++) env.step(id.endsWith('Continuous-v0') || id === 'Pendulum-v1' ? [1] : 0);
    expect(env.renderSvg!()).not.toBe(before[1]);
  });

  it('begins with the same episode on every run where it never had a seed', () => {
    expect(make(id).reset()).toEqual(make(id).reset());
  });

  it('takes a step in an episode only', () => {
    const env = make(id);
    const action = sample(env.actionSpace, Random.from(1));
    expect(() => env.step(action)).toThrow(new RangeError(`${id}: no episode is running; call reset before step`));
  });
});

it.each([
  ['CartPole-v1', 2, '2 is no whole number from 0 to 1'],
  ['CartPole-v1', [1], 'a row is no whole number from 0 to 1'],
  ['Pendulum-v1', [NaN], 'number 0 is NaN'],
  ['Pendulum-v1', [1, 1], 'it has 2 numbers, Box(1) has 1'],
  ['Pendulum-v1', 1, '1 is no row of 1 numbers, as Box(1) has'],
])('%s refuses the action %j', (id, action, message) => {
  const env = make(id);
  env.reset();
  expect(() => env.step(action)).toThrow(new RangeError(`${id}: no such action: ${message}`));
});

it('clips an action beyond its bounds, as Gymnasium does', () => {
  const [one, other] = [make('Pendulum-v1'), make('Pendulum-v1')];
  for (const env of [one, other]) env.reset({ seed: 1 });
  expect(one.step([5])).toEqual(other.step([2]));
});

it('gives observations that later steps leave alone', () => {
  const env = make('CartPole-v1');
  const { observation } = env.reset({ seed: 1 });
  const copy = Float32Array.from(observation as Float32Array);
  env.step(1);
  expect(observation).toEqual(copy);
});
