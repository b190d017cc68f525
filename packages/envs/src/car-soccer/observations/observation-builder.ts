import type { CarView, MatchView } from '../views.ts';

/** What an agent sees of a match, as a row of numbers. */
export interface ObservationBuilder {
  /** How many numbers one car sees in a match of so many cars. */
  size(cars: number): number;
  /**
   * Writes what the car sees into `out` from `at` on. Allocates nothing. It depends on what it is shown and on nothing
   * else.
   */
  observe(car: CarView, match: MatchView, out: Float32Array, at: number): void;
}
