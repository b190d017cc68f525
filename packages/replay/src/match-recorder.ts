import type { BodyName, Simulation } from '@longplay/envs/car-soccer';
import {
  carFlags,
  orientationUnit,
  positionUnit,
  recordingArrays,
  type Recording,
  type RecordingArray,
} from './recording.ts';
import { quaternionOf, turnedBy, type Quaternion } from './rotation.ts';

/** Records matches of one simulation, frame by frame. */
export class MatchRecorder {
  readonly #simulation: Simulation;
  readonly #bodies: readonly BodyName[];
  readonly #arrays = Object.fromEntries(recordingArrays.map((name) => [name, []])) as unknown as Record<
    RecordingArray,
    number[]
  >;
  readonly #score = [0, 0];
  #frames = 0;
  #begin = 0;
  #before = 0;
  #ball: Quaternion = [0, 0, 0, 1];

  /** @param bodies - of the simulation's cars. */
  constructor(simulation: Simulation, bodies: readonly BodyName[]) {
    this.#simulation = simulation;
    this.#bodies = bodies;
  }

  /** Begins a match: the clock starts at the simulation's present tick. */
  begin(): void {
    this.#begin = this.#before = this.#simulation.state.tick;
    this.#ball = [0, 0, 0, 1];
    this.frame();
  }

  /** Counts a goal, from the next frame on. */
  goal(team: 0 | 1): void {
    this.#score[team]! += 1;
  }

  /** Adds what the simulation shows now. */
  frame(): void {
    const { state, cars } = this.#simulation;
    const arrays = this.#arrays;
    this.#frames += 1;
    arrays.time.push((state.tick - this.#begin) * secondsPerTick);
    arrays.score.push(...this.#score);
    pushPosition(arrays['ball.position'], state.ballPosition, 0);
    // The simulation needs no orientation of the ball: it is followed here, for the eye.
    this.#ball = turnedBy(this.#ball, state.ballAngularVelocity, (state.tick - this.#before) * secondsPerTick);
    this.#before = state.tick;
    pushOrientation(arrays['ball.orientation'], this.#ball);
    for (let car = 0; car < cars; car++) {
      pushPosition(arrays['cars.position'], state.position, car);
      pushOrientation(arrays['cars.orientation'], quaternionOf(state, car));
      arrays['cars.boost'].push(Math.round(state.boost[car]!));
      const set = (name: keyof typeof carFlags) => (state[name][car] === 1 ? carFlags[name] : 0);
      arrays['cars.flags'].push(set('onGround') | set('boosting') | set('supersonic') | set('demolished'));
    }
    for (let byte = 0; byte < 5; byte++) {
      let bits = 0;
      for (let bit = 0; bit < 8; bit++) if ((state.padCooldown[8 * byte + bit] ?? 0) > 0) bits |= 1 << bit;
      arrays['pads.taken'].push(bits);
    }
  }

  /** All that has been recorded so far. */
  recording(): Recording {
    return { teams: [...this.#simulation.teams], bodies: this.#bodies, frames: this.#frames, arrays: this.#arrays };
  }
}

const secondsPerTick = 1 / 120;

function pushPosition(to: number[], points: Float64Array, row: number): void {
  for (let axis = 0; axis < 3; axis++) to.push(quantised(points[3 * row + axis]! / positionUnit));
}

function pushOrientation(to: number[], orientation: Quaternion): void {
  for (const part of orientation) to.push(quantised(part / orientationUnit));
}

/** The nearest 16-bit number. */
const quantised = (value: number) => Math.max(-32767, Math.min(32767, Math.round(value)));
