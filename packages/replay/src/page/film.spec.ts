import { describe, expect, it } from 'vitest';
import { playDrive } from '../fixtures/drive.ts';
import { carFlags, positionUnit } from '../encoding.ts';
import { encodeRecording } from '../recording.ts';
import { pointOf } from './axes.ts';
import { Film } from './film.ts';

const { recorder, seen } = playDrive();
const recording = recorder.recording();
const film = new Film(new Uint8Array(Buffer.concat(encodeRecording(recording))).buffer);
const half = seen.length / 2;
const moment = film.newMoment();
const at = (time: number) => {
  film.sample(time, moment);
  return moment;
};
const near = (found: readonly number[], wanted: readonly number[], bound: number) => {
  for (const [axis, value] of wanted.entries()) expect(Math.abs(found[axis]! - value)).toBeLessThanOrEqual(bound);
};
const rounding = positionUnit / 2 + 1e-9;

describe('a film', () => {
  it('shows at the time of a frame what the simulation showed, in its own axes', () => {
    for (const frame of [0, 1, 7, 30, half - 1, half, half + 20]) {
      const { ball, cars, boost, boosting } = seen[frame]!;
      const shown = at(film.timeOf(frame));
      near(pointOf(shown.ball.position), ball, rounding);
      for (const [car, { position, boost: left, flags: now }] of shown.cars.entries()) {
        near(pointOf(position), cars.slice(3 * car, 3 * car + 3), rounding);
        expect(Math.abs(left - boost[car]!)).toBeLessThanOrEqual(0.5);
        expect((now & carFlags.boosting) !== 0).toBe(boosting[car] === 1);
      }
    }
  });

  it('glides between two frames', () => {
    const time = (film.timeOf(10) + film.timeOf(11)) / 2;
    const middle = seen[10]!.ball.map((value, axis) => (value + seen[11]!.ball[axis]!) / 2);
    near(pointOf(at(time).ball.position), middle, rounding);
    const whole = (frame: number) => at(film.timeOf(frame)).ball.quaternion.clone();
    const [before, after] = [whole(10), whole(11)];
    expect(at(time).ball.quaternion.angleTo(before)).toBeCloseTo(before.angleTo(after) / 2, 4);
  });

  it('stands still between two matches, and nothing glides from one into the other', () => {
    const [, second] = film.matches;
    expect(second! - film.timeOf(half - 1)).toBeCloseTo(1.5, 9);
    near(pointOf(at(second! - 0.01).ball.position), seen[half - 1]!.ball, rounding);
    expect([at(second! - 0.01).match, at(second!).match]).toEqual([0, 1]);
    near(pointOf(at(second!).ball.position), seen[half]!.ball, rounding);
  });

  it('knows clock, score and goals', () => {
    expect(at(1).clock).toBeCloseTo(1, 5);
    expect(at(film.matches[1]! + 1).clock).toBeCloseTo(1, 5);
    const [goal, ...others] = film.goals;
    expect(others).toEqual([]);
    expect(goal!.team).toBe(0);
    expect(pointOf(goal!.position)[1]).toBeGreaterThan(5120);
    expect([at(goal!.at - 0.01).blue, at(goal!.at).blue, at(film.duration).blue]).toEqual([0, 1, 1]);
    expect(at(film.duration).orange).toBe(0);
  });

  it('stays at its first and last frame beyond them', () => {
    near(pointOf(at(-5).ball.position), seen[0]!.ball, rounding);
    near(pointOf(at(film.duration + 5).ball.position), seen.at(-1)!.ball, rounding);
    expect([film.timeOf(-1), film.timeOf(1e6)]).toEqual([0, film.timeOf(seen.length - 1)]);
  });
});

it('lets a thing that was put elsewhere stay until it is there', () => {
  const moved = { ...recording.arrays, 'ball.position': recording.arrays['ball.position'].slice() };
  // From frame 20 on the ball is 1000 uu further across.
  for (let frame = 20; frame < half; frame++) moved['ball.position'][3 * frame]! += 1000 / positionUnit;
  const cut = new Film(new Uint8Array(Buffer.concat(encodeRecording({ ...recording, arrays: moved }))).buffer);
  const x = (time: number) => {
    cut.sample(time, moment);
    return pointOf(moment.ball.position)[0];
  };
  expect(Math.abs(x(cut.timeOf(20) - 0.001) - seen[19]!.ball[0]!)).toBeLessThan(1);
  expect(Math.abs(x(cut.timeOf(20)) - 1000 - seen[20]!.ball[0]!)).toBeLessThan(1);
});
