import { kickoffBall, KICKOFF_PLACES, kickoffPlacements } from '../physics/kickoff.ts';
import type { StartState } from './start-state.ts';

/**
 * The ball in the middle, the cars on places of a kickoff drawn at random; the sides stand like each other, turned by
 * 180°.
 */
export function kickoff(): StartState {
  return (simulation, random) => {
    const places = Array.from({ length: KICKOFF_PLACES }, (_, place) => place);
    random.shuffle(places);
    const orange = simulation.teams.filter((team) => team === 1).length;
    simulation.placeBall(kickoffBall);
    for (const [car, placement] of kickoffPlacements(simulation.cars - orange, orange, places).entries()) {
      simulation.placeCar(car, placement);
    }
  };
}
