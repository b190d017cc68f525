import { expect, test } from 'vitest';
import { killDrill } from './fixtures/run/kill-drill.ts';

test('5 kills of a run that saves in a loop lose nothing that was saved', { timeout: 60_000 }, async () => {
  const { saved } = await killDrill(5, 1);
  expect(saved).toBeGreaterThan(0);
});
