import { expect, it } from 'vitest';
import { formatBytes, formatCount, formatDuration } from './units.ts';

it('gives sizes in the unit that fits', () => {
  expect([0, 999, 1000, 99_499, 99_500, 999_499, 999_500, 1.26e9, 5e15].map(formatBytes)).toEqual([
    '0 bytes',
    '999 bytes',
    '1.0 kB',
    '99.5 kB',
    '100 kB',
    '999 kB',
    '1.0 MB',
    '1.3 GB',
    '5000 TB',
  ]);
});

it('gives durations in the unit that fits', () => {
  expect([0.42, 12, 119, 300, 3600, 5400].map(formatDuration)).toEqual([
    '0.4 s',
    '12 s',
    '119 s',
    '5 minutes',
    '1.0 h',
    '1.5 h',
  ]);
});

it('groups the digits of a count', () => {
  expect(formatCount(1_234_567.8)).toBe('1,234,568');
});
