import { bodies, pads, type Body } from '@longplay/envs/car-soccer';
import type { CarShape, Scene } from './scene.ts';
import type { Recording } from './recording.ts';

/** Height of a car's origin above the floor when it stands, in uu: a wheel's middle is as high as its radius. */
const restHeight = 17;

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
      halfWidth: 4096,
      halfLength: 5120,
      height: 2044,
      cornerSum: 8064,
      floorCurve: 256,
      ceilingCurve: 256,
      goalHalfWidth: 892.755,
      goalHeight: 642.775,
      goalDepth: 880,
    },
    ballRadius: 91.25,
    cars,
    pads: pads.map(({ x, y, big }) => ({ position: [x, y, 0], big })),
  };
}

function shapeOf({ size, offset, front, back }: Body): CarShape {
  const wheels = [front, back].map(({ radius, connection: [x, y] }) => ({
    radius,
    position: [x, y, radius - restHeight] as const,
  }));
  return { size, offset, wheels };
}
