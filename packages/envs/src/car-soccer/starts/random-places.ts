import type { Random } from '@longplay/runtime';
import { distance } from '../directions.ts';
import { insideArena } from '../inside-arena.ts';
import { BACK_WALL_Y, SIDE_WALL_X } from '../physics/arena-shape.ts';

/** x, y and z in uu. */
export type Place = readonly [number, number, number];

/** Distance in uu from the walls at which the curves at their feet are out of the way. */
const CLEAR_OF_RAMPS = 300;

/** A uniform number in [low, high). */
export function uniform(random: Random, low: number, high: number): number {
  return low + (high - low) * random.float();
}

/** Three uniform numbers, each in [-limit, limit). */
export function uniformVector(random: Random, limit: number): Place {
  return [uniform(random, -limit, limit), uniform(random, -limit, limit), uniform(random, -limit, limit)];
}

/** Where a random place may be. */
export interface PlaceOptions {
  /** Its height in uu. */
  readonly z: number;
  /** The least and the greatest y in uu. Default: the whole field. */
  readonly nearY?: number;
  readonly farY?: number;
  /** Places to keep a distance from. Default: none. */
  readonly taken?: readonly Place[];
  /** That distance in uu. */
  readonly apart?: number;
}

/** A uniform place of the field at a height, away from the walls and from other places. */
export function uniformPlace(random: Random, options: PlaceOptions): Place {
  const { z, nearY = -BACK_WALL_Y, farY = BACK_WALL_Y, taken = [], apart = 0 } = options;
  for (;;) {
    const place: Place = [uniform(random, -SIDE_WALL_X, SIDE_WALL_X), uniform(random, nearY, farY), z];
    // At this height there is neither floor nor goal nearby: what counts are the walls.
    const onField = insideArena([place[0], place[1], 1000], CLEAR_OF_RAMPS);
    if (onField && taken.every((other) => distance(place, other) >= apart)) return place;
  }
}
