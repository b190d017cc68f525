/**
 * The shape of the arena, in uu: what a small ball without friction found, shot at the arena that RLGym 2.0.1 brings, in
 * the rocketsim 2.2.1 package. Everything is symmetric in x and y; points and normals are those of the quadrant x, y >= 0.
 */
import { Curve } from './curve.ts';
import { Outline, roundedCorner, type Point } from './outline.ts';

export const SIDE_WALL_X = 4096;
export const BACK_WALL_Y = 5120;
export const CEILING_Z = 2048;
/** Corner planes: |x| + |y|. */
export const CORNER_SUM = 8064;

/** Radii of the ramps: under side walls and corners, under back walls, and along the whole ceiling. */
export const FLOOR_RAMP_RADIUS = 256;
export const BACK_RAMP_RADIUS = 160;
export const CEILING_RAMP_RADIUS = 512;

export const GOAL_HALF_WIDTH = 896;
export const GOAL_HEIGHT = 640;
export const GOAL_BACK_Y = 6000;
/** Of the ramps along both sides of a goal, at its floor, back and roof; and under its posts. */
export const GOAL_RAMP_RADIUS = 96;
/** Posts and crossbar are cut off by so much in front and inside. */
export const FRAME_CHAMFER = 8;

/** Radius of the ramp under a back wall by |x|: it grows from the post on. */
export const backRampOfX = new Curve(
  [GOAL_HALF_WIDTH + FRAME_CHAMFER, GOAL_RAMP_RADIUS],
  [960, GOAL_RAMP_RADIUS],
  [1024, 100.8],
  [1088, 112.6],
  [1216, 143.4],
  [1280, 155.2],
  [1344, BACK_RAMP_RADIUS],
);

/** A ramp's profile for a radius of 1: how far towards the wall, and towards the floor, from the middle of its circle. */
export const rampProfile = new Outline(roundedCorner([1, 0], [1, 1], [0, 1]));

/** The edge between side wall and corner plane, and its mirror image between corner plane and back wall. */
const besideCorner = roundedCorner([SIDE_WALL_X, 3584], [SIDE_WALL_X, 3968], [3840, 4224], 0.6354, 0.6875);
const behindCorner = besideCorner.map(([x, y]): Point => [y - 1024, x + 1024]).toReversed();

/** The walls, from the middle of a side wall to the middle of a back wall, (x, y). */
export const walls = new Outline([[SIDE_WALL_X, 0], ...besideCorner, ...behindCorner, [0, BACK_WALL_Y]]);
/** The rounded edges of the walls matter only beyond these. */
export const ROUNDED_FROM_X = 2549;
export const ROUNDED_FROM_Y = 3573;

/** Radius of the ramp at the floor, of each wall: the edge behind the corner leads from the one to the other. */
export const floorRampRadii = Float64Array.from(
  { length: walls.count },
  (_, wall) => [248, 237, 222, 202, 186, 173, 165, BACK_RAMP_RADIUS][wall - 11] ?? FLOOR_RAMP_RADIUS,
);

/** The inside of a goal seen from its side, (y, z): floor, which rises, net, roof, which falls. */
export const goalProfile = new Outline([
  [BACK_WALL_Y, 0],
  [5355, 0],
  ...roundedCorner([5760, 16], [GOAL_BACK_Y, 16], [GOAL_BACK_Y, 256]),
  ...roundedCorner([GOAL_BACK_Y, 256], [GOAL_BACK_Y, 496], [5760, 496]).slice(1, 7),
  [5344, GOAL_HEIGHT],
  [BACK_WALL_Y, GOAL_HEIGHT],
]);

/** The opening of a goal, (x, z): post, rounded corner, crossbar. */
export const goalOpening = new Outline([
  [GOAL_HALF_WIDTH, 0],
  ...roundedCorner(
    [GOAL_HALF_WIDTH, GOAL_HEIGHT - GOAL_RAMP_RADIUS],
    [GOAL_HALF_WIDTH, GOAL_HEIGHT],
    [GOAL_HALF_WIDTH - GOAL_RAMP_RADIUS, GOAL_HEIGHT],
  ),
  [0, GOAL_HEIGHT],
]);
