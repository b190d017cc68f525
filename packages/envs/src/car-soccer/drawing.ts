import { colors, type Point, type Scene, type Shape } from '../dynamics/scene.ts';
import { BACK_WALL_Y, CORNER_SUM, GOAL_BACK_Y, GOAL_HALF_WIDTH, SIDE_WALL_X } from './physics/arena-shape.ts';
import { pads } from './physics/pads.ts';
import type { CarView, MatchView } from './views.ts';

/** Half of the field's outline from the mouth of one goal on, in uu: along the field, across it. */
const HALF_OUTLINE: readonly Point[] = [
  [GOAL_BACK_Y, -GOAL_HALF_WIDTH],
  [GOAL_BACK_Y, GOAL_HALF_WIDTH],
  [BACK_WALL_Y, GOAL_HALF_WIDTH],
  [BACK_WALL_Y, CORNER_SUM - BACK_WALL_Y],
  [CORNER_SUM - SIDE_WALL_X, SIDE_WALL_X],
  [SIDE_WALL_X - CORNER_SUM, SIDE_WALL_X],
  [-BACK_WALL_Y, CORNER_SUM - BACK_WALL_Y],
  [-BACK_WALL_Y, GOAL_HALF_WIDTH],
];
/** All of it: the other half is this one turned by 180°. */
const OUTLINE: readonly Point[] = [
  ...HALF_OUTLINE,
  ...HALF_OUTLINE.map(([along, across]): Point => [-along, -across]),
  HALF_OUTLINE[0]!,
];

const teamColors = ['#2a6fdb', '#e8731a'] as const;
/** Cars are drawn at twice their size, to be seen. */
const CAR_LENGTH = 240;
const CAR_WIDTH = 170;

/** A match seen from above: blue shoots to the right. */
export function sceneOf({ ball, cars, padCooldown }: MatchView): Scene {
  const available = pads.filter((_, index) => padCooldown[index] === 0);
  return {
    left: -6200,
    right: 6200,
    bottom: -4300,
    top: 4300,
    shapes: [
      { points: OUTLINE, width: 60, color: colors.ground },
      line([0, -SIDE_WALL_X], [0, SIDE_WALL_X], colors.ground),
      line([BACK_WALL_Y, -GOAL_HALF_WIDTH], [BACK_WALL_Y, GOAL_HALF_WIDTH], teamColors[1]),
      line([-BACK_WALL_Y, -GOAL_HALF_WIDTH], [-BACK_WALL_Y, GOAL_HALF_WIDTH], teamColors[0]),
      ...available.map(({ x, y, big }) => disc([y, x], big ? 120 : 50, colors.joint)),
      ...cars.filter(({ demolished }) => !demolished).flatMap(carShapes),
      disc(above(ball.position), 140, colors.body),
    ],
  };
}

function carShapes(car: CarView): Shape[] {
  const [along, across] = above(car.position);
  const [noseAlong, noseAcross] = above(car.forward);
  const at = (share: number): Point => [
    along + share * CAR_LENGTH * noseAlong,
    across + share * CAR_LENGTH * noseAcross,
  ];
  return [
    { points: [at(-0.5), at(0.5)], width: CAR_WIDTH, color: teamColors[car.team] },
    disc(at(0.5), 50, colors.body),
  ];
}

/** A place as seen from above: y to the right, x up. */
function above(place: ArrayLike<number>): Point {
  return [place[1]!, place[0]!];
}

function line(from: Point, to: Point, color: string): Shape {
  return { points: [from, to], width: 40, color };
}

function disc(center: Point, radius: number, color: string): Shape {
  return { center, radius, color };
}
