import { expect, test } from 'vitest';
import { recompile } from '../../../../../testing/recompile.ts';
import { mixtureOf } from '../../fixtures/longview/mixtures.ts';
import { SinglePaths } from './single-paths.ts';

const beside = (path: string) => new URL(path, import.meta.url);

test('the compiled module is what its source compiles to', { timeout: 120_000 }, async () => {
  const { kept, compiled } = await recompile(beside('market-wasm.ts'), beside('../../../assembly/build.sh'));
  expect(compiled).toBe(kept);
});

test('the tails of single precision are normal to beyond five deviations, and end at 6.56', { timeout: 60_000 }, () => {
  // ln growth is the variate itself.
  const standard = { ...mixtureOf('lognormal', 1), regimes: [{ mu: Float64Array.of(0), factor: Float64Array.of(1) }] };
  const paths = new SinglePaths(standard);
  // Beyond, and how often on either side together (2 (1 - Phi(x)); Abramowitz and Stegun, table 26.1).
  const tails = [
    [Math.exp(3), 2.699796e-3],
    [Math.exp(4), 6.334248e-5],
    [Math.exp(5), 5.733031e-7],
  ] as const;
  const counts = tails.map(() => 0);
  let furthest = 0;
  let count = 0;
  for (let call = 0; call < 400; call++) {
    const drawn = paths.draw({ seed: 2, first: 64 * call, blocks: 64, steps: 500, antithetic: false });
    count += drawn.length;
    for (const growth of drawn) {
      const size = growth < 1 ? 1 / growth : growth;
      if (size <= tails[0][0]) continue;
      tails.forEach(([bound], i) => (counts[i]! += size > bound ? 1 : 0));
      furthest = Math.max(furthest, size);
    }
  }
  expect(count).toBe(204_800_000);
  tails.forEach(([, probability], i) => {
    const expected = probability * count;
    expect(Math.abs(counts[i]! - expected)).toBeLessThan(4 * Math.sqrt(expected));
  });
  expect(Math.log(furthest)).toBeGreaterThan(5.3);
  expect(Math.log(furthest)).toBeLessThan(Math.sqrt(62 * Math.LN2) + 1e-5);
});
