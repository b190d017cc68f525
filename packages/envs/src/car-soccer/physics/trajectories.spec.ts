import { describe, expect, it } from 'vitest';
import { errorsOf, readRecordings, type Recording, type RowError } from '../../fixtures/car-soccer/recordings.ts';

/** The rows that are further off than a share of the path travelled, in position or in velocity, and than `least`. */
function beyond(share: number, least: number, rows: readonly RowError[]): readonly RowError[] {
  return rows.filter(
    ({ position, velocity, path, velocityPath }) =>
      position > Math.max(share * path, least) || velocity > Math.max(share * velocityPath, least),
  );
}

/**
 * Where two corners of a hitbox come to the floor at once, the reference's rounding decides which one touches, and so
 * where the car turns. Until then these cases are as exact as the others.
 */
const TIES: Readonly<Record<string, number>> = { ground_flip_front: 55, hit_flip: 50 };

const recordings = readRecordings('trajectories');
const chaotic = (id: string): boolean => id.startsWith('random_1v1');

describe('the recorded trajectories of the reference', () => {
  const exact = recordings.filter(({ scenario: { id } }) => !chaotic(id));

  it.each(exact.map((recording): [string, Recording] => [recording.scenario.id, recording]))('%s', (id, recording) => {
    for (const { body, rows } of errorsOf(recording)) {
      const until = body === 'ball' ? Infinity : (TIES[id] ?? Infinity);
      const free = rows.filter(({ tick }) => tick <= until);
      expect(beyond(1e-3, 0.05, free)).toEqual([]);
      expect(free.filter(({ flagsDiffer }) => flagsDiffer)).toEqual([]);
      // What follows a tie stays within the bands of contacts all the same.
      expect(rows.filter(({ position, path }) => position > Math.max(0.02 * path, 1))).toEqual([]);
    }
  });

  it('are followed through random duels, until contacts have made the rounding of the reference grow', () => {
    for (const recording of recordings.filter(({ scenario: { id } }) => chaotic(id))) {
      for (const { rows } of errorsOf(recording)) {
        expect(
          beyond(
            1e-3,
            0.1,
            rows.filter(({ tick }) => tick <= 300),
          ),
        ).toEqual([]);
      }
    }
  });
});

describe('trajectories of random starts and controls', () => {
  const random = readRecordings('random-trajectories').map((recording): [string, Recording] => [
    recording.scenario.id,
    recording,
  ]);

  it.each(random)('%s', (id, recording) => {
    // Where a wheel meets the ball, the reference finds the normal by iteration, and only to some percent.
    const share = id.startsWith('air-hit') ? 0.05 : 1e-3;
    for (const { rows } of errorsOf(recording)) expect(beyond(share, 0.1, rows)).toEqual([]);
  });
});

/**
 * The largest share of the path travelled that the worst and the median trajectory of a kind may be off: what was measured,
 * rounded up. Where a ball meets several triangles at once, their number, which is not known here, turns the bounce.
 */
const ARENA_BANDS: Readonly<Record<string, readonly [worst: number, median: number]>> = {
  'floor-side': [0.03, 0.01],
  'floor-back': [0.04, 0.02],
  'floor-corner': [0.02, 0.01],
  'air-corner': [0.005, 0.001],
  'ceiling-side': [0.04, 0.005],
  'ceiling-back': [0.06, 0.005],
  'ceiling-corner': [0.11, 0.005],
  'beside-goal': [0.65, 0.05],
  post: [0.2, 0.02],
  'post-foot': [0.25, 0.05],
  crossbar: [0.2, 0.03],
  goal: [0.06, 0.03],
  'car-side': [0.01, 0.005],
  'car-back': [0.03, 0.02],
  'car-corner': [0.01, 0.005],
  'car-goal': [0.02, 0.01],
  'car-post': [0.4, 0.06],
};

describe('trajectories on the ramps, in the corners and in the goals', () => {
  const ofKind = Map.groupBy(readRecordings('arena-trajectories'), ({ scenario: { id } }) => id.replace(/-\d+$/, ''));

  it('are of every kind that has a band', () => {
    expect([...ofKind.keys()].toSorted()).toEqual(Object.keys(ARENA_BANDS).toSorted());
  });

  it.each([...ofKind])('%s', (kind, kindRecordings) => {
    const shares = kindRecordings
      .flatMap(errorsOf)
      .map(({ rows }) => Math.max(...rows.map(({ position, path }) => (position < 1 ? 0 : position / path))))
      .toSorted((a, b) => a - b);
    const [worst, median] = ARENA_BANDS[kind]!;
    expect(shares.at(-1)).toBeLessThan(worst);
    expect(shares[(shares.length - 1) >> 1]).toBeLessThan(median);
  });
});
