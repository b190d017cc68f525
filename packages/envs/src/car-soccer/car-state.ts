import { CONTROLS } from './actions/action-parser.ts';
import { GOAL_HEIGHT } from './physics/arena-shape.ts';
import { GOAL_LINE_Y } from './physics/constants.ts';
import { hasFlip } from './physics/jump.ts';
import type { Simulation } from './physics/simulation.ts';
import type { CarView, Team, VectorView } from './views.ts';

/**
 * Where the goals are aimed at, in uu: the middle of the plane beyond which a ball counts. A ball on its way in moves
 * towards it until it is a goal. First the goal that orange defends, then the one that blue defends.
 */
const ORANGE_GOAL: VectorView = [0, GOAL_LINE_Y, GOAL_HEIGHT / 2];
const BLUE_GOAL: VectorView = [0, -GOAL_LINE_Y, GOAL_HEIGHT / 2];

/** A car of a simulation, as its parts see it. */
export class CarState implements CarView {
  readonly index: number;
  readonly team: Team;
  readonly position: Float64Array;
  readonly velocity: Float64Array;
  readonly angularVelocity: Float64Array;
  readonly forward: Float64Array;
  readonly right: Float64Array;
  readonly up: Float64Array;
  readonly controls: Float64Array;
  readonly opponentGoal: VectorView;
  readonly ownGoal: VectorView;
  others: readonly CarView[] = [];
  boostBefore = 0;
  readonly #simulation: Simulation;

  constructor(simulation: Simulation, index: number) {
    const { state, controls, teams } = simulation;
    const three = (array: Float64Array) => array.subarray(3 * index, 3 * index + 3);
    this.#simulation = simulation;
    this.index = index;
    this.team = teams[index] === 0 ? 0 : 1;
    this.position = three(state.position);
    this.velocity = three(state.velocity);
    this.angularVelocity = three(state.angularVelocity);
    this.forward = three(state.forward);
    this.right = three(state.right);
    this.up = three(state.up);
    this.controls = controls.subarray(CONTROLS * index, CONTROLS * (index + 1));
    this.opponentGoal = this.team === 0 ? ORANGE_GOAL : BLUE_GOAL;
    this.ownGoal = this.team === 0 ? BLUE_GOAL : ORANGE_GOAL;
  }

  get boost(): number {
    return this.#simulation.state.boost[this.index]!;
  }

  get boostGained(): number {
    return this.#simulation.events.boostGained[this.index]!;
  }

  get onGround(): boolean {
    return this.#simulation.state.onGround[this.index] === 1;
  }

  get hasFlip(): boolean {
    return hasFlip(this.#simulation.state, this.index);
  }

  get supersonic(): boolean {
    return this.#simulation.state.supersonic[this.index] === 1;
  }

  get demolished(): boolean {
    return this.#simulation.state.demolished[this.index] === 1;
  }

  get touched(): boolean {
    return this.#simulation.events.touches[this.index]! > 0;
  }

  get demolitions(): number {
    return this.#simulation.events.demolitions[this.index]!;
  }

  get wasDemolished(): boolean {
    return this.#simulation.events.demolished[this.index]! > 0;
  }

  get teamScored(): boolean {
    return this.#simulation.events.goal === this.team + 1;
  }

  get teamConceded(): boolean {
    return this.#simulation.events.goal === 2 - this.team;
  }
}

/** The cars of a simulation, each with its view of the others. */
export function carStates(simulation: Simulation): CarState[] {
  const cars = Array.from({ length: simulation.cars }, (_, index) => new CarState(simulation, index));
  for (const car of cars) {
    const others = cars.filter((other) => other !== car);
    car.others = [...others.filter(({ team }) => team === car.team), ...others.filter(({ team }) => team !== car.team)];
  }
  return cars;
}
