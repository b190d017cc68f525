import { expect, it, vi } from 'vitest';
import { Playback } from './playback.ts';

it('seeks within the film, and says so', () => {
  const playback = new Playback(10);
  const changed = vi.fn<() => void>();
  playback.onChange(changed);
  for (const [wanted, reached] of [
    [4, 4],
    [-1, 0],
    [11, 10],
  ] as const) {
    playback.seek(wanted);
    expect(playback.time).toBe(reached);
  }
  expect(changed).toHaveBeenCalledTimes(3);
});

it('passes time only while it plays, at its speed, and stops at the end', () => {
  const playback = new Playback(10);
  playback.advance(1);
  expect(playback.time).toBe(0);
  playback.play();
  playback.advance(1);
  playback.setSpeed(4);
  playback.advance(2);
  expect([playback.time, playback.playing]).toEqual([9, true]);
  playback.advance(2);
  expect([playback.time, playback.playing]).toEqual([10, false]);
});

it('begins anew when it is played from its end', () => {
  const playback = new Playback(10);
  playback.seek(10);
  playback.toggle();
  expect([playback.time, playback.playing]).toEqual([0, true]);
  playback.toggle();
  expect(playback.playing).toBe(false);
});
