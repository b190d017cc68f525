import type { ScenarioCase } from './scenario-file.ts';
import { Simulation } from './physics/simulation.ts';
import type { SimulationState } from './physics/state.ts';

/** The bits of a car's flags in a row, by the state's array that they come from. */
const flagBits = {
  onGround: 1,
  jumping: 2,
  hasJumped: 4,
  flipping: 8,
  hasFlipped: 16,
  hasDoubleJumped: 32,
  supersonic: 64,
  autoFlipping: 128,
  worldContact: 256,
  demolished: 512,
} as const satisfies Partial<Record<keyof SimulationState, number>>;

/**
 * Plays a case of a scenario file.
 *
 * @returns a row for each `every` ticks, from tick 0 on: [tick, (with a ball: its position, velocity and angular
 *   velocity,) then for each car position, velocity, angular velocity, forward, up (3 numbers each), boost, flags].
 *
 * @example
 * const [fall] = parseScenario([{ id: 'fall', mode: 'void', every: 120, ticks: 120, ball: { pos: [0, 0, 1000] } }]);
 * playScenario(fall!).map(([tick]) => tick); // => [0, 120]
 */
export function playScenario(scenario: ScenarioCase): number[][] {
  const { every, ticks, ball } = scenario;
  const { simulation, places } = start(scenario);
  const rows = [row(simulation.state, places, ball !== undefined)];
  // A change of controls counts from its tick on; of two at one tick the later in the file.
  const changes = scenario.controls.toSorted((a, b) => a.tick - b.tick);
  let next = 0;
  for (let tick = 0; tick + every <= ticks;) {
    const end = tick + every;
    while (tick < end) {
      for (; next < changes.length && changes[next]!.tick <= tick; next++) {
        const { car, controls } = changes[next]!;
        simulation.controls.set(controls, places[car]! * controls.length);
      }
      const until = Math.min(end, changes[next]?.tick ?? end);
      simulation.step(until - tick);
      tick = until;
    }
    rows.push(row(simulation.state, places, ball !== undefined));
  }
  return rows;
}

/** The simulation with everything in its place, and where in it each car of the case is: blue ones come first there. */
function start({ mode, gravity, ball, cars }: ScenarioCase): { simulation: Simulation; places: number[] } {
  const order = [...cars.keys()].toSorted((a, b) => cars[a]!.team - cars[b]!.team || a - b);
  const places = cars.map((_, car) => order.indexOf(car));
  const orange = cars.filter(({ team }) => team === 1).length;
  const simulation = new Simulation({
    blue: cars.length - orange,
    orange,
    field: mode,
    bodies: order.map((car) => cars[car]!.body),
    ball: ball !== undefined,
    gravity,
  });
  if (ball !== undefined) simulation.placeBall(ball);
  for (const [car, placement] of cars.entries()) simulation.placeCar(places[car]!, placement);
  return { simulation, places };
}

function row(state: SimulationState, places: readonly number[], hasBall: boolean): number[] {
  const numbers = [state.tick];
  if (hasBall) numbers.push(...state.ballPosition, ...state.ballVelocity, ...state.ballAngularVelocity);
  for (const car of places) {
    for (const name of ['position', 'velocity', 'angularVelocity', 'forward', 'up'] as const) {
      numbers.push(...state[name].subarray(3 * car, 3 * car + 3));
    }
    let flags = 0;
    for (const [name, bit] of Object.entries(flagBits)) {
      if (state[name as keyof typeof flagBits][car] === 1) flags |= bit;
    }
    numbers.push(state.boost[car]!, flags);
  }
  return numbers;
}
