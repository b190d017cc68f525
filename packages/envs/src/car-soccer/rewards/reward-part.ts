import type { CarView, MatchView } from '../views.ts';

/**
 * What one part of the reward pays a car for a step, before its weight. The parts of this package are positive where
 * the car does well, mostly within [-1, 1]. A part depends on what it is shown and on nothing else.
 */
export type RewardPart = (car: CarView, match: MatchView) => number;
