/**
 * The car bodies: hitboxes and wheels. Numbers read from the rocketsim 2.2.1 package, in uu, relative to the centre of
 * mass: x forward, y right, z up.
 */

/** The wheels of one axle; the left one mirrors the right one. */
export interface Axle {
  readonly radius: number;
  /** Length of the suspension at rest. */
  readonly restLength: number;
  /** Where the right suspension is fixed to the body. */
  readonly connection: readonly [number, number, number];
}

export interface Body {
  /** Edges of the hitbox. */
  readonly size: readonly [number, number, number];
  /** Centre of the hitbox. */
  readonly offset: readonly [number, number, number];
  readonly front: Axle;
  readonly back: Axle;
}

const axle = (radius: number, restLength: number, x: number, y: number, z: number): Axle => ({
  radius,
  restLength,
  connection: [x, y, z],
});

export const bodies = {
  octane: {
    size: [120.507004, 86.699402, 38.6591],
    offset: [13.8757, 0, 20.754999],
    front: axle(12.5, 38.755, 51.25, 25.9, 20.754999),
    back: axle(15, 37.055, -33.75, 29.5, 20.754999),
  },
  dominus: {
    size: [130.427002, 85.7799, 33.799999],
    offset: [9, 0, 15.75],
    front: axle(12, 33.95, 50.299999, 31.1, 15.75),
    back: axle(13.5, 33.85, -34.75, 33, 15.75),
  },
  plank: {
    size: [131.320007, 87.170403, 31.8944],
    offset: [9.00857, 0, 12.0942],
    front: axle(12.5, 31.9242, 49.970001, 27.799999, 12.0942),
    back: axle(17, 27.9242, -35.43, 20.280001, 12.0942),
  },
  breakout: {
    size: [133.992004, 83.021004, 32.799999],
    offset: [12.5, 0, 11.75],
    front: axle(13.5, 29.7, 51.5, 26.67, 11.75),
    back: axle(15, 29.666, -35.75, 35, 11.75),
  },
  hybrid: {
    size: [129.518997, 84.687897, 36.6591],
    offset: [13.8757, 0, 20.754999],
    front: axle(12.5, 38.755, 51.25, 25.9, 20.754999),
    back: axle(15, 37.055, -34, 29.5, 20.754999),
  },
  merc: {
    size: [123.220001, 79.210297, 44.1591],
    offset: [11.3757, 0, 21.504999],
    front: axle(15, 39.505, 51.25, 25.9, 21.504999),
    back: axle(15, 39.105, -33.75, 29.5, 21.504999),
  },
} as const satisfies Record<string, Body>;

export type BodyName = keyof typeof bodies;
