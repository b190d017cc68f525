import { expect, test, vi } from 'vitest';
import { compile } from '../compile.ts';
import { namedStrategy } from '../compiled-game.ts';
import { expectedValues, exploitability } from '../evaluation/best-response.ts';
import { chartOf, type Charted } from '../fixtures/push-fold-charts.ts';
import { className, combinations, HAND_CLASSES } from '../holdem/cards.ts';
import { predictiveCfrPlus } from '../solvers/predictive-cfr-plus.ts';
import { pushFold } from './push-fold.ts';

vi.setConfig({ testTimeout: 60_000 }); // computation, on a busy machine

/** The equilibrium for a stack, by infoset and action. */
function equilibrium(stack: number) {
  const game = compile(pushFold({ stack }));
  const solver = predictiveCfrPlus(game);
  solver.iterate(2000);
  const strategy = solver.averageStrategy();
  expect(exploitability(game, strategy)).toBeLessThan(1e-7);
  return { hands: namedStrategy(game, strategy), value: expectedValues(game, strategy)[0]! };
}

/** The hands that published charts play otherwise, and those that are too close to the edge of a range to tell. */
function compareToCharts(hands: Record<string, Record<string, number>>, stack: number) {
  const played = (player: number, hand: string, action: string): Charted => {
    const frequency = hands[`${player}:${hand}`]![action]!;
    return frequency > 0.95 ? 'played' : frequency < 0.05 ? 'folded' : 'close';
  };
  const compared = (['push', 'call'] as const).flatMap((action, player) =>
    [...chartOf(action, stack, 0.15)].map(
      ([hand, charted]) => [`${action} ${hand}`, charted, played(player, hand, action)] as const,
    ),
  );
  expect(compared.length).toBe(2 * HAND_CLASSES);
  return {
    differ: compared.filter(([, charted, ours]) => charted !== 'close' && charted !== ours),
    close: compared.filter(([, charted]) => charted === 'close').map(([hand]) => hand),
  };
}

// Solved to 3e-8 of a big blind by an independent program.
test('10 big blinds: value, ranges and mixed hands are those of the equilibrium', () => {
  const { hands, value } = equilibrium(10);
  expect(value).toBeCloseTo(-0.045371, 6);
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
  expect(compareToCharts(hands, 10)).toEqual({ differ: [], close: ['push 84s', 'push 43s', 'call Q6s'] });
});

test('12 big blinds: the hands are those of published charts', () => {
  expect(compareToCharts(equilibrium(12).hands, 12)).toEqual({ differ: [], close: ['push T5s', 'call K4s'] });
});
