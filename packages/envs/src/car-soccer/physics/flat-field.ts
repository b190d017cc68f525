import { ballOnPlane, carOnPlane } from './collide-plane.ts';
import type { Contacts } from './contacts.ts';
import type { Surroundings } from './surroundings.ts';
import type { RayHit } from './rays.ts';

/** n . x = d, with the match where n . x > d. */
type Plane = readonly [nx: number, ny: number, nz: number, d: number];

/** Floor, ceiling and side walls of the arena: all of it that the reference package builds from planes. */
const PLANES: readonly Plane[] = [
  [0, 0, 1, 0],
  [0, 0, -1, -2048],
  [1, 0, 0, -4096],
  [-1, 0, 0, -4096],
];
/** No part of a car, its wheels included, is further from its centre of mass. */
const REACH = 120; // uu

/** A field of planes without end: floor, ceiling and two side walls, open towards the goals. */
export const flatField: Surroundings = {
  mayTouch(x: number, _y: number, z: number): boolean {
    return z < REACH || z > 2048 - REACH || x > 4096 - REACH || x < REACH - 4096;
  },

  castRay(px: number, py: number, pz: number, dx: number, dy: number, dz: number, hit: RayHit): boolean {
    let found = false;
    for (let i = 0; i < PLANES.length; i++) {
      const [nx, ny, nz, d] = PLANES[i]!;
      const slope = nx * dx + ny * dy + nz * dz;
      const height = nx * px + ny * py + nz * pz - d;
      if (slope >= 0 || height < 0) continue;
      const distance = -height / slope;
      if (distance >= hit.distance) continue;
      found = true;
      hit.distance = distance;
      hit.x = nx;
      hit.y = ny;
      hit.z = nz;
    }
    return found;
  },

  collideBall(contacts: Contacts): void {
    for (let i = 0; i < PLANES.length; i++) {
      const [nx, ny, nz, d] = PLANES[i]!;
      ballOnPlane(contacts, nx, ny, nz, d);
    }
  },

  collideCar(contacts: Contacts, car: number): void {
    for (let i = 0; i < PLANES.length; i++) {
      const [nx, ny, nz, d] = PLANES[i]!;
      carOnPlane(contacts, car, nx, ny, nz, d);
    }
  },
};
