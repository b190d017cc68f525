import { NODE_FIELDS, type CompiledGame, type Payoffs } from './compiled-game.ts';
import { CHANCE, TERMINAL } from './game.ts';

type Tree = Omit<CompiledGame, 'payoffs'>;

/** A leaf of the game, or several that no player tells apart by what they have done. */
interface Leaves {
  /** The last sequence of each player, `players` a leaf. */
  readonly sequences: Int32Array;
  /** The probability of chance times each player's utility, `players` a leaf. */
  readonly coefficients: Float64Array;
  readonly count: number;
}

/** The sequence form's payoffs, for each player ordered by its own sequences. */
export function payoffsOf(tree: Tree): Payoffs[] {
  const leaves = merged(leavesOf(tree), tree.players);
  return Array.from({ length: tree.players }, (_, player) => seenBy(player, leaves, tree));
}

/** All leaves in the order of the tree. */
function leavesOf({ players, nodes, utilities, chanceProbability, firstSequence }: Tree): Leaves {
  const size = nodes.length / NODE_FIELDS;
  const count = utilities.length / players;
  const sequences = new Int32Array(count * players);
  const coefficients = new Float64Array(count * players);
  // Of every node: the last sequence of each player, and the probability of chance on the way.
  const last = new Int32Array(size * players);
  const chance = new Float64Array(size);
  last.set(firstSequence.subarray(0, players));
  chance[0] = 1;

  for (let node = 0; node < size; node++) {
    const at = node * NODE_FIELDS;
    const [turn, actions, first, where] = [nodes[at]!, nodes[at + 1]!, nodes[at + 2]!, nodes[at + 3]!];
    const own = node * players;
    if (turn === TERMINAL) {
      sequences.set(last.subarray(own, own + players), where); // utilities are kept by leaf, too
      for (let player = 0; player < players; player++) {
        coefficients[where + player] = chance[node]! * utilities[where + player]!;
      }
    }
    // Children come after their parents.
    for (let action = 0; action < actions; action++) {
      const child = first + action;
      last.copyWithin(child * players, own, own + players);
      chance[child] = turn === CHANCE ? chance[node]! * chanceProbability[where + action]! : chance[node]!;
      if (turn !== CHANCE) last[child * players + turn] = where + action;
    }
  }
  return { sequences, coefficients, count };
}

/** Leaves with the same sequences become one: chance has told them apart, or only the rules have. */
function merged({ sequences, coefficients, count }: Leaves, players: number): Leaves {
  const compare = (a: number, b: number) => {
    for (let player = 0; player < players; player++) {
      const difference = sequences[a * players + player]! - sequences[b * players + player]!;
      if (difference !== 0) return difference;
    }
    return a - b;
  };
  const order = Uint32Array.from({ length: count }, (_, leaf) => leaf).toSorted(compare);
  let kept = -1;
  const into = { sequences: new Int32Array(sequences.length), coefficients: new Float64Array(coefficients.length) };
  for (const leaf of order) {
    const own = sequences.subarray(leaf * players, (leaf + 1) * players);
    const same = kept >= 0 && own.every((sequence, player) => sequence === into.sequences[kept * players + player]);
    if (!same) into.sequences.set(own, ++kept * players);
    for (let player = 0; player < players; player++) {
      into.coefficients[kept * players + player]! += coefficients[leaf * players + player]!;
    }
  }
  return { ...into, count: kept + 1 };
}

/** Leaves without a payoff are left out. */
function seenBy(player: number, { sequences, coefficients, count }: Leaves, tree: Tree): Payoffs {
  const { players, firstSequence } = tree;
  const base = firstSequence[player]!;
  const start = new Int32Array(firstSequence[player + 1]! - base + 1);
  const counts = (leaf: number) => coefficients[leaf * players + player] !== 0;
  for (let leaf = 0; leaf < count; leaf++) {
    if (counts(leaf)) start[sequences[leaf * players + player]! - base + 1]!++;
  }
  for (let index = 1; index < start.length; index++) start[index]! += start[index - 1]!;
  const next = start.slice();
  const coefficient = new Float64Array(start.at(-1)!);
  const others = new Int32Array(coefficient.length * (players - 1));
  for (let leaf = 0; leaf < count; leaf++) {
    if (!counts(leaf)) continue;
    const at = next[sequences[leaf * players + player]! - base]!++;
    coefficient[at] = coefficients[leaf * players + player]!;
    let slot = at * (players - 1);
    for (let other = 0; other < players; other++) {
      if (other !== player) others[slot++] = sequences[leaf * players + other]!;
    }
  }
  return { start, coefficient, others };
}
