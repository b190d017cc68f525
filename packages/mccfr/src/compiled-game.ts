import { createHash } from 'node:crypto';

/** The fields of a node in `CompiledGame.nodes`. */
export const NODE_FIELDS = 4;

/**
 * A game as flat arrays: its tree of histories for sampling, and its sequence form for whole traversals. It is plain
 * data: it can be sent to a worker.
 *
 * A *sequence* is an action at an infoset: with perfect recall it stands for all actions that its player has taken so
 * far. The sequences of player p are numbered from `firstSequence[p]` up to `firstSequence[p + 1]`; the first of them is
 * the empty one, where p has not acted. Regrets, strategies and their sums are arrays over the sequences. The infosets
 * of a player are numbered in one run, too, and one infoset comes after those that its player has passed on the way.
 *
 * Koller, Megiddo and von Stengel, "Efficient Computation of Equilibria for Extensive Two-Person Games", 1996.
 */
export interface CompiledGame {
  readonly name: string;
  readonly players: number;
  readonly zeroSum: boolean;

  /** What the game calls each infoset, and the labels of its actions. */
  readonly infosetNames: readonly string[];
  readonly actionNames: readonly (readonly string[])[];
  /** The infosets of player p are `firstInfoset[p]` up to `firstInfoset[p + 1]`. */
  readonly firstInfoset: Int32Array;
  /** The actions of infoset i are the sequences `infosetStart[i]` up to `infosetEnd[i]`. */
  readonly infosetStart: Int32Array;
  readonly infosetEnd: Int32Array;
  /** The sequence after which its player reaches an infoset. */
  readonly infosetParent: Int32Array;
  readonly firstSequence: Int32Array;
  /** The number of sequences: the length of a strategy. */
  readonly sequences: number;

  /**
   * The tree of histories, {@link NODE_FIELDS} numbers a node, the root first: whose turn it is; the number of actions;
   * the first child, the others follow it; and, by turn, the first sequence of the infoset, the offset into
   * `chanceThreshold`, or the offset into `utilities`. A chance node never follows another: both are drawn as one.
   */
  readonly nodes: Int32Array;
  /** Utilities of the players at each terminal node. */
  readonly utilities: Float64Array;
  /** Draws of chance by the alias method: outcome i of a uniform place if the rest is below its threshold, else its alias. */
  readonly chanceThreshold: Float64Array;
  readonly chanceAlias: Int32Array;
  /** The plain probabilities, at the same offsets. */
  readonly chanceProbability: Float64Array;

  /** The leaves as each player sees them. */
  readonly payoffs: readonly Payoffs[];
}

/**
 * The expected utility of one player, as a sum over leaves: coefficient times the probability with which each other
 * player plays the sequence that leads there, ordered by the player's own sequence.
 */
export interface Payoffs {
  /** The leaves after the player's k-th sequence are `start[k]` up to `start[k + 1]`. */
  readonly start: Int32Array;
  /** The probability of chance times the player's utility. */
  readonly coefficient: Float64Array;
  /** The sequences of the other players, in their order, `players - 1` a leaf. */
  readonly others: Int32Array;
}

/** A behaviour strategy of all players: the probability of each action, by sequence (1 for the empty sequences). */
export type Strategy = Float64Array;

/** The strategy that takes every action with the same probability. */
export function uniformStrategy(game: CompiledGame): Strategy {
  const strategy = new Float64Array(game.sequences).fill(1);
  for (const [infoset, start] of game.infosetStart.entries()) {
    const end = game.infosetEnd[infoset]!;
    strategy.fill(1 / (end - start), start, end);
  }
  return strategy;
}

/**
 * A strategy for people: the probability of each action by the infoset's name and the action's label.
 *
 * @example
 * const game = compile(kuhn());
 * namedStrategy(game, uniformStrategy(game))['0:J']; // => { pass: 0.5, bet: 0.5 }
 */
export function namedStrategy(game: CompiledGame, strategy: Strategy): Record<string, Record<string, number>> {
  const named = game.infosetNames.map((name, infoset) => {
    const start = game.infosetStart[infoset]!;
    return [name, Object.fromEntries(game.actionNames[infoset]!.map((label, k) => [label, strategy[start + k]!]))];
  });
  return Object.fromEntries(named) as Record<string, Record<string, number>>;
}

/** A strategy as a function of the infoset's name, such as `localBestResponse` takes. */
export function policyOf(game: CompiledGame, strategy: Strategy): (infoset: string) => Float64Array {
  const places = new Map(game.infosetNames.map((name, infoset) => [name, infoset]));
  return (name) => {
    const infoset = places.get(name);
    if (infoset === undefined) throw new RangeError(`the game ${game.name} has no infoset "${name}"`);
    return strategy.subarray(game.infosetStart[infoset], game.infosetEnd[infoset]);
  };
}

/** Tells games apart that have the same name: a hash of the tree, its utilities, and the names of infosets and actions. */
export function fingerprint(game: CompiledGame): string {
  const hash = createHash('sha256');
  const { nodes, utilities, chanceProbability } = game;
  for (const { buffer, byteOffset, byteLength } of [nodes, utilities, chanceProbability]) {
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  for (const [infoset, name] of game.infosetNames.entries()) {
    hash.update(JSON.stringify([name, ...game.actionNames[infoset]!]));
  }
  return hash.digest('hex');
}
