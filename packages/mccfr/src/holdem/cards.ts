import { ConfigurationError } from '@longplay/runtime';

/** A card is `4 * rank + suit`: ranks from 0, the two, to 12, the ace; suits from 0, clubs, to 3, spades. */
export type Card = number;

export const RANKS = '23456789TJQKA';
export const SUITS = 'cdhs';
export const DECK = 52;

/**
 * @throws ConfigurationError when it is no card
 *
 * @example
 * parseCard('As'); // => 51
 */
export function parseCard(text: string): Card {
  const [rank, suit] = [RANKS.indexOf(text[0] ?? ' '), SUITS.indexOf(text[1] ?? ' ')];
  if (text.length !== 2 || rank < 0 || suit < 0) {
    throw new ConfigurationError(`"${text}" is no card`, {
      cure: 'write a rank of 23456789TJQKA and a suit of cdhs: Ks',
    });
  }
  return 4 * rank + suit;
}

/**
 * Such as `As`.
 *
 * @example
 * formatCard(0); // => '2c'
 */
export const formatCard = (card: Card): string => RANKS[card >> 2]! + SUITS[card & 3]!;

/** The number of starting hands that differ but for the names of the suits. */
export const HAND_CLASSES = 169;

/**
 * The class of two cards: a square of the usual chart of 13 by 13, `13 * row + column`. Pairs are on the diagonal, the
 * row of a suited hand is its higher rank, that of an offsuit hand its lower one; ranks go up from the two.
 *
 * @example
 * className(handClass(parseCard('As'), parseCard('Ks'))); // => 'AKs'
 */
export function handClass(a: Card, b: Card): number {
  const [low, high] = [Math.min(a, b) >> 2, Math.max(a, b) >> 2];
  return (a & 3) === (b & 3) ? 13 * high + low : 13 * low + high;
}

/**
 * `AA`, `AKs` suited, `AKo` offsuit.
 *
 * @example
 * className(0); // => '22'
 */
export function className(hand: number): string {
  const [row, column] = [Math.floor(hand / 13), hand % 13];
  const [high, low] = [Math.max(row, column), Math.min(row, column)];
  return RANKS[high]! + RANKS[low]! + (row === column ? '' : row > column ? 's' : 'o');
}

/** The number of ways in which a class is dealt: 6 for a pair, 4 suited, 12 offsuit. */
export function combinations(hand: number): number {
  const [row, column] = [Math.floor(hand / 13), hand % 13];
  return row === column ? 6 : row > column ? 4 : 12;
}
