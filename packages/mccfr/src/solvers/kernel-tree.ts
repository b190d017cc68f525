import { NODE_FIELDS, type CompiledGame } from '../compiled-game.ts';
import { CHANCE, TERMINAL } from '../game.ts';

/** The tree of histories for `assembly/external-sampling.ts`. */
export interface KernelTree {
  /** Offsets count from its first byte, wherever it is put; on 16 bytes. */
  readonly bytes: Uint8Array;
  readonly root: number;
}

/** Words of 32 bits before a node's children. */
const HEAD = 3;
/** Bytes of an outcome of chance: its threshold, its alias, four of nothing. */
const OUTCOME = 16;

/**
 * Lays out the tree so that a traversal reads little memory: three quarters of the bytes of `CompiledGame.nodes`, and in
 * the order of a walk.
 *
 * A node has the words turn, number of actions, where, and its children, each the offset of a node; a leaf is no node, but
 * the complement (`~`) of the offset of its utilities, which leaves that are worth the same have in common. `where` is the
 * offset, in bytes, of the infoset's first number in a table, or that of the first outcome of chance.
 */
export function kernelTree(game: CompiledGame): KernelTree {
  const { nodes, utilities, players, chanceThreshold, chanceAlias } = game;
  const count = nodes.length / NODE_FIELDS;
  const leaves = utilities.length / players;
  const outcomesAt = Math.ceil((((count - leaves) * HEAD + count - 1) * 4) / OUTCOME) * OUTCOME;
  const utilitiesAt = outcomesAt + chanceThreshold.length * OUTCOME;
  const words = new Int32Array(utilitiesAt / 4);
  const worth: number[] = [];
  const known = new Map<string, number>();
  let end = 0;

  /** Where the utilities of a leaf are. */
  function utilitiesOf(first: number): number {
    const each = utilities.subarray(first, first + players);
    const name = each.join();
    let at = known.get(name);
    if (at === undefined) {
      at = utilitiesAt + worth.length * 8;
      known.set(name, at);
      worth.push(...each);
    }
    return at;
  }

  /** Writes a node and all below it; gives what its parent holds of it. */
  function place(node: number): number {
    const [turn, actions, first, where] = nodes.subarray(node * NODE_FIELDS, (node + 1) * NODE_FIELDS) as unknown as [
      number,
      number,
      number,
      number,
    ];
    if (turn === TERMINAL) return ~utilitiesOf(where);
    const at = end;
    end += HEAD + actions;
    words[at] = turn;
    words[at + 1] = actions;
    words[at + 2] = turn === CHANCE ? outcomesAt + where * OUTCOME : where * 8;
    for (let action = 0; action < actions; action++) words[at + HEAD + action] = place(first + action);
    return at * 4;
  }

  const root = place(0);
  const thresholds = new Float64Array(words.buffer, outcomesAt);
  const aliases = new Int32Array(words.buffer, outcomesAt);
  for (let outcome = 0; outcome < chanceThreshold.length; outcome++) {
    thresholds[(outcome * OUTCOME) / 8] = chanceThreshold[outcome]!;
    aliases[(outcome * OUTCOME) / 4 + 2] = chanceAlias[outcome]!;
  }
  const bytes = new Uint8Array(utilitiesAt + worth.length * 8);
  bytes.set(new Uint8Array(words.buffer));
  bytes.set(new Uint8Array(Float64Array.from(worth).buffer), utilitiesAt);
  return { bytes, root };
}
