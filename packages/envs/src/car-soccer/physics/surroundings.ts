import type { Contacts } from './contacts.ts';
import type { RayHit } from './rays.ts';

/** What surrounds a match. */
export interface Surroundings {
  /** Whether a car whose centre of mass is there could touch anything of the field, with its wheels too. */
  mayTouch(x: number, y: number, z: number): boolean;
  /** Whether a ray from (px, py, pz) along the unit vector (dx, dy, dz) meets the field before `hit`; if so it is the hit. */
  castRay(px: number, py: number, pz: number, dx: number, dy: number, dz: number, hit: RayHit): boolean;
  /** Adds the contacts of the ball. */
  collideBall(contacts: Contacts): void;
  /** Adds the contacts of a car's body. */
  collideCar(contacts: Contacts, car: number): void;
}

/** Nothing at all. */
export const voidField: Surroundings = {
  mayTouch: () => false,
  castRay: () => false,
  collideBall: () => {},
  collideCar: () => {},
};
