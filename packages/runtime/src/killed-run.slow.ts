import { expect, test } from 'vitest';
import { killDrill } from './fixtures/run/kill-drill.ts';

test('50 kills of a run that saves in a loop lose nothing that was saved', { timeout: 300_000 }, async () => {
  const { saved, interrupted } = await killDrill(50, 2);
  console.log(`${saved} snapshots; ${interrupted} of 50 kills left a half-written file`);
  expect(saved).toBeGreaterThan(0);
  expect(interrupted).toBeGreaterThan(0); // else the kills came at no interesting moment
});
