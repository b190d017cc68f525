import { expect, it, vi } from 'vitest';
import { newSharedPaths, openMarketWorkers } from './market-workers.ts';
import { drawPaths, newPaths } from './market.ts';
import { studentMarket } from './student-market.ts';

vi.setConfig({ testTimeout: 60_000 });

const market = studentMarket({ assets: { equities: [0.07, 0.15], bonds: [0.03, 0.06] } });
const bytes = ({ growth }: { growth: Float32Array | Float64Array }) => Buffer.from(growth.buffer);

it.each([1, 2, 8])('draws the same bits with %d workers', async (count) => {
  await using workers = await openMarketWorkers(market, count);
  expect(workers.size).toBe(count);
  for (const precision of ['single', 'double'] as const) {
    // Several tasks, the last of them short.
    const options = { years: 40, paths: 20_004, seed: 3, precision, antithetic: precision === 'double' };
    const drawn = await workers.draw(options);
    expect(drawn.growth.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(Buffer.compare(bytes(drawn), bytes(drawPaths(market, options)))).toBe(0);
  }
});

it('refuses what drawPaths refuses, and memory that is not shared', async () => {
  await using workers = await openMarketWorkers(market, 1);
  await expect(workers.draw({ years: 1, paths: 0, seed: 1 })).rejects.toThrow('paths must be a whole number from 1');
  await expect(workers.draw({ years: 1, paths: 3, seed: 1, antithetic: true })).rejects.toThrow(
    'must be even, and is 3',
  );
  await expect(workers.fill(1, newPaths(market, { years: 1, paths: 4 }))).rejects.toThrow(TypeError);
  const out = newSharedPaths(market, { years: 2, paths: 40 });
  await workers.fill(7, out);
  expect(bytes(out)).toEqual(bytes(drawPaths(market, { years: 2, paths: 40, seed: 7 })));
});
