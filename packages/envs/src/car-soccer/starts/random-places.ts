import type { Random } from '@longplay/runtime';
import { distance } from '../directions.ts';
import { insideArena } from '../inside-arena.ts';
import { BACK_WALL_Y, SIDE_WALL_X } from '../physics/arena-shape.ts';

/** x, y and z in uu. */
export type Place = readonly [number, number, number];

/** Distance in uu that random places keep from the walls: beyond the curves at their feet. */
const WALL_MARGIN = 300;

/** A uniform number in [low, high). */
export function uniform(random: Random, low: number, high: number): number {
  return low + (high - low) * random.float();
}

/** Three uniform numbers, each in [-limit, limit). */
export function uniformVector(random: Random, limit: number): Place {
  return [uniform(random, -limit, limit), uniform(random, -limit, limit), uniform(random, -limit, limit)];
}

/**
 * A uniform place of the field at a height, away from the walls and from other places.
 *
 * @param z - the height in uu
 * @param nearY - the least y
 * @param taken - places to keep a distance from
 * @param apart - that distance in uu
 */
export function uniformPlace(random: Random, z: number, nearY: number, taken: readonly Place[], apart: number): Place {
  for (;;) {
    const place: Place = [uniform(random, -SIDE_WALL_X, SIDE_WALL_X), uniform(random, nearY, BACK_WALL_Y), z];
    // At this height there is neither floor nor goal nearby: what counts are the walls.
    const onField = insideArena([place[0], place[1], 1000], WALL_MARGIN);
    if (onField && taken.every((other) => distance(place, other) >= apart)) return place;
  }
}
