import type { SimulationState } from './state.ts';

/** Speed of a car along its nose, in uu/s. */
export function speedForwards({ velocity, forward }: SimulationState, car: number): number {
  const at = 3 * car;
  return velocity[at]! * forward[at]! + velocity[at + 1]! * forward[at + 1]! + velocity[at + 2]! * forward[at + 2]!;
}
