import { DECK, type Card } from './cards.ts';

/** Five cards, standing for all boards that differ from it only in the names of the suits. */
export interface Board {
  readonly cards: readonly Card[];
  /** How many boards it stands for. */
  readonly count: number;
}

/** The 134 459 boards of five cards that differ in more than the names of the suits, standing for all 2 598 960. */
export function distinctBoards(): Board[] {
  const found = new Map<number, { cards: Card[]; count: number }>();
  const suits = new Uint16Array(4);
  const cards: Card[] = [];
  function add(from: Card): void {
    if (cards.length === 5) {
      // The ranks of each suit as bits, the suits in order of these: the same for all boards of a kind.
      const [a, b, c, d] = suits.toSorted() as unknown as [number, number, number, number];
      const key = ((d * 2 ** 13 + c) * 2 ** 13 + b) * 2 ** 13 + a;
      const known = found.get(key);
      if (known === undefined) found.set(key, { cards: [...cards], count: 1 });
      else known.count++;
      return;
    }
    for (let card = from; card < DECK; card++) {
      suits[card & 3]! ^= 1 << (card >> 2);
      cards.push(card);
      add(card + 1);
      cards.pop();
      suits[card & 3]! ^= 1 << (card >> 2);
    }
  }
  add(0);
  return [...found.values()];
}
