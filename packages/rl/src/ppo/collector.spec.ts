import { batchOf, environmentSeed, SyncVecEnv, type Box, type Env } from '@longplay/envs';
import { Random } from '@longplay/runtime';
import { describe, expect, it, onTestFinished } from 'vitest';
import { backendNamed } from '../backends/backends.ts';
import type { Policy } from '../backends/policy.ts';
import {
  Clockwork,
  firstEpisode,
  maskAt,
  observationAt,
  type ClockworkOptions,
  type Ending,
} from '../fixtures/clockwork.ts';
import forgetful from '../fixtures/forgetful.ts';
import { actionDistribution } from '../model/distribution.ts';
import { initialParameters } from '../model/initialise.ts';
import type { NetworkShape } from '../model/shape.ts';
import { actionMapping } from './action-head.ts';
import { Collector } from './collector.ts';
import { episodeEnd } from './gae.ts';
import { copyRows, agentRows, newRolloutBuffer, type RolloutRows } from './rollout-buffer.ts';
import { scaleRow, type Scaling } from './running-statistics.ts';
import { streams } from './streams.ts';

const seed = 21;
const environments = 4;
const steps = 11;
const endings = ['terminated', 'truncated', 'both'] as const;
const lengths = [3, 5, 4];
/** A step that is both terminated and truncated counts as terminated. */
const endOf = { ...episodeEnd, both: episodeEnd.terminated };
const onnx = await backendNamed('onnx');

interface Setting extends ClockworkOptions {
  readonly squash?: boolean;
  readonly make?: (options: ClockworkOptions) => Env;
}

/** Collectors that share the environments as told, over one buffer. */
async function openCollectors(setting: Setting = {}, parts: readonly number[] = [environments]) {
  const { squash = false, make = (options) => new Clockwork(options) } = setting;
  const one = batchOf([make(setting)]);
  const mapping = actionMapping(one.actionSpace, squash);
  const { observationSize, actionSize, maskSize } = one;
  const shape: NetworkShape = {
    observation: observationSize,
    hidden: [8],
    valueHidden: [8],
    activation: 'tanh',
    shared: false,
    head: mapping.head,
  };
  // Weights of an even size make actions that depend on the observation; a large deviation leaves the bounds.
  const parameters = initialParameters(shape, Random.from(5), { orthogonal: false, logStd: 0.5 });
  const buffer = newRolloutBuffer({
    agents: environments,
    steps,
    observationSize,
    actionSize,
    maskSize,
    rewardParts: 2,
  });
  const open = async (count: number, index: number) => {
    const first = parts.slice(0, index).reduce((sum, part) => sum + part, 0);
    const batch = batchOf(
      Array.from({ length: count }, () => make(setting)),
      { firstIndex: first },
    );
    const policy = await onnx.openPolicy(shape, parameters);
    onTestFinished(() => policy[Symbol.asyncDispose]());
    const distribution = actionDistribution(shape, parameters);
    const rows = agentRows(buffer, first, count);
    const vector = new SyncVecEnv(batch, { firstIndex: first });
    return new Collector({
      environments: vector,
      agents: Array.from({ length: count }, () => 1),
      first,
      seed,
      steps,
      policy,
      distribution,
      mapping,
      rows,
      now: () => 0,
    });
  };
  const collectors = await Promise.all(parts.map(open));
  const policy = await onnx.openPolicy(shape, parameters);
  onTestFinished(() => policy[Symbol.asyncDispose]());
  return { collectors, rows: agentRows(buffer, 0, environments), shape, parameters, policy, mapping };
}

/** What the clockworks do over several rollouts, by their own rules. */
function course(environment: number, from: number, offset = 0) {
  const own = environmentSeed(seed, environment);
  let episode = firstEpisode(own);
  let step = 0;
  const seen = [];
  for (let t = 0; t < from + steps; t++) {
    const length = lengths[episode % lengths.length]!;
    const ending: Ending | 'none' = step + 1 === length ? endings[episode % endings.length]! : 'none';
    const observation = observationAt(own, episode, step, offset);
    seen.push({
      observation,
      mask: maskAt(step),
      step,
      length,
      ending,
      final: observationAt(own, episode, step + 1, offset),
    });
    step += 1;
    if (ending !== 'none') {
      episode += 1;
      step = 0;
    }
  }
  return { seen: seen.slice(from), next: observationAt(own, episode, step, offset) };
}

const places = Array.from({ length: environments * steps }, (_, place) => place);
const rowOf = <T extends Float32Array | Float64Array | Uint8Array>(array: T, row: number, size: number) =>
  Array.from(array.subarray(row * size, (row + 1) * size));
const clear = (rows: RolloutRows) => Object.values(rows).forEach((array) => array.fill(0));
const valueOf = async (policy: Policy, observation: readonly number[]) =>
  (await policy.values(Float32Array.from(observation)))[0];

/** What a place of a rollout holds; undefined where it means nothing. */
function placeOf(rows: RolloutRows, place: number) {
  const end = rows.ends[place];
  return {
    observation: rowOf(rows.observations, place, 3),
    mask: rowOf(rows.masks, place, 3),
    value: rows.values[place],
    reward: rows.rewards[place],
    end,
    finalValue: end === episodeEnd.truncated ? rows.finalValues[place] : undefined,
    episode: end === episodeEnd.none ? undefined : [rows.episodeRewards[place], rows.episodeLengths[place]],
  };
}

describe('a rollout', () => {
  it('holds what happened in it, and so does the next one', async () => {
    const { collectors: [collector], rows, policy } = await openCollectors(); // prettier-ignore
    await collector!.reset(seed);
    /** Rewards of each environment since the beginning: episodes go on from rollout to rollout. */
    const rewards: number[][] = Array.from({ length: environments }, () => []);
    for (const rollout of [0, 1]) {
      await collector!.collect(undefined);
      for (let environment = 0; environment < environments; environment++) {
        const { seen, next } = course(environment, rollout * steps);
        const parts = [0, 0];
        for (const [t, { observation, mask, step, length, ending, final }] of seen.entries()) {
          const place = environment * steps + t;
          const action = rows.actions[place]!;
          expect(mask[action]).toBe(1);
          const reward = step / 8 + action / 4;
          rewards[environment]!.push(reward);
          parts[0]! += step / 8;
          parts[1]! += action / 4;
          const episode = rewards[environment]!.slice(-length).reduce((sum, earned) => sum + earned, 0);
          expect(placeOf(rows, place)).toEqual({
            observation: observation.map(Math.fround),
            mask,
            value: await valueOf(policy, observation),
            reward,
            end: endOf[ending],
            finalValue: ending === 'truncated' ? await valueOf(policy, final) : undefined,
            episode: ending === 'none' ? undefined : [episode, length],
          });
        }
        expect(rows.lastValues[environment]).toBe(await valueOf(policy, next));
        expect(rowOf(rows.rewardParts, environment, 2)).toEqual(parts);
      }
    }
  });

  it('has the actions of each environment from its own stream, with their log-probabilities', async () => {
    const { collectors: [collector], rows, shape, parameters, policy } = await openCollectors(); // prettier-ignore
    await collector!.reset(seed);
    await collector!.collect(undefined);
    const distribution = actionDistribution(shape, parameters);
    const drawn = new Float32Array(1);
    for (let environment = 0; environment < environments; environment++) {
      const random = Random.from(seed, streams.actions, environment);
      for (const [t, { observation, mask }] of course(environment, 0).seen.entries()) {
        const outputs = await policy.outputs(Float32Array.from(observation));
        const logProbability = distribution.sample(outputs, 0, Uint8Array.from(mask), random, drawn);
        const place = environment * steps + t;
        expect([rows.actions[place], rows.logProbabilities[place]]).toEqual([drawn[0], Math.fround(logProbability)]);
      }
    }
    expect(new Set(rows.actions)).toEqual(new Set([0, 1, 2]));
  });

  it('is the same however the environments are shared', async () => {
    const collected: RolloutRows[] = [];
    for (const parts of [[4], [1, 3], [3, 1], [2, 2], [1, 1, 1, 1]]) {
      const { collectors, rows } = await openCollectors({}, parts);
      const scaling = { shift: Float64Array.of(0.3, 0.2, 0.5), scale: Float64Array.of(2, 3, 4), clip: 3 };
      for (const collector of collectors) {
        await collector.reset(seed);
        await collector.collect(undefined);
        await collector.collect(scaling);
      }
      collected.push(copyRows(rows));
    }
    for (const rows of collected) expect(rows).toEqual(collected[0]);
  });

  it('with a scaling shows the networks what is scaled, and keeps the moments of what is raw', async () => {
    const raw = places.map((place) => course(Math.floor(place / steps), 0, 1000).seen[place % steps]!);
    const scaling: Scaling = {
      shift: Float64Array.of(1000.2, 1000.1, 1000.4),
      scale: Float64Array.of(2, 1, 2),
      clip: 0.9,
    };
    const { collectors: [collector], rows, policy } = await openCollectors({ offset: 1000 }); // prettier-ignore
    await collector!.reset(seed);
    await collector!.collect(scaling);
    const scaled = (observation: readonly number[]) => {
      const out = new Float32Array(3);
      scaleRow(scaling, observation.map(Math.fround), 0, out, 0);
      return [...out];
    };
    for (const place of places) {
      const { observation, ending, final } = raw[place]!;
      expect(placeOf(rows, place)).toMatchObject({
        observation: scaled(observation),
        value: await valueOf(policy, scaled(observation)),
        finalValue: ending === 'truncated' ? await valueOf(policy, scaled(final)) : undefined,
      });
    }
    expect(Math.max(...rows.observations)).toBe(Math.fround(0.9));
    for (let environment = 0; environment < environments; environment++) {
      const { next } = course(environment, 0, 1000);
      expect(rows.lastValues[environment]).toBe(await valueOf(policy, scaled(next)));
      for (let feature = 0; feature < 3; feature++) {
        const column = rowOf(
          Float64Array.from(raw, ({ observation }) => Math.fround(observation[feature]!)),
          environment,
          steps,
        );
        const mean = column.reduce((sum, x) => sum + x, 0) / steps;
        const squares = column.reduce((sum, x) => sum + (x - mean) ** 2, 0);
        expect(rows.observationMeans[environment * 3 + feature]).toBeCloseTo(mean, 10);
        expect(rows.observationSquares[environment * 3 + feature]).toBeCloseTo(squares, 8);
      }
    }
  });
});

describe('real actions', () => {
  // Jammed clockworks would throw: whatever arrives is within the bounds.
  it.each([false, true])('reach the environment within its bounds; squashed: %s', async (squash) => {
    const { collectors: [collector], rows, mapping } = await openCollectors({ continuous: true, squash }); // prettier-ignore
    const { low, high } = new Clockwork({ continuous: true }).actionSpace as Box;
    await collector!.reset(seed);
    await collector!.collect(undefined);
    let outside = 0;
    for (const place of places) {
      const action = Float32Array.from(rowOf(rows.actions, place, 2));
      const turned = action.map((turn, i) => {
        if (turn < low[i]! || turn > high[i]!) outside += 1;
        const half = (high[i]! - low[i]!) / 2;
        return squash ? low[i]! + half + half * Math.tanh(turn) : Math.max(low[i]!, Math.min(high[i]!, turn));
      });
      const { step } = course(Math.floor(place / steps), 0).seen[place % steps]!;
      expect(rows.rewards[place]).toBeCloseTo(step / 8 + turned[0]! + turned[1]!, 6);
      const mapped = new Float32Array(2);
      mapping.toEnvironment(action, mapped);
      expect(mapped[0]).toBeCloseTo(turned[0]!, 6);
    }
    expect(outside).toBeGreaterThan(10); // the actions that are learned from are those before
  });
});

describe('the state of a collector', () => {
  it('is all that another one needs to go on exactly', async () => {
    const { collectors: [collector], rows } = await openCollectors(); // prettier-ignore
    await collector!.reset(seed);
    await collector!.collect(undefined);
    const states = structuredClone(await collector!.saveState());
    clear(rows); // of what the first rollout left in places that mean nothing
    await collector!.collect(undefined);
    const later = await openCollectors({}, [3, 1]);
    await Promise.all(
      later.collectors.map((part, i) => part.loadState(i === 0 ? states.slice(0, 3) : states.slice(3), 9)),
    );
    for (const part of later.collectors) await part.collect(undefined);
    expect(later.rows).toEqual(rows);
  });

  it('without the states of the environments goes on with new episodes, and the same streams of actions', async () => {
    const { collectors, rows } = await openCollectors({ make: forgetful }, [3, 1]);
    const other = 77;
    for (const collector of collectors) {
      await collector.reset(seed);
      await collector.collect(undefined);
      const states = await collector.saveState();
      expect(states.every(({ environment }) => environment === null)).toBe(true);
      await collector.loadState(states, other);
      // The streams of actions are where they were, and the episodes are new.
      const fresh = states.map((state) => ({
        ...state,
        length: 0,
        agents: state.agents.map(({ random }) => ({ random, reward: 0 })),
      }));
      expect(await collector.saveState()).toEqual(fresh);
      expect(fresh).not.toEqual(states);
      await collector.collect(undefined);
    }
    for (let environment = 0; environment < environments; environment++) {
      const own = environmentSeed(other, environment);
      expect(rowOf(rows.observations, environment * steps, 3)).toEqual(
        observationAt(own, firstEpisode(own), 0).map(Math.fround),
      );
      const end = rows.ends.subarray(environment * steps).findIndex((ended) => ended !== episodeEnd.none);
      expect(rows.episodeLengths[environment * steps + end]).toBe(end + 1);
    }
  });

  it('of environments that could not save theirs, and now can, goes on with new episodes too', async () => {
    const { collectors: [before] } = await openCollectors({ make: forgetful }); // prettier-ignore
    await before!.reset(seed);
    await before!.collect(undefined);
    const states = await before!.saveState();
    const { collectors: [now] } = await openCollectors(); // prettier-ignore
    await now!.loadState(states, 77);
    const after = await now!.saveState();
    const randoms = (all: typeof states) => all.map(({ agents }) => agents.map(({ random }) => random));
    expect(randoms(after)).toEqual(randoms(states));
    expect(after.map(({ length }) => length)).toEqual([0, 0, 0, 0]);
  });
});
