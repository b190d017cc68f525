import { expect, test } from 'vitest';
import { compile } from '../compile.ts';
import { exploitability } from '../evaluation/best-response.ts';
import { cfrPlus } from '../solvers/cfr-plus.ts';
import { externalSampling } from '../solvers/external-sampling.ts';
import { liarsDice } from './liars-dice.ts';

test('one die each of six faces: the infosets of OpenSpiel, and solvers that approach the equilibrium', () => {
  const game = compile(liarsDice());
  expect(game.infosetNames.length).toBe(24_576);
  const [exact, sampling] = [cfrPlus(game), externalSampling(game, { seed: 1 })];
  exact.iterate(100);
  sampling.iterate(50_000);
  expect(exploitability(game, exact.averageStrategy())).toBeLessThan(0.01);
  expect(exploitability(game, sampling.averageStrategy())).toBeLessThan(0.15);
}, 60_000);
