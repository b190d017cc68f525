import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { twinPaths } from '../../fixtures/longview/paths-twin.ts';
import { mixtureOf } from '../../fixtures/longview/mixtures.ts';
import { DoublePaths } from './double-paths.ts';
import { SinglePaths } from './single-paths.ts';

const kinds = ['lognormal', 'regimes', 'student'] as const;

const bits = (array: Float32Array) => new Uint32Array(array.slice().buffer);

it('is its twin in TypeScript, to the last bit', () => {
  const anyRequest = fc.record({
    seed: fc.integer(),
    first: fc.integer({ min: 0, max: 2 ** 27 }),
    blocks: fc.integer({ min: 1, max: 3 }),
    steps: fc.integer({ min: 1, max: 5 }),
    antithetic: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.constantFrom(...kinds), fc.integer({ min: 1, max: 5 }), anyRequest, (kind, series, request) => {
      const mixture = mixtureOf(kind, series);
      expect(bits(new SinglePaths(mixture).draw(request))).toEqual(bits(twinPaths(mixture, request)));
    }),
    { numRuns: 60 },
  );
});

it('ends where growth is no longer a normal number', () => {
  const wild = { ...mixtureOf('lognormal', 1), regimes: [{ mu: Float64Array.of(0), factor: Float64Array.of(1000) }] };
  const request = { seed: 1, first: 0, blocks: 8, steps: 10, antithetic: false };
  const drawn = new SinglePaths(wild).draw(request);
  expect(bits(drawn)).toEqual(bits(twinPaths(wild, request)));
  expect([Math.min(...drawn), Math.max(...drawn)]).toEqual([2 ** -126, 2 ** 127]);
});

it.each(kinds)('draws the same distribution as in double precision: %s', (kind) => {
  // Means over 64,000 numbers of each series, of growth and of its square, apart by at most 4.5 standard errors.
  const mixture = mixtureOf(kind, 3);
  const request = { seed: 5, first: 0, blocks: 100, steps: 40, antithetic: false };
  const drawn = [new SinglePaths(mixture), new DoublePaths(mixture)].map((paths) => paths.draw(request));
  const width = 1600;
  for (let k = 0; k < 3; k++) {
    for (const power of [1, 2]) {
      // Steps of a path may depend on each other: the mean of a path is one observation.
      const [single, double] = drawn.map((growth) => {
        const means = Array.from({ length: width }, (_, path) => {
          let sum = 0;
          for (let step = 0; step < 40; step++) sum += growth[(step * 3 + k) * width + path]! ** power;
          return sum / 40;
        });
        const mean = means.reduce((sum, value) => sum + value, 0) / width;
        const variance = means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (width - 1);
        return { mean, squaredError: variance / width };
      });
      const error = Math.sqrt(single!.squaredError + double!.squaredError);
      expect(Math.abs(single!.mean - double!.mean)).toBeLessThan(4.5 * error);
      expect(error).toBeGreaterThan(0);
    }
  }
});
