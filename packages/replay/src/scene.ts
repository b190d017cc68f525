// What a page shows beside the moving things. It goes into the page as JSON, so that the page's own code needs nothing
// of the physics. Units: uu (about 1 cm); axes as in the physics: x across, y along the field, z up.

/** A point: x, y, z in uu. */
export type Point = readonly [x: number, y: number, z: number];

/** The inside of the arena: an octagon with rounded edges at floor and ceiling, and a goal at each end. */
export interface ArenaShape {
  /** Side walls at x = ±halfWidth, back walls at y = ±halfLength, the ceiling at z = height. */
  readonly halfWidth: number;
  readonly halfLength: number;
  readonly height: number;
  /** The corner planes: |x| + |y| = cornerSum. */
  readonly cornerSum: number;
  /** Radii of the curves from the floor to the walls and from the walls to the ceiling. */
  readonly floorCurve: number;
  readonly ceilingCurve: number;
  readonly goalHalfWidth: number;
  readonly goalHeight: number;
  readonly goalDepth: number;
}

/** The shape of a car, from its origin: x forward, y to the right, z up. */
export interface CarShape {
  /** Length, width, height of the hitbox. */
  readonly size: Point;
  /** Where the middle of the hitbox is. */
  readonly offset: Point;
  /** The wheels: one with a positive y for each pair, its middle with the car at rest. */
  readonly wheels: readonly { readonly radius: number; readonly position: Point }[];
}

/** A car that plays. */
export interface SceneCar {
  readonly name: string;
  /** 0 blue, 1 orange. */
  readonly team: number;
  readonly shape: CarShape;
}

/** A boost pad. */
export interface ScenePad {
  readonly position: Point;
  readonly big: boolean;
}

/** Everything in the picture that stays as it is. */
export interface Scene {
  /** What is shown, above the picture. */
  readonly title: string;
  readonly arena: ArenaShape;
  readonly ballRadius: number;
  readonly cars: readonly SceneCar[];
  readonly pads: readonly ScenePad[];
}
