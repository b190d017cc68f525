import { Random } from '@longplay/runtime';
import { newBatchStep, type BatchLayout, type EnvironmentFactory } from '@longplay/envs';
import { Seats, type Actor } from './acting.ts';
import { streams } from './streams.ts';

export interface PlayedEpisode {
  /** Sum of the rewards as the environment gave them; where the policy has several agents, their mean. */
  readonly reward: number;
  readonly length: number;
  /** 1: the policy has won against its opponent, -1: it has lost, 0: neither. */
  readonly outcome: number;
}

/** Who plays, and how. */
export interface EpisodeOptions {
  /** The policy that is judged. */
  readonly player: Actor;
  /**
   * Plays the other one of two teams: the policy has team 0 in the first episode of a list, then team 1, and so on.
   * Without an opponent the policy plays all agents.
   */
  readonly opponent?: Actor | undefined;
  /** Draws actions, in place of the most probable ones. */
  readonly stochastic: boolean;
  /** Told after each episode how many have ended. */
  readonly onProgress?: ((ended: number) => void) | undefined;
}

/**
 * What an episode of an evaluation depends on: the seed of its environment, and the path of the stream of each agent's
 * actions. None is one of a training under the same seed: what is judged is not what was trained on.
 */
export function episodeSeed(seed: number, episode: number) {
  const path = [seed, streams.evaluation, episode] as const;
  return { environment: Random.from(...path).uint32(), actions: (agent: number) => [...path, 1 + agent] as const };
}

/** Episodes that are played side by side: even, so that the sides alternate. */
const batchEnvironments = 32;

/**
 * Plays whole episodes with fixed policies. Episode `e` has the seed and the random streams of its own number, whatever
 * other episodes are played beside it.
 *
 * @param episodes - the numbers of the episodes; results are in their order.
 */
export async function playEpisodes(
  factory: EnvironmentFactory,
  { player, opponent, stochastic, onProgress }: EpisodeOptions,
  episodes: readonly number[],
  seed: number,
): Promise<PlayedEpisode[]> {
  const fit = Math.min(batchEnvironments, episodes.length);
  const environments = opponent !== undefined && fit > 1 ? fit - (fit % 2) : fit;
  const batch = factory.makeBatch(environments);
  using opened = new DisposableStack();
  opened.defer(() => batch.close?.());
  const { own, others } = seating(batch, environments, opponent !== undefined);
  const [seats, otherSeats] = [new Seats(batch, own.flat()), new Seats(batch, others)];
  const step = newBatchStep(batch, batch.rows);
  const actions = new Float32Array(batch.rows * batch.actionSize);
  const results: PlayedEpisode[] = [];
  // Environment i plays the episodes at i, i + environments, …, and idles after its last.
  const place = Array.from({ length: environments }, (_, i) => i);
  const reward = new Float64Array(environments);
  const length = new Int32Array(environments);
  const randoms: Random[] = [];
  const begin = (i: number) => {
    const { environment, actions: stream } = episodeSeed(seed, episodes[place[i]!]!);
    const agents = batch.teams.length;
    for (let agent = 0; agent < agents; agent++) randoms[i * agents + agent] = Random.from(...stream(agent));
    batch.reset(i, environment, step);
    reward[i] = 0;
    length[i] = 0;
  };
  for (let i = 0; i < environments; i++) begin(i);
  for (let left = episodes.length; left > 0;) {
    await seats.act(player, step, stochastic ? randoms : undefined, actions);
    if (opponent !== undefined) await otherSeats.act(opponent, step, stochastic ? randoms : undefined, actions);
    batch.step(actions, step);
    for (let i = 0; i < environments; i++) {
      if (place[i]! >= episodes.length) continue;
      const rows = own[i]!;
      const first = rows[0]!;
      for (const row of rows) reward[i]! += step.rewards[row]! / rows.length;
      length[i]! += 1;
      if (step.terminated[first] === 0 && step.truncated[first] === 0) continue;
      const outcome = opponent === undefined ? 0 : step.outcomes[first]!;
      results[place[i]!] = { reward: reward[i]!, length: length[i]!, outcome };
      left -= 1;
      onProgress?.(episodes.length - left);
      place[i]! += environments;
      if (place[i]! < episodes.length) begin(i);
    }
  }
  return results;
}

/** The rows of the policy in each environment, and those of its opponent, whose sides alternate. */
function seating({ teams }: BatchLayout, environments: number, hasOpponent: boolean) {
  const own: number[][] = [];
  const others: number[] = [];
  for (let i = 0; i < environments; i++) {
    own.push([]);
    for (const [agent, team] of teams.entries()) {
      const isOwn = !hasOpponent || team === i % 2;
      (isOwn ? own[i]! : others).push(i * teams.length + agent);
    }
  }
  return { own, others };
}
