import type { BodyName, Simulation } from '@longplay/envs/car-soccer';
import { carFlags, orientationUnit, positionUnit } from './encoding.ts';
import { GrowingArray } from './growing-array.ts';
import { elements, recordingArrays, recordingLayout, type Recording, type RecordingArray } from './recording.ts';
import { quaternionOf, turnedBy, type Quaternion } from './rotation.ts';

/** Records matches of one simulation, frame by frame. */
export class MatchRecorder {
  readonly #simulation: Simulation;
  readonly #bodies: readonly BodyName[];
  readonly #arrays = Object.fromEntries(
    recordingArrays.map((name) => [name, new GrowingArray(elements[recordingLayout[name][0]])]),
  ) as Record<RecordingArray, GrowingArray>;
  readonly #score: [blue: number, orange: number] = [0, 0];
  #frames = 0;
  /** Ticks of all matches so far. */
  #ticks = 0;
  #begin = 0;
  #before = 0;
  /** The last frame showed a goal: the same one is not counted again. */
  #scored = false;
  #ball: Quaternion = [0, 0, 0, 1];

  /** @param bodies - of the simulation's cars. */
  constructor(simulation: Simulation, bodies: readonly BodyName[]) {
    this.#simulation = simulation;
    this.#bodies = bodies;
  }

  /** Goals so far. */
  get goals(): { readonly blue: number; readonly orange: number } {
    const [blue, orange] = this.#score;
    return { blue, orange };
  }

  /** Seconds of play so far. */
  get seconds(): number {
    return this.#ticks * secondsPerTick;
  }

  /** Begins a match: the clock starts at the simulation's present tick. */
  begin(): void {
    this.#begin = this.#before = this.#simulation.state.tick;
    this.#scored = false;
    this.#ball = [0, 0, 0, 1];
    this.frame();
  }

  /** Adds what the simulation shows now; a goal among its events is counted once. */
  frame(): void {
    const { state, cars, events } = this.#simulation;
    const arrays = this.#arrays;
    const passed = state.tick - this.#before;
    this.#before = state.tick;
    this.#ticks += passed;
    this.#frames += 1;
    if (events.goal !== 0 && !this.#scored) this.#score[events.goal - 1]! += 1;
    this.#scored = events.goal !== 0;
    arrays.time.push((state.tick - this.#begin) * secondsPerTick);
    arrays.score.push(...this.#score);
    pushPosition(arrays['ball.position'], state.ballPosition, 0);
    // The simulation needs no orientation of the ball: it is followed here, for the eye.
    this.#ball = turnedBy(this.#ball, state.ballAngularVelocity, passed * secondsPerTick);
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
    const arrays = Object.fromEntries(recordingArrays.map((name) => [name, this.#arrays[name].toArray()]));
    const { teams } = this.#simulation;
    return { teams: [...teams], bodies: this.#bodies, frames: this.#frames, arrays: arrays as Recording['arrays'] };
  }
}

const secondsPerTick = 1 / 120;

function pushPosition(to: GrowingArray, points: Float64Array, row: number): void {
  for (let axis = 0; axis < 3; axis++) to.push(quantised(points[3 * row + axis]! / positionUnit));
}

function pushOrientation(to: GrowingArray, orientation: Quaternion): void {
  for (const part of orientation) to.push(quantised(part / orientationUnit));
}

/** The nearest 16-bit number. */
const quantised = (value: number) => Math.max(-32767, Math.min(32767, Math.round(value)));
