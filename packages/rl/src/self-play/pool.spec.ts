import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { noSamples } from '../ppo/running-statistics.ts';
import { drawOpponent, withVersion, type Version } from './pool.ts';

const versionAt = (timesteps: number): Version => ({
  timesteps,
  parameters: Float32Array.of(timesteps),
  observations: noSamples(1),
});

/** A pool into which a version has entered at each of these times. */
function poolOf(times: readonly number[], size: number): number[] {
  let pool: readonly Version[] = [];
  for (const time of times) pool = withVersion(pool, versionAt(time), size);
  return pool.map(({ timesteps }) => timesteps);
}

it('keeps the first version and the newest, in order, and as many as it may', () => {
  const times = fc
    .uniqueArray(fc.nat(1000), { minLength: 1, maxLength: 40 })
    .map((all) => all.toSorted((a, b) => a - b));
  fc.assert(
    fc.property(times, fc.integer({ min: 2, max: 10 }), (all, size) => {
      const kept = poolOf(all, size);
      expect(kept).toHaveLength(Math.min(size, all.length));
      expect([kept[0], kept.at(-1)]).toEqual([all[0], all.at(-1)]);
      expect(kept).toEqual(kept.toSorted((a, b) => a - b));
    }),
  );
});

it('spreads the others over the time between: no gap is more than three times the mean', () => {
  for (let size = 3; size <= 10; size++) {
    for (let count = size; count <= 100; count++) {
      const kept = poolOf(Array.from({ length: count }, (_, i) => i), size); // prettier-ignore
      const gaps = kept.slice(1).map((time, i) => time - kept[i]!);
      expect(Math.max(...gaps)).toBeLessThanOrEqual((3 * (count - 1)) / (size - 1));
    }
  }
});

it('draws each version as often as the others, by the seed and the update alone', () => {
  const pool = [0, 1, 2, 3].map(versionAt);
  const drawn = Array.from({ length: 4000 }, (_, update) => drawOpponent(pool, 7, update).timesteps);
  for (const version of pool) {
    const count = drawn.filter((timesteps) => timesteps === version.timesteps).length;
    // Mean 1000, standard deviation 27: 4 of them.
    expect(Math.abs(count - 1000)).toBeLessThan(110);
  }
  expect(drawOpponent(pool, 7, 123)).toBe(pool[drawn[123]!]);
  expect(Array.from({ length: 50 }, (_, update) => drawOpponent(pool, 8, update).timesteps)).not.toEqual(
    drawn.slice(0, 50),
  );
});
