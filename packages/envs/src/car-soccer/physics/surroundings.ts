import type { Contacts } from './contacts.ts';

/** What surrounds a match. */
export interface Surroundings {
  /** Whether a car whose centre of mass is there could touch anything of the field, with its wheels too. */
  mayTouch(position: Float64Array, at: number): boolean;
  /** Whether a ray meets the field before `hit`; if so that becomes the hit. See rays.ts. */
  castRay(ray: Float64Array, hit: Float64Array): boolean;
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
