import { expect, test } from 'vitest';
import { start } from './fixtures/run/start.ts';
import { onStopSignals } from './stop-signals.ts';

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('the first %s lets the batch finish and the state be saved, and leaves with %i', async (signal, code) => {
  const program = start('stop-in-order.ts', ['400']);
  await program.printed('batch begins');
  program.process.kill(signal);
  expect(await program.ended).toBe(code);
  expect(program.output()).toMatch(new RegExp(`begins\naborted: stopped by ${signal}\nbatch ends\nsaved\n$`));
});

test.each([
  ['SIGINT', 'SIGINT', 130],
  ['SIGTERM', 'SIGTERM', 143],
  ['SIGINT', 'SIGTERM', 143],
] as const)('%s, then %s leaves at once with %i', async (first, second, code) => {
  const program = start('stop-in-order.ts', ['60000']);
  await program.printed('batch begins');
  program.process.kill(first);
  await program.printed(`aborted: stopped by ${first}`);
  program.process.kill(second);
  expect(await program.ended).toBe(code);
  expect(program.output()).not.toContain('batch ends');
  expect(program.output()).not.toContain('saved');
});

const counts = () => [process.listenerCount('SIGINT'), process.listenerCount('SIGTERM')];

test('disposing takes the handlers away', () => {
  const before = counts();
  {
    using stop = onStopSignals();
    expect(counts()).toEqual(before.map((count) => count + 1));
    expect(stop.signal.aborted).toBe(false);
    expect(stop.exitCode).toBeUndefined();
  }
  expect(counts()).toEqual(before);
});
