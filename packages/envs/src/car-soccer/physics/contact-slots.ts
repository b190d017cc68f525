/**
 * Where the contacts of each pair of bodies lie. Body 0 is the ball, body i is car i - 1. A slot holds up to four points
 * of one pair. Each body has SURFACE_SLOTS for surfaces of the field, then come the pairs of the ball and a car, then
 * the pairs of cars.
 */
export const POINTS_IN_SLOT = 4;
/** Numbers of a point: on body A in its frame 3, on body B in its frame 3, normal on B 3, distance, impulse. */
export const POINT_SIZE = 11;
export const SURFACE_SLOTS = 4;

/** The number of slots of a match. */
export function contactSlots(cars: number): number {
  return carPairSlot(cars, cars, 0);
}

/** The slot of the ball and a car. */
export function ballCarSlot(cars: number, car: number): number {
  return SURFACE_SLOTS * (cars + 1) + car;
}

/** The slot of two cars, of which `second` comes first: pairs are counted 1-0, 2-0, 2-1, 3-0 and so on. */
export function carPairSlot(cars: number, second: number, first: number): number {
  return (SURFACE_SLOTS + 1) * cars + SURFACE_SLOTS + (second * (second - 1)) / 2 + first;
}
