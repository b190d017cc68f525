import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pads } from '@longplay/envs/car-soccer';
import { encodeSafetensors, SnapshotError } from '@longplay/runtime';
import { expect, it } from 'vitest';
import { carFlags, positionUnit } from './encoding.ts';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import { playDrive } from './fixtures/drive.ts';
import { encodeRecording, readRecording, writeRecording } from './recording.ts';

const { recorder, seen } = playDrive();
const recording = recorder.recording();
const { arrays, frames } = recording;

it('has a frame for each look at the simulation, with what was seen', () => {
  expect(frames).toBe(seen.length);
  for (const [frame, { ball, cars, boost, boosting }] of seen.entries()) {
    for (let axis = 0; axis < 3; axis++) {
      expect(Math.abs(arrays['ball.position'][3 * frame + axis]! * positionUnit - ball[axis]!)).toBeLessThanOrEqual(
        0.125,
      );
    }
    for (let at = 0; at < 9; at++) {
      expect(Math.abs(arrays['cars.position'][9 * frame + at]! * positionUnit - cars[at]!)).toBeLessThanOrEqual(0.125);
    }
    for (let car = 0; car < 3; car++) {
      expect(Math.abs(arrays['cars.boost'][3 * frame + car]! - boost[car]!)).toBeLessThanOrEqual(0.5);
      expect(arrays['cars.flags'][3 * frame + car]! & carFlags.boosting).toBe(boosting[car]! * carFlags.boosting);
    }
  }
});

it('counts time from the beginning of each match, and a goal once', () => {
  const half = frames / 2;
  expect([0, 1, half - 1, half, frames - 1].map((frame) => arrays.time[frame])).toEqual([
    0,
    Math.fround(4 / 120),
    2,
    0,
    2,
  ]);
  const blue = Array.from({ length: frames }, (_, frame) => arrays.score[2 * frame]!);
  expect([blue[0], blue[half - 1], blue[frames - 1]]).toEqual([0, 1, 1]);
  expect(blue).toEqual(blue.toSorted());
  expect([recorder.goals, recorder.seconds]).toEqual([{ blue: 1, orange: 0 }, 4]);
});

const taken = (frame: number) =>
  [...pads.keys()].filter((pad) => ((arrays['pads.taken'][5 * frame + (pad >> 3)]! >> (pad & 7)) & 1) === 1);

it('shows which pads are taken', () => {
  for (const [frame, look] of seen.entries()) expect(taken(frame)).toEqual(look.taken);
  const first = pads.findIndex(({ x, y }) => x === 0 && y === -2816);
  expect([0, frames / 2 - 1, frames / 2].map((frame) => taken(frame).includes(first))).toEqual([false, true, false]);
});

it('comes back from its file as it went, in the smallest numbers that hold it', async () => {
  const path = join(await temporaryFolder(), 'games.safetensors');
  await writeRecording(path, recording);
  const read = await readRecording(path);
  expect(read).toEqual(recording);
  const [head, ...data] = encodeRecording(recording);
  const bytes = data.reduce((sum, chunk) => sum + chunk.length, 0);
  expect(bytes).toBe(frames * (4 + 4 + 14 + 3 * 16 + 5));
  expect(new TextDecoder().decode(head)).toContain('"bodies":"octane dominus merc"');
});

it('is refused when it is something else', async () => {
  const path = join(await temporaryFolder(), 'games.safetensors');
  const refused = async (why: string) => {
    const error: unknown = await readRecording(path).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(SnapshotError);
    expect((error as Error).message).toContain(why);
  };
  await refused('does not exist');
  await writeFile(path, 'no file of ours');
  await refused('header');
  await writeFile(path, Buffer.concat(encodeSafetensors(new Map(), { format: 'pictures' })));
  await refused('its format is pictures');
  const { metadata } = {
    metadata: { format: 'longplay car soccer recording 1', teams: '0 1', bodies: 'octane octane' },
  };
  const time = { dtype: 'F32', shape: [2], data: Float32Array.of(0, 1) } as const;
  await writeFile(path, Buffer.concat(encodeSafetensors(new Map([['time', time]]), metadata)));
  await refused('its array score is absent');
});
