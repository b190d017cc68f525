/**
 * The shape of the arena. Lengths in uu. The walls, the corner planes and the goals are the community's figures [0], the
 * height of the ramps RLGym's [1]; floor, ceiling and side walls lie where the rocketsim 2.2.1 package has them. The rest
 * of the shape is an assumption: ramps are quarter cylinders, those of the back walls fade out towards the goals, walls
 * meet in sharp edges, and goals are boxes with sharp posts. None of it could be compared with the game's own meshes.
 *
 * [0] https://wiki.rlbot.org/botmaking/useful-game-values
 * [1] https://rlgym.org/Cheatsheets/game_values
 */
export const SIDE_WALL_X = 4096;
export const BACK_WALL_Y = 5120;
export const CEILING_Z = 2048;
/** Corner planes: |x| + |y|. */
export const CORNER_SUM = 8064;
/** Of the ramps between walls and floor, and walls and ceiling. */
export const RAMP_RADIUS = 256;
export const GOAL_HALF_WIDTH = 892.755;
export const GOAL_HEIGHT = 642.775;
export const GOAL_BACK_Y = 6000;

/** Radius of the ramp under a back wall: it grows from the goal's post to full size. */
export function backRampRadius(x: number): number {
  const beside = Math.abs(x) - GOAL_HALF_WIDTH;
  return beside <= 0 ? 0 : beside >= RAMP_RADIUS ? RAMP_RADIUS : beside;
}
