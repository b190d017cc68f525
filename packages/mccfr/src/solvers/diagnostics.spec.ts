import { expect, test } from 'vitest';
import { compile } from '../compile.ts';
import { gameFromJson } from '../games/json-game.ts';
import { leducMerged } from '../games/leduc.ts';
import { cfr } from './cfr.ts';
import { diagnose } from './diagnostics.ts';
import { externalSampling } from './external-sampling.ts';

test('infosets touched are those that the average strategy has been played at', () => {
  const game = compile(leducMerged());
  const solver = externalSampling(game, { seed: 1 });
  expect(diagnose(solver).infosetsTouched).toBe(0);
  solver.iterate(1);
  const few = diagnose(solver).infosetsTouched;
  expect(few).toBeGreaterThan(0);
  expect(few).toBeLessThan(20); // a traversal passes one player's nodes on one way down a game of six moves
  solver.iterate(20_000);
  expect(diagnose(solver).infosetsTouched).toBeGreaterThan(200);
});

test('memory is told by the action of an infoset, and is none where nobody decides anything', () => {
  const game = compile(leducMerged());
  const { tableBytes, bytesPerInfosetAction } = diagnose(cfr(game));
  const actions = game.actionNames.flat().length;
  expect(tableBytes).toBe(16 * (actions + 2));
  expect(bytesPerInfosetAction).toBeCloseTo(16 * (1 + 2 / actions), 12);
  const over = compile(gameFromJson({ name: 'over', players: 1, root: 'end', nodes: { end: { utilities: [3] } } }));
  expect(diagnose(cfr(over)).bytesPerInfosetAction).toBe(0);
});
