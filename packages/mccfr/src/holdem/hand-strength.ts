/** Classes of poker hands, weakest first. */
export const HAND_KINDS = [
  'high card',
  'pair',
  'two pair',
  'three of a kind',
  'straight',
  'flush',
  'full house',
  'four of a kind',
  'straight flush',
] as const;

/** Strengths are a class times this, and five digits of base 13 that decide within it. */
export const CLASS_SIZE = 13 ** 5;

/** The strength of the best five of 5 to 7 cards without a flush. Compare strengths, their values mean nothing else. */
export function strengthOfRanks(counts: ArrayLike<number>): number {
  const byCount: number[][] = [[], [], [], [], []];
  let mask = 0;
  for (let rank = 12; rank >= 0; rank--) {
    byCount[counts[rank]!]!.push(rank);
    if (counts[rank]! > 0) mask |= 1 << rank;
  }
  const [, singles, pairs, triples, quads] = byCount as [number[], number[], number[], number[], number[]];
  const straight = topOfStraight(mask);
  const kickers = (...taken: number[]) => ranksOf(mask).filter((rank) => !taken.includes(rank));
  if (quads.length > 0) return strength(7, [quads[0]!, kickers(quads[0]!)[0]!]);
  if (triples.length > 0 && triples.length + pairs.length > 1) {
    return strength(6, [triples[0]!, Math.max(triples[1] ?? -1, pairs[0] ?? -1)]);
  }
  if (straight >= 0) return strength(4, [straight]);
  if (triples.length > 0) return strength(3, [triples[0]!, ...singles.slice(0, 2)]);
  if (pairs.length > 1) return strength(2, [pairs[0]!, pairs[1]!, kickers(pairs[0]!, pairs[1]!)[0]!]);
  if (pairs.length > 0) return strength(1, [pairs[0]!, ...singles.slice(0, 3)]);
  return strength(0, singles.slice(0, 5));
}

/** The strength of the ranks of one suit, at least five, as bits of a mask. */
export function strengthOfFlush(mask: number): number {
  const straight = topOfStraight(mask);
  return straight >= 0 ? strength(8, [straight]) : strength(5, ranksOf(mask).slice(0, 5));
}

function strength(kind: number, deciding: readonly number[]): number {
  let place = 0;
  for (let digit = 0; digit < 5; digit++) place = place * 13 + (deciding[digit] ?? 0);
  return kind * CLASS_SIZE + place;
}

/** The highest rank of the best straight, -1 without one; an ace is below the two as well. */
function topOfStraight(mask: number): number {
  const withLowAce = (mask << 1) | (mask >> 12);
  for (let top = 12; top >= 3; top--) if (((withLowAce >> (top - 3)) & 0b11111) === 0b11111) return top;
  return -1;
}

/** From the highest. */
function ranksOf(mask: number): number[] {
  const ranks: number[] = [];
  for (let rank = 12; rank >= 0; rank--) if ((mask >> rank) & 1) ranks.push(rank);
  return ranks;
}
