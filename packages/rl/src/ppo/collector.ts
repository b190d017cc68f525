import { Random } from '@longplay/runtime';
import type { BatchStep, EnvState, VecEnv } from '@longplay/envs';
import type { Policy } from '../backends/policy.ts';
import type { ActionDistribution } from '../model/action-distribution.ts';
import type { ActionMapping } from './action-head.ts';
import { episodeEnd } from './gae.ts';
import type { RolloutRows } from './rollout-buffer.ts';
import { scaleRow, type Scaling } from './running-statistics.ts';
import { streams } from './streams.ts';

/** Environments as a collector sees them: their rows are those of the agents that learn. */
export type Experience = Pick<
  VecEnv,
  | 'rows'
  | 'observationSize'
  | 'actionSize'
  | 'maskSize'
  | 'rewardParts'
  | 'savesState'
  | 'reset'
  | 'step'
  | 'saveState'
  | 'loadState'
>;

/** What a collector works on: all environments of a training, or a worker's part of them. */
export interface CollectorOptions {
  readonly environments: Experience;
  /** How many agents learn in each environment: their rows follow each other. */
  readonly agents: readonly number[];
  /** The index of the first of them among all that learn in the training. */
  readonly first: number;
  readonly seed: number;
  /** Steps of a rollout. */
  readonly steps: number;
  readonly policy: Policy;
  readonly distribution: ActionDistribution;
  readonly mapping: ActionMapping;
  /** Where the rollout is written: the rows of these agents. */
  readonly rows: RolloutRows;
  /** A clock in milliseconds. */
  readonly now: () => number;
}

/** What one environment needs to go on exactly as it would have. */
export interface EnvironmentState {
  /** null: the environment cannot save its state, and starts a new episode. */
  readonly environment: EnvState;
  /** Steps of the episode so far. */
  readonly length: number;
  /** Of each agent that learns in it the stream of its actions, and its reward in the episode so far. */
  readonly agents: readonly { readonly random: readonly number[]; readonly reward: number }[];
}

/** Seconds of a rollout, by what they were spent on. */
export interface CollectTimes {
  readonly total: number;
  readonly inference: number;
  readonly environment: number;
}

/** Rows of one call of the value network: enough to be fast, few enough to need little memory. */
const valueRows = 1024;

/**
 * Plays a rollout: observe, normalise, choose, step, and write it all down. What an agent does depends on the streams of
 * its environment alone, so that the result is the same however the environments are spread over collectors.
 */
export class Collector {
  readonly #options: CollectorOptions;
  /** One stream of actions for each agent. */
  #randoms: Random[];
  readonly #episodeRewards: Float64Array;
  readonly #episodeLengths: Int32Array;
  /** The results of the last step: what the next action is chosen in. */
  #step: BatchStep | undefined;
  readonly #observations: Float32Array;
  readonly #actions: Float32Array;
  readonly #environmentActions: Float32Array;
  /** Normalised last observations of truncated episodes, and the places of their values in the rollout. */
  #finals: Float32Array[] = [];
  #finalPlaces: number[] = [];

  constructor(options: CollectorOptions) {
    const { environments, first, seed } = options;
    const { rows, observationSize, actionSize } = environments;
    this.#options = options;
    this.#randoms = Array.from({ length: rows }, (_, i) => Random.from(seed, streams.actions, first + i));
    this.#episodeRewards = new Float64Array(rows);
    this.#episodeLengths = new Int32Array(rows);
    this.#observations = new Float32Array(rows * observationSize);
    this.#actions = new Float32Array(rows * actionSize);
    this.#environmentActions = new Float32Array(rows * actionSize);
  }

  /** Starts new episodes; with another seed than before, other ones. */
  async reset(seed: number): Promise<void> {
    this.#step = await this.#options.environments.reset(seed);
    this.#episodeRewards.fill(0);
    this.#episodeLengths.fill(0);
  }

  async saveState(): Promise<EnvironmentState[]> {
    const { environments, agents } = this.#options;
    const states = environments.savesState ? await environments.saveState() : undefined;
    let first = 0;
    return agents.map((count, i) => {
      const rows = Array.from({ length: count }, (_, agent) => first + agent);
      first += count;
      return {
        environment: states === undefined ? null : states[i],
        length: this.#episodeLengths[rows[0]!]!,
        agents: rows.map((row) => ({
          random: [...this.#randoms[row]!.state()],
          reward: this.#episodeRewards[row]!,
        })),
      };
    });
  }

  /** Goes on from saved states; environments that have none start new episodes under `seed`. */
  async loadState(states: readonly EnvironmentState[], seed: number): Promise<void> {
    const { environments } = this.#options;
    const agents = states.flatMap((state) => state.agents);
    this.#randoms = agents.map(({ random }) => Random.restore(Uint32Array.from(random)));
    const saved = states.every(({ environment }) => environment !== null);
    if (!environments.savesState || !saved) return this.reset(seed);
    this.#step = await environments.loadState(states.map(({ environment }) => environment));
    this.#episodeRewards.set(agents.map(({ reward }) => reward));
    this.#episodeLengths.set(states.flatMap(({ length, agents: own }) => own.map(() => length)));
  }

  /** One rollout under the policy's present parameters; without a scaling, observations stay as they are. */
  async collect(scaling: Scaling | undefined): Promise<CollectTimes> {
    const { environments, steps, policy, rows, mapping, now } = this.#options;
    const begun = now();
    let inference = 0;
    let environment = 0;
    rows.rewardParts.fill(0);
    if (scaling !== undefined) clearMoments(rows);
    for (let t = 0; t < steps; t++) {
      this.#observe(t, scaling);
      const beforeForward = now();
      const outputs = await policy.outputs(this.#observations);
      inference += now() - beforeForward;
      this.#act(t, outputs);
      const beforeStep = now();
      mapping.toEnvironment(this.#actions, this.#environmentActions);
      this.#step = await environments.step(this.#environmentActions);
      environment += now() - beforeStep;
      this.#record(t, this.#step, scaling);
    }
    if (scaling !== undefined) finishMoments(rows, scaling, steps);
    const beforeValues = now();
    await this.#evaluate(scaling);
    inference += now() - beforeValues;
    return { total: (now() - begun) / 1000, inference: inference / 1000, environment: environment / 1000 };
  }

  /** Writes what the policy sees at step `t`. */
  #observe(t: number, scaling: Scaling | undefined): void {
    const { environments, steps, rows } = this.#options;
    const { observationSize: size, maskSize } = environments;
    const { observations, masks } = this.#present();
    for (let i = 0; i < environments.rows; i++) {
      if (scaling !== undefined) {
        scaleRow(scaling, observations, i * size, this.#observations, i * size);
        addMoments(rows, scaling, observations, i);
      }
      if (maskSize > 0) copyRow(masks, i, rows.masks, i * steps + t, maskSize);
    }
    if (scaling === undefined) this.#observations.set(observations);
    for (let i = 0; i < environments.rows; i++) copyRow(this.#observations, i, rows.observations, i * steps + t, size);
  }

  #act(t: number, outputs: Float32Array): void {
    const { environments, steps, rows, distribution } = this.#options;
    const { actionSize, maskSize } = environments;
    const masks = maskSize > 0 ? this.#present().masks : undefined;
    for (let i = 0; i < environments.rows; i++) {
      const place = i * steps + t;
      rows.logProbabilities[place] = distribution.sample(outputs, i, masks, this.#randoms[i]!, this.#actions);
      copyRow(this.#actions, i, rows.actions, place, actionSize);
    }
  }

  #record(t: number, step: BatchStep, scaling: Scaling | undefined): void {
    const { environments, steps, rows } = this.#options;
    const parts = environments.rewardParts.length;
    for (let i = 0; i < environments.rows; i++) {
      const place = i * steps + t;
      const reward = step.rewards[i]!;
      rows.rewards[place] = reward;
      this.#episodeRewards[i]! += reward;
      this.#episodeLengths[i]! += 1;
      for (let part = 0; part < parts; part++) {
        rows.rewardParts[i * parts + part]! += step.rewardParts[i * parts + part]!;
      }
      const ended = step.terminated[i] === 1 || step.truncated[i] === 1;
      rows.ends[place] = ended
        ? step.terminated[i] === 1
          ? episodeEnd.terminated
          : episodeEnd.truncated
        : episodeEnd.none;
      if (ended) this.#endEpisode(i, place, step, scaling);
    }
  }

  #endEpisode(i: number, place: number, step: BatchStep, scaling: Scaling | undefined): void {
    const { environments, rows } = this.#options;
    const size = environments.observationSize;
    rows.episodeRewards[place] = this.#episodeRewards[i]!;
    rows.episodeLengths[place] = this.#episodeLengths[i]!;
    this.#episodeRewards[i] = 0;
    this.#episodeLengths[i] = 0;
    if (rows.ends[place] !== episodeEnd.truncated) return;
    const final = step.finalObservations.slice(i * size, (i + 1) * size);
    if (scaling !== undefined) scaleRow(scaling, final, 0, final, 0);
    this.#finals.push(final);
    this.#finalPlaces.push(place);
  }

  /** The value network on everything that was seen, in large batches: of each step, after the last, and at truncations. */
  async #evaluate(scaling: Scaling | undefined): Promise<void> {
    const { environments, rows } = this.#options;
    const { observationSize: size } = environments;
    await this.#values(rows.observations, rows.values);
    const last = Float32Array.from(this.#present().observations);
    if (scaling !== undefined) {
      for (let i = 0; i < environments.rows; i++) scaleRow(scaling, last, i * size, last, i * size);
    }
    await this.#values(last, rows.lastValues);
    if (this.#finals.length === 0) return;
    const finals = new Float32Array(this.#finals.length * size);
    this.#finals.forEach((final, k) => finals.set(final, k * size));
    const values = new Float32Array(this.#finals.length);
    await this.#values(finals, values);
    this.#finalPlaces.forEach((place, k) => (rows.finalValues[place] = values[k]!));
    this.#finals = [];
    this.#finalPlaces = [];
  }

  async #values(observations: Float32Array, out: Float32Array): Promise<void> {
    const { environments, policy } = this.#options;
    const size = environments.observationSize;
    for (let from = 0; from < out.length; from += valueRows) {
      const to = Math.min(out.length, from + valueRows);
      out.set(await policy.values(observations.slice(from * size, to * size)), from);
    }
  }

  #present(): BatchStep {
    if (this.#step === undefined) throw new Error('a collector must be reset or given a state before it collects');
    return this.#step;
  }
}

type Row = Float32Array | Uint8Array;

function copyRow(from: Row, fromRow: number, to: Row, toRow: number, size: number): void {
  const source = fromRow * size;
  const target = toRow * size;
  for (let i = 0; i < size; i++) to[target + i] = from[source + i]!;
}

function clearMoments({ observationMeans, observationSquares }: RolloutRows): void {
  observationMeans.fill(0);
  observationSquares.fill(0);
}

/** Sums of the distances from the present mean, which keeps them small, and of their squares. */
function addMoments(rows: RolloutRows, { shift }: Scaling, observations: Float32Array, environment: number): void {
  const { observationMeans, observationSquares } = rows;
  const offset = environment * shift.length;
  for (let i = 0; i < shift.length; i++) {
    const distance = observations[offset + i]! - shift[i]!;
    observationMeans[offset + i]! += distance;
    observationSquares[offset + i]! += distance * distance;
  }
}

function finishMoments({ observationMeans, observationSquares }: RolloutRows, { shift }: Scaling, count: number): void {
  for (let i = 0; i < observationMeans.length; i++) {
    const sum = observationMeans[i]!;
    observationMeans[i] = shift[i % shift.length]! + sum / count;
    observationSquares[i] = Math.max(0, observationSquares[i]! - (sum * sum) / count);
  }
}
