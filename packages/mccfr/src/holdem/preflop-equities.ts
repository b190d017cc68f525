import { DECK, HAND_CLASSES, handClass } from './cards.ts';
import { PREFLOP_POINTS } from './preflop-points.generated.ts';

/** Boards of five cards when two hands are dealt: 48 choose 5. */
const BOARDS = 1_712_304;

/** Two starting hands all-in before the flop, by class (`handClass`). */
export interface PreflopEquities {
  /** The share of the pot that a class wins against another, ties counted half: `HAND_CLASSES * own + other`. */
  readonly equity: Float64Array;
  /** In how many ways both classes are dealt, without a common card, at the same places; 1326 x 1225 in all. */
  readonly ways: Uint16Array;
}

let shared: PreflopEquities | undefined;

/**
 * The exact equities of all pairs of the 169 classes of starting hands, averaged over their suits: a table made by playing
 * every pair of hands on every board (`preflopShowdowns`).
 *
 * @example
 * const { equity } = preflopEquities();
 * const aces = handClass(parseCard('As'), parseCard('Ah'));
 * const kings = handClass(parseCard('Ks'), parseCard('Kh'));
 * equity[HAND_CLASSES * aces + kings].toFixed(6); // => '0.819461'
 */
export function preflopEquities(): PreflopEquities {
  shared ??= readEquities();
  return shared;
}

function readEquities(): PreflopEquities {
  const ways = waysToDeal();
  const equity = new Float64Array(HAND_CLASSES ** 2).fill(1 / 2);
  const bytes = Buffer.from(PREFLOP_POINTS, 'base64');
  let at = 0;
  for (let own = 0; own < HAND_CLASSES; own++) {
    for (let other = own + 1; other < HAND_CLASSES; other++, at += 4) {
      const won = bytes.readUInt32LE(at) / (2 * BOARDS * ways[HAND_CLASSES * own + other]!);
      equity[HAND_CLASSES * own + other] = won;
      equity[HAND_CLASSES * other + own] = 1 - won;
    }
  }
  return { equity, ways };
}

function waysToDeal(): Uint16Array {
  const hands: { a: number; b: number; own: number }[] = [];
  for (let a = 0; a < DECK; a++) for (let b = a + 1; b < DECK; b++) hands.push({ a, b, own: handClass(a, b) });
  const ways = new Uint16Array(HAND_CLASSES ** 2);
  for (const { a, b, own } of hands) {
    for (const other of hands) {
      const apart = a !== other.a && a !== other.b && b !== other.a && b !== other.b;
      if (apart) ways[HAND_CLASSES * own + other.own]!++;
    }
  }
  return ways;
}
