import type { Card } from './cards.ts';
import { CLASS_SIZE, strengthOfFlush, strengthOfRanks } from './hand-strength.ts';

/**
 * Seven cards are looked up by the sum of their codes [0]. The lower 23 bits of a code stand for the rank, so that
 * different sets of seven ranks have different sums; the upper 9 bits for the suit, so that the sum shows a flush.
 * The sums of ranks are few and far between: a displacement hash [1] packs them, a row of 512 sums at a time, into the
 * gaps that other rows leave.
 *
 * [0] Shackleton, SKPokerEval: https://github.com/kennethshackleton/SKPokerEval, for the idea and the keys.
 * [1] Tarjan and Yao, "Storing a Sparse Table", 1979
 */
const RANK_KEYS = [0, 1, 5, 22, 98, 453, 2031, 8698, 22854, 83661, 262349, 636345, 1479181];
const SUIT_KEYS = [0, 1, 8, 57];
const RANK_BITS = 23;
const RANK_MASK = 2 ** RANK_BITS - 1;
const ROW_BITS = 9;
const ROW_MASK = 2 ** ROW_BITS - 1;

/** What a card adds to the sum. */
export const CARD_CODES = Int32Array.from(
  { length: 52 },
  (_, card) => RANK_KEYS[card >> 2]! + (SUIT_KEYS[card & 3]! << RANK_BITS),
);

/** Tables by which 7 cards are evaluated: {@link handEvaluator} makes them, once. */
export interface HandEvaluator {
  /** The number of different ranks: 4824, from 1, the weakest. */
  readonly ranks: number;
  /** The kind of each rank, an index into `HAND_KINDS`. */
  readonly kinds: Uint8Array;
  /** The rank of the 7 cards from `offset`: the higher one wins, equal ones tie. */
  rank(cards: ArrayLike<Card>, offset?: number): number;
  /** The same where the sum of the `CARD_CODES` of the cards is known. */
  rankOfSum(sum: number, cards: ArrayLike<Card>, offset: number): number;
}

let shared: HandEvaluator | undefined;

/**
 * The evaluator of 7 cards; its tables are built at the first call.
 *
 * @example
 * const cards = ['As', 'Ks', 'Qs', 'Js', 'Ts', '2c', '2d'].map(parseCard);
 * handEvaluator().rank(cards); // => 4824
 */
export function handEvaluator(): HandEvaluator {
  shared ??= buildEvaluator();
  return shared;
}

function buildEvaluator(): HandEvaluator {
  const { keys, strengths } = handsByRanks();
  const flushes = flushStrengths();
  const distinct = [...new Set([...strengths, ...flushes.values()])].toSorted((a, b) => a - b);
  const rankOf = new Map(distinct.map((strength, index) => [strength, index + 1]));
  const flushRank = new Uint16Array(2 ** 13);
  for (const [mask, strength] of flushes) flushRank[mask] = rankOf.get(strength)!;
  const { offsets, table } = pack(
    keys,
    strengths.map((strength) => rankOf.get(strength)!),
  );
  const flushSuit = suitsOfFlushes();

  function rankOfSum(sum: number, cards: ArrayLike<Card>, offset: number): number {
    const flush = flushSuit[sum >>> RANK_BITS]!;
    if (flush === 0) {
      const key = sum & RANK_MASK;
      return table[offsets[key >>> ROW_BITS]! + (key & ROW_MASK)]!;
    }
    let mask = 0;
    for (let index = offset; index < offset + 7; index++) {
      const card = cards[index]!;
      if ((card & 3) === flush - 1) mask |= 1 << (card >> 2);
    }
    return flushRank[mask]!;
  }

  function rank(cards: ArrayLike<Card>, offset = 0): number {
    let sum = 0;
    for (let index = offset; index < offset + 7; index++) sum = (sum + CARD_CODES[cards[index]!]!) | 0;
    return rankOfSum(sum, cards, offset);
  }

  const kinds = Uint8Array.from([0, ...distinct.map((strength) => Math.floor(strength / CLASS_SIZE))]);
  return { ranks: distinct.length, kinds, rank, rankOfSum };
}

/** The sums of all sets of seven ranks, and their strengths. */
function handsByRanks(): { keys: number[]; strengths: number[] } {
  const keys: number[] = [];
  const strengths: number[] = [];
  const counts = new Uint8Array(13);
  function add(rank: number, left: number, key: number): void {
    if (rank === 13) {
      if (left > 0) return;
      keys.push(key);
      strengths.push(strengthOfRanks(counts));
      return;
    }
    for (let count = 0; count <= Math.min(4, left); count++) {
      counts[rank] = count;
      add(rank + 1, left - count, key + count * RANK_KEYS[rank]!);
    }
    counts[rank] = 0;
  }
  add(0, 7, 0);
  return { keys, strengths };
}

/** The strengths of all masks of 5 to 7 ranks. */
function flushStrengths(): Map<number, number> {
  const strengths = new Map<number, number>();
  for (let mask = 0; mask < 2 ** 13; mask++) {
    let cards = 0;
    for (let rest = mask; rest > 0; rest &= rest - 1) cards++;
    if (cards >= 5 && cards <= 7) strengths.set(mask, strengthOfFlush(mask));
  }
  return strengths;
}

/** By the upper bits of a sum: one more than the suit that has five cards or more, 0 without one. */
function suitsOfFlushes(): Uint8Array {
  const suits = new Uint8Array(2 ** (32 - RANK_BITS));
  for (let clubs = 0; clubs <= 7; clubs++) {
    for (let diamonds = 0; clubs + diamonds <= 7; diamonds++) {
      for (let hearts = 0; clubs + diamonds + hearts <= 7; hearts++) {
        const counts = [clubs, diamonds, hearts, 7 - clubs - diamonds - hearts];
        const key = counts.reduce((sum, count, suit) => sum + count * SUIT_KEYS[suit]!, 0);
        suits[key] = counts.findIndex((count) => count >= 5) + 1;
      }
    }
  }
  return suits;
}

/** Places every row of keys at the first offset where it meets no other, the fullest rows first. */
function pack(keys: readonly number[], values: readonly number[]): { offsets: Int32Array; table: Uint16Array } {
  const rows: number[][] = [];
  for (const [index, key] of keys.entries()) (rows[key >>> ROW_BITS] ??= []).push(index);
  const offsets = new Int32Array(rows.length);
  const table = new Uint16Array(keys.length * 4);
  const taken = new Uint32Array(table.length / 32); // a bit each place of the table
  let end = 0;
  const order = [...rows.keys()].filter((row) => rows[row] !== undefined);
  for (const row of order.toSorted((a, b) => rows[b]!.length - rows[a]!.length)) {
    const columns = rows[row]!.map((index) => keys[index]! & ROW_MASK);
    const offset = firstFit(columns, taken);
    offsets[row] = offset;
    for (const [place, index] of rows[row]!.entries()) {
      const at = offset + columns[place]!;
      table[at] = values[index]!;
      taken[at >>> 5]! |= 1 << (at & 31);
    }
    end = Math.max(end, offset + ROW_MASK + 1);
  }
  return { offsets, table: table.slice(0, end) };
}

/** The first offset at which all columns are free; 32 offsets are looked at together, as the bits of a word. */
function firstFit(columns: readonly number[], taken: Uint32Array): number {
  for (let offset = 0; ; offset += 32) {
    let blocked = 0;
    for (const column of columns) {
      const [word, shift] = [(offset + column) >>> 5, column & 31];
      blocked |= taken[word]! >>> shift;
      if (shift > 0) blocked |= taken[word + 1]! << (32 - shift);
    }
    const free = ~blocked;
    if (free !== 0) return offset + 31 - Math.clz32(free & -free); // the lowest bit
  }
}
