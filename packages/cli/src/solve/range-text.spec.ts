import { className, HAND_CLASSES } from '@longplay/mccfr/holdem';
import { expect, it } from 'vitest';
import { rangeText } from './range-text.ts';

const always = (...hands: string[]) => Object.fromEntries(hands.map((hand) => [hand, 1]));

it.each([
  [always(), 'none'],
  [always(...Array.from({ length: HAND_CLASSES }, (_, hand) => className(hand))), 'all hands'],
  [always('AA'), 'AA'],
  [always('AA', 'KK', 'QQ'), 'QQ+'],
  [always('JJ', 'TT', '99', '55'), 'JJ-99, 55'],
  [always('AKs', 'AQs', 'A5s', 'A4s', '32s'), 'AQs+, A5s-A4s, 32s'],
  [always('T9o', 'T8o', 'T7o', '98o'), 'T7o+, 98o'],
  [{ ...always('AA', 'QQ'), KK: 0.4, JJ: 0.0001, TT: 0.9999 }, 'AA, KK (40 %), QQ, TT'],
])('%j is written %s', (frequencies, text) => {
  expect(rangeText(frequencies)).toBe(text);
});
