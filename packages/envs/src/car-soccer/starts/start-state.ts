import type { Random } from '@longplay/runtime';
import type { Simulation } from '../physics/simulation.ts';

/**
 * Puts the ball and every car where an episode begins, all pads being available. Whatever is random comes from the
 * match's own stream.
 */
export type StartState = (simulation: Simulation, random: Random) => void;
