import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigurationError } from '@longplay/runtime';
import { expect, it } from 'vitest';
import { pushFold } from './commands/holdem-pushfold.ts';
import { longplay, temporaryFolder } from './fixtures/longplay.ts';
import { handCharts } from './solve/hand-charts.ts';

// Solved to 3e-8 of a big blind by an independent program.
it('pushfold: the ranges with 10 big blinds, and both charts', async () => {
  const file = join(await temporaryFolder(), 'ranges.svg');
  const args = ['--stack', '10', '--chart', file, '--json', '--log-level', 'silent'];
  const { code, stdout, stderr } = await longplay('holdem', 'pushfold', ...args);
  expect([code, stderr]).toEqual([0, '']);
  const { hands, ...rest } = JSON.parse(stdout) as { hands: Record<string, unknown> };
  expect(rest).toEqual({
    stack: 10,
    value: expect.closeTo(-0.045371, 6),
    push: expect.closeTo(58.284, 2),
    call: expect.closeTo(37.376, 2),
    exploitability: expect.closeTo(0, 7),
  });
  expect(Object.keys(hands)).toHaveLength(169);
  expect(hands['43s']).toEqual({ push: expect.closeTo(0.712, 2), call: expect.closeTo(0, 3) });
  expect(hands['Q6s']).toEqual({ push: expect.closeTo(1, 3), call: expect.closeTo(0.402, 2) });
  expect((await readFile(file, 'utf8')).match(/<rect [^>]*rx=/g)).toHaveLength(2 * 169);
}, 60_000);

// The ranges of the equilibrium as players write them; 43s and Q6s are the mixed hands of the independent solution.
it('pushfold: says which hands push and call', async () => {
  const { code, stdout } = await longplay('holdem', 'pushfold', '--stack', '10');
  expect(code).toBe(0);
  expect(stdout).toContain(
    'The small blind pushes 58.28 % of all hands:\n  22+, A2s+, K2s+, Q2s+, J3s+, T4s+, 95s+, 84s+',
  );
  expect(stdout).toContain('43s (71 %)');
  expect(stdout).toContain('The big blind calls with 37.38 %:\n  22+, A2s+, K2s+, Q7s+, Q6s (40 %), J8s+, T9s, A2o+');
}, 60_000);

it('charts: suited hands above the diagonal, the share of a mixed hand in its cell', () => {
  const never = { push: 0, call: 0 };
  const mixed: Record<string, { push: number; call: number }> = { AKs: { push: 1, call: 0.4 } };
  const hands = new Proxy(mixed, { get: (given, name: string) => given[name] ?? never });
  const svg = handCharts({ stack: 5, value: 0.1, push: 30, call: 20, exploitability: 0, hands });
  // The second cell of the first row.
  expect(svg).toMatch(/translate\(38,0\)"><title>AKs: 100\.0 %/);
  expect(svg).toMatch(/AKs: 40\.0 %.*>40<\/text>/);
  expect(svg).toMatch(/translate\(0,38\)"><title>AKo: 0\.0 %/);
});

it('pushfold: a stack that is no number of big blinds is refused', async () => {
  for (const stack of ['ten', '0', '.5', '1000']) {
    const refused = pushFold({ stack, logLevel: 'silent' });
    await expect(refused).rejects.toThrow(ConfigurationError);
    await expect(refused).rejects.toThrow(`--stack is ${stack}`);
  }
});
