import { ballOnPlane, carOnPlane } from './collide-plane.ts';
import type { Contacts } from './contacts.ts';
import type { Surroundings } from './surroundings.ts';

const CEILING = 2048; // uu
const SIDE = 4096; // uu
/** No part of a car, its wheels included, is further from its centre of mass. */
const REACH = 120; // uu

/**
 * A field of planes without end: floor, ceiling and side walls of the arena, open towards the goals. It is all of the
 * arena that the reference package builds without the game's meshes.
 */
export const flatField: Surroundings = {
  mayTouch(position: Float64Array, at: number): boolean {
    const x = position[at]!;
    const z = position[at + 2]!;
    return z < REACH || z > CEILING - REACH || x > SIDE - REACH || x < REACH - SIDE;
  },

  castRay(ray: Float64Array, hit: Float64Array): boolean {
    const px = ray[0]!;
    const pz = ray[2]!;
    const dx = ray[3]!;
    const dz = ray[5]!;
    const floor = meetPlane(pz, dz, 0, 1, hit);
    const ceiling = meetPlane(CEILING - pz, -dz, 0, -1, hit);
    const left = meetPlane(SIDE + px, dx, 1, 0, hit);
    const right = meetPlane(SIDE - px, -dx, -1, 0, hit);
    return floor || ceiling || left || right;
  },

  collideBall(contacts: Contacts): void {
    ballOnPlane(contacts, 0, 0, 1, 0);
    ballOnPlane(contacts, 0, 0, -1, -CEILING);
    ballOnPlane(contacts, 1, 0, 0, -SIDE);
    ballOnPlane(contacts, -1, 0, 0, -SIDE);
  },

  collideCar(contacts: Contacts, car: number): void {
    carOnPlane(contacts, car, 0, 0, 1, 0);
    carOnPlane(contacts, car, 0, 0, -1, -CEILING);
    carOnPlane(contacts, car, 1, 0, 0, -SIDE);
    carOnPlane(contacts, car, -1, 0, 0, -SIDE);
  },
};

/** A plane with this normal, which the ray's start is `height` above and nears at -rate. */
function meetPlane(height: number, rate: number, nx: number, nz: number, hit: Float64Array): boolean {
  if (rate >= 0 || height < 0 || height >= -rate * hit[0]!) return false;
  hit[0] = -height / rate;
  hit[1] = nx;
  hit[2] = 0;
  hit[3] = nz;
  return true;
}
