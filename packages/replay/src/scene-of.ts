import { arenaShape, BALL_RADIUS, bodies, CAR_REST_Z, pads, type Body } from '@longplay/envs/car-soccer';
import type { CarShape, Scene } from './scene.ts';
import type { Recording } from './recording.ts';

/** What stands around the matches of a recording: the arena, its pads, and the cars with their names. */
export function sceneOf({ teams, bodies: names }: Recording, title: string): Scene {
  const cars = teams.map((team, car) => {
    const side = team === 0 ? 'Blue' : 'Orange';
    const number = teams.slice(0, car).filter((other) => other === team).length + 1;
    const isAlone = teams.filter((other) => other === team).length === 1;
    return { name: isAlone ? side : `${side} ${number}`, team, shape: shapeOf(bodies[names[car]!]) };
  });
  return {
    title,
    arena: {
      halfWidth: arenaShape.SIDE_WALL_X,
      halfLength: arenaShape.BACK_WALL_Y,
      height: arenaShape.CEILING_Z,
      cornerSum: arenaShape.CORNER_SUM,
      floorCurve: arenaShape.FLOOR_RAMP_RADIUS,
      ceilingCurve: arenaShape.CEILING_RAMP_RADIUS,
      goalHalfWidth: arenaShape.GOAL_HALF_WIDTH,
      goalHeight: arenaShape.GOAL_HEIGHT,
      goalDepth: arenaShape.GOAL_BACK_Y - arenaShape.BACK_WALL_Y,
    },
    ballRadius: BALL_RADIUS,
    cars,
    pads: pads.map(({ x, y, big }) => ({ position: [x, y, 0], big })),
  };
}

function shapeOf({ size, offset, front, back }: Body): CarShape {
  const wheels = [front, back].map(({ radius, connection: [x, y] }) => ({
    radius,
    // A car that stands has its origin at CAR_REST_Z, and the middle of a wheel as high as its radius.
    position: [x, y, radius - CAR_REST_Z] as const,
  }));
  return { size, offset, wheels };
}
