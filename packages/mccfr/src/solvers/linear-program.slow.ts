import { expect, test } from 'vitest';
import { valueOfGame } from '../fixtures/sequence-form-program.ts';
import { leducMerged } from '../games/leduc.ts';

// OpenSpiel: -0.085606424078. yalps rounds to 1e-8.
test('a linear program finds the value of Leduc hold’em', { timeout: 60_000 }, () => {
  expect(valueOfGame(leducMerged())).toBeCloseTo(-0.085606424078, 7);
});
