import { expect, test } from 'vitest';
import { distinctBoards } from './boards.ts';
import { className, DECK, HAND_CLASSES, handClass, parseCard, type Card } from './cards.ts';
import { CARD_CODES, handEvaluator } from './evaluator.ts';
import { HAND_KINDS } from './hand-strength.ts';
import { preflopEquities } from './preflop-equities.ts';

/** Calls with every set of `count` cards from a card on, none of them among `dead`. */
function forEachSet(count: number, dead: readonly Card[], use: (set: Uint8Array, sum: number) => void): void {
  const set = new Uint8Array(7);
  function add(place: number, from: Card, sum: number): void {
    if (place === count) return use(set, sum);
    for (let card = from; card < DECK; card++) {
      if (dead.includes(card)) continue;
      set[place] = card;
      add(place + 1, card + 1, (sum + CARD_CODES[card]!) | 0);
    }
  }
  add(0, 0, 0);
}

// The number of 7-card hands of each kind is known, as is that of their ranks.
test('all 133 784 560 hands of 7 cards: the counts of each kind, and 4824 ranks', () => {
  const evaluator = handEvaluator();
  const counts = new Uint32Array(evaluator.ranks + 1);
  forEachSet(7, [], (set, sum) => void counts[evaluator.rankOfSum(sum, set, 0)]!++);
  const kinds = new Float64Array(HAND_KINDS.length);
  for (const [rank, count] of counts.entries()) kinds[evaluator.kinds[rank]!]! += count;
  expect(Array.from(kinds)).toEqual([
    23_294_460, 58_627_800, 31_433_400, 6_461_620, 6_180_020, 4_047_644, 3_473_184, 224_848, 41_584,
  ]);
  expect(counts[0]).toBe(0);
  expect(counts.subarray(1).every((count) => count > 0)).toBe(true);
}, 120_000);

test('134 459 boards stand for all', () => {
  const boards = distinctBoards();
  expect(boards.length).toBe(134_459);
  expect(boards.reduce((sum, { count }) => sum + count, 0)).toBe(2_598_960);
});

/** Equity by playing every board, averaged over the ways in which the other hand's suits can lie. */
function playAllBoards(own: readonly Card[], other: string): number {
  const evaluator = handEvaluator();
  let points = 0;
  let boards = 0;
  for (let a = 0; a < DECK; a++) {
    for (let b = a + 1; b < DECK; b++) {
      if (className(handClass(a, b)) !== other || own.includes(a) || own.includes(b)) continue;
      const [ownSum, otherSum] = [[own[0]!, own[1]!], [a, b]].map(([x, y]) => (CARD_CODES[x!]! + CARD_CODES[y!]!) | 0) as [number, number]; // prettier-ignore
      const [ownCards, otherCards] = [new Uint8Array(7), new Uint8Array(7)];
      ownCards.set(own, 5);
      otherCards.set([a, b], 5);
      forEachSet(5, [...own, a, b], (board, sum) => {
        for (let place = 0; place < 5; place++) ownCards[place] = otherCards[place] = board[place]!;
        const difference =
          evaluator.rankOfSum((sum + ownSum) | 0, ownCards, 0) -
          evaluator.rankOfSum((sum + otherSum) | 0, otherCards, 0);
        points += difference > 0 ? 2 : difference === 0 ? 1 : 0;
        boards += 2;
      });
    }
  }
  return points / boards;
}

// The suits of the own hand are fixed: by symmetry all of them are alike.
test.each([
  ['Ks Kh', 'AA'],
  ['Js Ts', '98s'],
  ['7s 2h', '22'],
])(
  'the stored equity of %s against %s is that of all boards',
  (text, other) => {
    const own = text.split(' ').map(parseCard);
    const stored = preflopEquities().equity;
    const row = HAND_CLASSES * handClass(own[0]!, own[1]!);
    const column = Array.from({ length: HAND_CLASSES }, (_, hand) => hand).find((hand) => className(hand) === other)!;
    expect(playAllBoards(own, other)).toBeCloseTo(stored[row + column]!, 12);
  },
  120_000,
);
