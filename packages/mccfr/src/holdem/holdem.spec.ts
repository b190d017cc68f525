import { Random } from '@longplay/runtime';
import { expect, test } from 'vitest';
import { className, combinations, DECK, formatCard, HAND_CLASSES, handClass, parseCard } from './cards.ts';
import { handEvaluator } from './evaluator.ts';
import { HAND_KINDS, strengthOfFlush, strengthOfRanks } from './hand-strength.ts';
import { preflopEquities } from './preflop-equities.ts';

const cards = (text: string) => text.split(' ').map(parseCard);

test('cards and classes of hands have names', () => {
  for (let card = 0; card < DECK; card++) expect(parseCard(formatCard(card))).toBe(card);
  expect(() => parseCard('1s')).toThrow('"1s" is no card');
  expect(className(handClass(parseCard('2c'), parseCard('Ac')))).toBe('A2s');
  expect(className(handClass(parseCard('Ah'), parseCard('2c')))).toBe('A2o');
  const classes = Array.from({ length: HAND_CLASSES }, (_, hand) => hand);
  expect(new Set(classes.map(className)).size).toBe(169);
  expect(classes.reduce((sum, hand) => sum + combinations(hand), 0)).toBe(1326);
});

test.each([
  ['As Ks Qs Js Ts 2c 2d', 'straight flush'],
  ['As 2s 3s 4s 5s Kd Kh', 'straight flush'],
  ['9s 9h 9d 9c Ks Kh Kd', 'four of a kind'],
  ['9s 9h 9d 2c 2s Kh Kd', 'full house'],
  ['9s 9h 9d Kc Ks Kh 2d', 'full house'],
  ['2s 4s 6s 8s Ts Ad Ah', 'flush'],
  ['2s 3h 4d 5c As Kd Qh', 'straight'],
  ['9s 9h 9d Kc Qs 3h 2d', 'three of a kind'],
  ['9s 9h Kd Kc 2s 2h Ad', 'two pair'],
  ['9s 9h Kd Qc 2s 3h 5d', 'pair'],
  ['9s 8h Kd Qc 2s 3h 5d', 'high card'],
])('%s is a %s', (text, kind) => {
  const evaluator = handEvaluator();
  expect(HAND_KINDS[evaluator.kinds[evaluator.rank(cards(text))]!]).toBe(kind);
});

test('hands are ordered by the kind, then by the cards that decide', () => {
  const ranks = [
    'As Kh Qd Jc 9s 3h 2d',
    '2s 2h 3d 4c 8s 7h 9d',
    'As Ah Kd Qc 9s 3h 2d',
    'As Ah Kd Qc Ts 3h 2d',
    '3s 3h 2d 2c 9s 8h 7d',
    'Ks Kh Qd Qc 2s 3h 4d',
    'Ks Kh Qd Qc As 3h 4d',
    '2s 2h 2d 4c 8s 7h 9d',
    'As 2h 3d 4c 5s 9h 9d',
    '2s 3h 4d 5c 6s 9h 9d',
    '2s 3s 4s 5s 7s 9h 9d',
    '2s 2h 2d 3c 3s 9h 8d',
    '2s 2h 2d 2c 3s 9h 8d',
    'As 2s 3s 4s 5s 9h 9d',
    'As Ks Qs Js Ts 9h 9d',
  ].map((text) => handEvaluator().rank(cards(text)));
  expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
  expect(new Set(ranks).size).toBe(ranks.length);
  expect(ranks.at(-1)).toBe(4824);
});

/** The best of all five-card hands, by their plain strengths. */
function bestOfFive(seven: readonly number[]): number {
  let best = 0;
  for (let a = 0; a < 7; a++) {
    for (let b = a + 1; b < 7; b++) {
      const five = seven.filter((_, index) => index !== a && index !== b);
      const counts = new Uint8Array(13);
      let mask = 0;
      for (const card of five) {
        counts[card >> 2]!++;
        mask |= 1 << (card >> 2);
      }
      const flush = five.every((card) => (card & 3) === (five[0]! & 3));
      best = Math.max(best, flush ? strengthOfFlush(mask) : strengthOfRanks(counts));
    }
  }
  return best;
}

test('the order of 7 cards is that of their best five', () => {
  const random = Random.from(1);
  const deck = Array.from({ length: DECK }, (_, card) => card);
  const hands = Array.from({ length: 2000 }, () => {
    random.shuffle(deck);
    // Every other hand has many cards of one suit.
    return random.float() < 0.5 ? deck.slice(0, 7) : deck.filter((card) => (card & 3) === 0 || card < 8).slice(0, 7);
  });
  const evaluator = handEvaluator();
  const sorted = hands
    .map((hand) => ({ rank: evaluator.rank(hand), best: bestOfFive(hand) }))
    .toSorted((a, b) => a.best - b.best);
  for (const [index, { rank, best }] of sorted.slice(1).entries()) {
    const before = sorted[index]!;
    expect(Math.sign(rank - before.rank)).toBe(Math.sign(best - before.best));
  }
});

const classNamed = (name: string) =>
  Array.from({ length: HAND_CLASSES }, (_, hand) => hand).find((hand) => className(hand) === name)!;

// Enumeration of all boards, averaged over suits, in percent.
test.each([
  ['AA', 'KK', 81.9461],
  ['AKs', 'QQ', 46.0485],
  ['AKo', 'QQ', 43.2423],
  ['JTs', '22', 53.8384],
  ['AKs', '22', 49.8933],
  ['AKo', 'AQo', 74.3939],
  ['AA', '72o', 88.1996],
  ['AKs', 'JTs', 62.0078],
  ['76s', 'AA', 22.4746],
  ['AKo', 'TT', 43.1232],
])('%s wins %s: %f percent', (own, other, percent) => {
  const { equity } = preflopEquities();
  expect(100 * equity[HAND_CLASSES * classNamed(own) + classNamed(other)]!).toBeCloseTo(percent, 4);
  expect(100 * equity[HAND_CLASSES * classNamed(other) + classNamed(own)]!).toBeCloseTo(100 - percent, 4);
});

// Enumeration of all opponents and boards, in percent.
test.each([
  ['AA', 85.20371],
  ['KK', 82.39568],
  ['AKs', 67.04463],
  ['JTs', 57.52786],
  ['22', 50.33402],
  ['Q7o', 51.76567],
  ['72o', 34.58365],
  ['32o', 32.30323],
])('%s wins %f percent against any hand', (name, percent) => {
  const { equity, ways } = preflopEquities();
  const row = HAND_CLASSES * classNamed(name);
  let won = 0;
  let all = 0;
  for (let other = 0; other < HAND_CLASSES; other++) {
    won += ways[row + other]! * equity[row + other]!;
    all += ways[row + other]!;
  }
  expect(all).toBe(combinations(classNamed(name)) * 1225);
  expect((100 * won) / all).toBeCloseTo(percent, 4);
});
