import { expect, test, vi } from 'vitest';
import { compile } from '../compile.ts';
import { namedStrategy } from '../compiled-game.ts';
import { expectedValues, exploitability } from '../evaluation/best-response.ts';
import { className, combinations, HAND_CLASSES } from '../holdem/cards.ts';
import { predictiveCfrPlus } from '../solvers/predictive-cfr-plus.ts';
import { pushFold } from './push-fold.ts';

vi.setConfig({ testTimeout: 60_000 }); // computation, on a busy machine

// Solved to 3e-8 of a big blind by an independent program.
test('10 big blinds: value, ranges and mixed hands are those of the equilibrium', () => {
  const game = compile(pushFold({ stack: 10 }));
  const solver = predictiveCfrPlus(game);
  solver.iterate(2000);
  const strategy = solver.averageStrategy();
  expect(exploitability(game, strategy)).toBeLessThan(1e-7);
  expect(expectedValues(game, strategy)[0]).toBeCloseTo(-0.045371, 6);
  const hands = namedStrategy(game, strategy);
  const share = (infoset: (hand: string) => string, action: string) => {
    let sum = 0;
    for (let hand = 0; hand < HAND_CLASSES; hand++) {
      sum += (combinations(hand) / 1326) * hands[infoset(className(hand))]![action]!;
    }
    return sum;
  };
  expect(share((hand) => `0:${hand}`, 'push')).toBeCloseTo(0.58284, 4);
  expect(share((hand) => `1:${hand}`, 'call')).toBeCloseTo(0.37376, 4);
  expect(hands['0:43s']!['push']).toBeCloseTo(0.712, 2);
  expect(hands['1:Q6s']!['call']).toBeCloseTo(0.402, 2);
});
