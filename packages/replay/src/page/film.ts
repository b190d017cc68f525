import { Quaternion, Vector3 } from 'three';
import { orientationUnit, positionUnit } from '../encoding.ts';
import { place, turn } from './axes.ts';
import { parseSafetensors, type Values } from './safetensors.ts';

/** A moment of the film, in the picture's units. */
export interface Moment {
  readonly ball: { readonly position: Vector3; readonly quaternion: Quaternion };
  readonly cars: readonly MomentCar[];
  /** Seconds since the kickoff of its match. */
  clock: number;
  /** Goals so far. */
  blue: number;
  orange: number;
  /** The number of its match, from 0. */
  match: number;
  frame: number;
}

export interface MomentCar {
  readonly position: Vector3;
  readonly quaternion: Quaternion;
  /** 0 to 100. */
  boost: number;
  /** Bits of `carFlags`. */
  flags: number;
}

/** A goal of the film. */
export interface Goal {
  /** When, in seconds of the film. */
  readonly at: number;
  /** Who scored: 0 blue, 1 orange. */
  readonly team: number;
  /** Where the ball was, in the picture. */
  readonly position: Vector3;
}

/** The picture stands still for so many seconds when a match has ended. */
const rest = 1.5;
/** What moves further than this between two frames, in the picture's units, was put there: it does not glide. */
const longestStep = 4;

/** A recording as a film: matches one after the other, at any time between their frames. */
export class Film {
  readonly cars: number;
  readonly duration: number;
  readonly goals: readonly Goal[];
  /** When each match begins, in seconds of the film. */
  readonly matches: readonly number[];
  /** When each frame is, in seconds of the film. */
  readonly #at: Float64Array;
  readonly #match: Uint16Array;
  readonly #values: (name: string) => Values;

  constructor(file: ArrayBuffer) {
    const { tensors } = parseSafetensors(file);
    this.#values = (name) => tensors.get(name)!;
    const time = this.#values('time');
    const frames = time.length;
    this.cars = this.#values('cars.boost').length / frames;
    this.#at = new Float64Array(frames);
    this.#match = new Uint16Array(frames);
    const matches = [0];
    for (let frame = 1; frame < frames; frame++) {
      const passed = time[frame]! - time[frame - 1]!;
      this.#at[frame] = this.#at[frame - 1]! + (passed > 0 ? passed : rest);
      if (passed <= 0) matches.push(this.#at[frame]!);
      this.#match[frame] = matches.length - 1;
    }
    this.matches = matches;
    this.duration = this.#at[frames - 1]! + rest;
    this.goals = this.#findGoals(this.#values('score'), frames);
  }

  /** An empty moment for `sample` to fill. */
  newMoment(): Moment {
    const cars = Array.from({ length: this.cars }, () => ({ ...newBody(), boost: 0, flags: 0 }));
    return { ball: newBody(), cars, clock: 0, blue: 0, orange: 0, match: 0, frame: 0 };
  }

  /** Fills a moment with what is at a time of the film: between two frames things glide. */
  sample(time: number, moment: Moment): void {
    const { frame, next, share } = this.#between(time);
    this.#glide('ball', frame, next, share, moment.ball);
    for (let car = 0; car < this.cars; car++) {
      const out = moment.cars[car]!;
      const [now, then] = [frame * this.cars + car, next * this.cars + car];
      this.#glide('cars', now, then, share, out);
      out.boost = mix(this.#values('cars.boost'), now, then, share);
      out.flags = this.#values('cars.flags')[now]!;
    }
    moment.clock = mix(this.#values('time'), frame, next, share);
    moment.blue = this.#values('score')[frame * 2]!;
    moment.orange = this.#values('score')[frame * 2 + 1]!;
    moment.match = this.#match[frame]!;
    moment.frame = frame;
  }

  /** Where something is at a time: a car, or the ball. Cheaper than a whole moment, for the traces that things leave. */
  positionAt(time: number, car: number | 'ball', out: Vector3): Vector3 {
    const { frame, next, share } = this.#between(time);
    if (car === 'ball') this.#glidePosition('ball', frame, next, share, out);
    else this.#glidePosition('cars', frame * this.cars + car, next * this.cars + car, share, out);
    return out;
  }

  /** Whether a boost pad has been taken and is not there. */
  isPadTaken(frame: number, pad: number): boolean {
    const pads = this.#values('pads.taken');
    const bytes = pads.length / this.#at.length;
    return ((pads[frame * bytes + (pad >> 3)]! >> (pad & 7)) & 1) === 1;
  }

  /** The flags of a car in the frame at a time. */
  flagsAt(time: number, car: number): number {
    return this.#values('cars.flags')[this.frameAt(time) * this.cars + car]!;
  }

  /** When the match that is on at a time began. */
  matchBegin(time: number): number {
    return this.matches[this.#match[this.frameAt(time)]!]!;
  }

  /** The last frame that is not after a time. */
  frameAt(time: number): number {
    let low = 0;
    let high = this.#at.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#at[middle]! <= time) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** When a frame is, in seconds of the film; the first and the last stand for those before and after. */
  timeOf(frame: number): number {
    return this.#at[Math.max(0, Math.min(this.#at.length - 1, frame))]!;
  }

  /** The frames before and after a time, and the share of the way to the second; matches do not run into each other. */
  #between(time: number): { readonly frame: number; readonly next: number; readonly share: number } {
    const frame = this.frameAt(time);
    const begin = this.#at[frame]!;
    if (this.#match[frame + 1] !== this.#match[frame]) return { frame, next: frame, share: 0 };
    return { frame, next: frame + 1, share: Math.max(0, (time - begin) / (this.#at[frame + 1]! - begin)) };
  }

  #glide(kind: 'ball' | 'cars', now: number, then: number, share: number, out: Moment['ball']): void {
    const orientation = this.#values(`${kind}.orientation`);
    const jumps = this.#glidePosition(kind, now, then, share, out.position);
    read(orientation, now, out.quaternion);
    if (share > 0 && !jumps) out.quaternion.slerp(read(orientation, then, scratchTurn), share);
  }

  /** Returns whether the thing was put elsewhere between the two frames. */
  #glidePosition(kind: 'ball' | 'cars', now: number, then: number, share: number, out: Vector3): boolean {
    const position = this.#values(`${kind}.position`);
    readPoint(position, now, out);
    if (share === 0) return false;
    readPoint(position, then, scratchPoint);
    const jumps = scratchPoint.distanceTo(out) > longestStep;
    if (!jumps) out.lerp(scratchPoint, share);
    return jumps;
  }

  #findGoals(score: Values, frames: number): Goal[] {
    const goals: Goal[] = [];
    for (let frame = 0; frame < frames; frame++) {
      for (const team of [0, 1]) {
        const before = frame === 0 ? 0 : score[(frame - 1) * 2 + team]!;
        if (score[frame * 2 + team] === before) continue;
        goals.push({
          at: this.#at[frame]!,
          team,
          position: readPoint(this.#values('ball.position'), frame, new Vector3()),
        });
      }
    }
    return goals;
  }
}

const newBody = () => ({ position: new Vector3(), quaternion: new Quaternion() });

const scratchPoint = new Vector3();
const scratchTurn = new Quaternion();

function readPoint(values: Values, row: number, out: Vector3): Vector3 {
  const [x, y, z] = [values[row * 3]!, values[row * 3 + 1]!, values[row * 3 + 2]!];
  return place(x * positionUnit, y * positionUnit, z * positionUnit, out);
}

function read(values: Values, row: number, out: Quaternion): Quaternion {
  const at = row * 4;
  const unit = orientationUnit;
  turn(values[at]! * unit, values[at + 1]! * unit, values[at + 2]! * unit, values[at + 3]! * unit, out);
  return out.normalize();
}

function mix(values: Values, now: number, then: number, share: number): number {
  return values[now]! + (values[then]! - values[now]!) * share;
}
