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

/** Where the parts of the tree begin; its end at the latest, if no leaves are worth the same. */
export function treeSections({ nodes, utilities, players, chanceThreshold }: CompiledGame) {
  const count = nodes.length / NODE_FIELDS;
  const inner = count - utilities.length / players;
  const outcomesAt = Math.ceil(((inner * HEAD + count - 1) * 4) / OUTCOME) * OUTCOME;
  const utilitiesAt = outcomesAt + chanceThreshold.length * OUTCOME;
  return { outcomesAt, utilitiesAt, end: utilitiesAt + utilities.length * Float64Array.BYTES_PER_ELEMENT };
}

/**
 * Lays out the tree so that a traversal reads little memory: two fifths of what it takes in `CompiledGame`, and in the
 * order of a walk.
 *
 * A node has the words turn, number of actions, where, and its children, each the offset of a node; a leaf is no node, but
 * the complement (`~`) of the offset of its utilities, which leaves that are worth the same have in common. `where` is the
 * offset, in bytes, of the infoset's first number in a table, or that of the first outcome of chance.
 */
export function kernelTree(game: CompiledGame): KernelTree {
  const { nodes, utilities, players, chanceThreshold, chanceAlias } = game;
  const { outcomesAt, utilitiesAt } = treeSections(game);
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

  // A node comes right before its first child. Waiting: a node, and the word that is to hold its place.
  let root = 0;
  const waiting: (readonly [node: number, holder: number])[] = [[0, -1]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [node, holder] = next;
    const field = (index: number) => nodes[node * NODE_FIELDS + index]!;
    const [turn, actions, first, where] = [field(0), field(1), field(2), field(3)];
    const place = turn === TERMINAL ? ~utilitiesOf(where) : end * 4;
    if (holder >= 0) words[holder] = place;
    else root = place;
    if (turn === TERMINAL) continue;
    words[end] = turn;
    words[end + 1] = actions;
    words[end + 2] = turn === CHANCE ? outcomesAt + where * OUTCOME : where * 8;
    end += HEAD + actions;
    for (let action = actions - 1; action >= 0; action--) waiting.push([first + action, end - actions + action]);
  }

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
