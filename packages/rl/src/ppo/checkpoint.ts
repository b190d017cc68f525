import { defineSnapshot, SnapshotError, type SnapshotState } from '@longplay/runtime';
import type { Box, DictSpace, Space } from '@longplay/envs';
import { z } from 'zod';
import type { NetworkShape } from '../model/shape.ts';
import { scalingOf, type Moments, type Scaling } from './running-statistics.ts';

const head = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('categorical'), sizes: z.array(z.int()) }),
  z.strictObject({ kind: z.literal('gaussian'), size: z.int(), squashed: z.boolean() }),
]);

const shape = z.strictObject({
  observation: z.int(),
  hidden: z.array(z.int()),
  valueHidden: z.array(z.int()),
  activation: z.enum(['tanh', 'relu', 'silu']),
  shared: z.boolean(),
  head,
}) satisfies z.ZodType<NetworkShape, unknown>;

/** A space as JSON. */
type SpaceJson =
  | Exclude<Space, Box | DictSpace>
  | { readonly type: 'box'; readonly low: number[]; readonly high: number[] }
  | { readonly type: 'dict'; readonly spaces: Readonly<Record<string, SpaceJson>> };
const space = z.custom<SpaceJson>((value) => typeof value === 'object' && value !== null && 'type' in value);

const environmentState = z.strictObject({
  environment: z.json(),
  random: z.array(z.number()),
  reward: z.number(),
  length: z.number(),
});

const header = z.strictObject({
  environment: z.string(),
  environmentOptions: z.record(z.string(), z.json()),
  observationSpace: space,
  actionSpace: space,
  shape,
  /** Updates and steps of Adam so far. */
  updates: z.int(),
  adamSteps: z.int(),
  episodes: z.int(),
  /** Rewards and lengths of the last episodes. */
  recent: z.array(z.tuple([z.number(), z.number()])),
  /** The best mean reward of the evaluations so far. */
  best: z.number().nullable(),
  /** The update before which each health warning is not repeated. */
  quietUntil: z.record(z.string(), z.number()),
  observations: z.strictObject({
    normalized: z.boolean(),
    clip: z.number(),
    count: z.number(),
  }),
  rewards: z.strictObject({
    count: z.number(),
    mean: z.number(),
    squares: z.number(),
    /** The discounted return of each environment's episode so far. */
    discounted: z.array(z.number()),
  }),
  /** Where each environment stands; empty in a checkpoint that is only played with. */
  environments: z.array(environmentState),
});

const snapshot = defineSnapshot({
  kind: 'ppo',
  version: 1,
  arrays: {
    parameters: ['float32', [-1]],
    firstMoment: ['float32', [-1]],
    secondMoment: ['float32', [-1]],
    observationMean: ['float64', [-1]],
    observationSquares: ['float64', [-1]],
  },
  header,
});

export type PpoHeader = z.output<typeof header>;

/** The arrays of a checkpoint. */
export interface PpoArrays {
  /** The networks, flat in the order of `networkLayout`, and both moments of Adam. */
  readonly parameters: Float32Array;
  readonly firstMoment: Float32Array;
  readonly secondMoment: Float32Array;
  /** Running mean of each number of an observation, and the sum of squared distances from it. */
  readonly observationMean: Float64Array;
  readonly observationSquares: Float64Array;
}

/** Everything that a training by PPO is at the end of an update. */
export type PpoState = SnapshotState<PpoArrays, PpoHeader>;

export const saveCheckpoint = (path: string, state: PpoState): Promise<void> => snapshot.save(path, state);

/**
 * Loads a checkpoint of PPO.
 * @throws SnapshotError when the file is damaged or no checkpoint of PPO.
 */
export const loadCheckpoint = (path: string): Promise<PpoState> => snapshot.load(path);

/** The running statistics of the observations. */
export function observationMoments({ arrays, header: { observations } }: PpoState): Moments {
  return { count: observations.count, mean: arrays.observationMean, squares: arrays.observationSquares };
}

/** How the observations of a policy are normalised; undefined: not at all. */
export function scalingOfState(state: PpoState): Scaling | undefined {
  const { normalized, clip } = state.header.observations;
  return normalized ? scalingOf(observationMoments(state), clip) : undefined;
}

export function spaceToJson(value: Space): SpaceJson {
  if (value.type === 'box') return { type: 'box', low: [...value.low], high: [...value.high] };
  if (value.type === 'dict') return { type: 'dict', spaces: mapSpaces(value.spaces, spaceToJson) };
  return value;
}

export function spaceFromJson(value: SpaceJson): Space {
  if (value.type === 'dict') return { type: 'dict', spaces: mapSpaces(value.spaces, spaceFromJson) };
  if (value.type !== 'box') return value;
  return { type: 'box', low: Float64Array.from(value.low), high: Float64Array.from(value.high) };
}

function mapSpaces<From, To>(spaces: Readonly<Record<string, From>>, map: (space: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(spaces).map(([name, entry]) => [name, map(entry)]));
}

/** What a training must have in common with the checkpoint that it goes on from. */
export interface ResumedModel {
  readonly environment: string;
  /** How many environments. */
  readonly environments: number;
  readonly shape: NetworkShape;
}

/** @throws SnapshotError when a checkpoint belongs to other environments or other networks. */
export function expectSameModel(found: PpoHeader, { environment, environments, shape: expected }: ResumedModel): void {
  if (found.environment !== environment) refuse(`is of the environment ${found.environment}, not of ${environment}`);
  const count = found.environments.length;
  if (count !== environments) refuse(`has ${count} environments, and the configuration ${environments}`);
  const [before, now] = [JSON.stringify(found.shape), JSON.stringify(shape.parse(expected))];
  if (before !== now) refuse(`has the networks ${before}, and the configuration ${now}`);
}

function refuse(what: string): never {
  throw new SnapshotError(`the checkpoint ${what}`, {
    cure: 'use a checkpoint of this run, or start a new run with this configuration',
  });
}
