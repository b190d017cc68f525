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
  length: z.number(),
  agents: z.array(z.strictObject({ random: z.array(z.number()), reward: z.number() })),
});

const selfPlay = z.strictObject({
  /** The versions of the pool, the oldest first, whose arrays follow each other: when they were, and their samples. */
  versions: z.array(z.strictObject({ timesteps: z.int(), observations: z.number() })),
  /** What versions of the pool have played against each other, by the timesteps of both. */
  games: z.array(z.strictObject({ player: z.int(), opponent: z.int(), games: z.int(), points: z.number() })),
  /** The rating at the last evaluation. */
  rating: z.strictObject({ rating: z.number(), error: z.number() }).nullable(),
});

const header = z.strictObject({
  environment: z.string(),
  /** Those of evaluations, for which a checkpoint is opened. */
  environmentOptions: z.record(z.string(), z.json()),
  observationSpace: space,
  actionSpace: space,
  /** The team of each agent of an environment. */
  teams: z.array(z.int()),
  shape,
  /** Updates and steps of Adam so far. */
  updates: z.int(),
  adamSteps: z.int(),
  episodes: z.int(),
  /** Rewards and lengths of the last episodes. */
  recent: z.array(z.tuple([z.number(), z.number()])),
  /** The best mean reward of the evaluations so far; with self-play the best rating. */
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
    /** The discounted return of each agent's episode so far. */
    discounted: z.array(z.number()),
  }),
  /** Where each environment stands; empty in a checkpoint that is only played with. */
  environments: z.array(environmentState),
  /** null: no self-play. */
  selfPlay: selfPlay.nullable(),
});

const snapshot = defineSnapshot({
  kind: 'ppo',
  version: 2,
  arrays: {
    parameters: ['float32', [-1]],
    firstMoment: ['float32', [-1]],
    secondMoment: ['float32', [-1]],
    observationMean: ['float64', [-1]],
    observationSquares: ['float64', [-1]],
    poolParameters: ['float32', [-1]],
    poolMeans: ['float64', [-1]],
    poolSquares: ['float64', [-1]],
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
  /** The same of the older versions in the pool of self-play, one after the other. */
  readonly poolParameters: Float32Array;
  readonly poolMeans: Float64Array;
  readonly poolSquares: Float64Array;
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
  readonly teams: readonly number[];
  /** How many agents learn, and how many environments they are in. */
  readonly agents: number;
  readonly environments: number;
  readonly shape: NetworkShape;
  readonly selfPlay: boolean;
}

/** @throws SnapshotError when a checkpoint belongs to other environments or other networks. */
export function expectSameModel(found: PpoHeader, expected: ResumedModel): void {
  const { environment, teams, agents, environments } = expected;
  if (found.environment !== environment) refuse(`is of the environment ${found.environment}, not of ${environment}`);
  const size = found.shape.observation;
  if (size !== expected.shape.observation) {
    refuse(`has observations of ${size} numbers, and the environment of ${expected.shape.observation}`);
  }
  if (String(found.teams) !== String(teams)) {
    refuse(`has agents in the teams [${found.teams.join(', ')}], and the environment in [${teams.join(', ')}]`);
  }
  const learning = learningAgents(found);
  if (learning !== agents) refuse(`has ${learning} environments, and the configuration ${agents}`);
  const count = found.environments.length;
  if (count !== environments) refuse(`has ${count} matches, and the configuration ${environments}`);
  if ((found.selfPlay !== null) !== expected.selfPlay) {
    refuse(`is ${found.selfPlay === null ? 'without' : 'of'} self-play, and the configuration is not`);
  }
  const [before, now] = [JSON.stringify(found.shape), JSON.stringify(shape.parse(expected.shape))];
  if (before !== now) refuse(`has the networks ${before}, and the configuration ${now}`);
}

/** How many agents learn in the training that a checkpoint is of. */
export function learningAgents({ environments }: PpoHeader): number {
  return environments.reduce((sum, { agents }) => sum + agents.length, 0);
}

function refuse(what: string): never {
  throw new SnapshotError(`the checkpoint ${what}`, {
    cure: 'use a checkpoint of this run, or start a new run with this configuration',
  });
}
