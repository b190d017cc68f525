import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatProgress, progressMeter, type ProgressEvent } from './progress.ts';

const event: ProgressEvent = { done: 0, total: 100, seconds: 0, rate: 0, eta: Infinity };

describe('progressMeter', () => {
  it('knows no speed before time has passed, and none of a clock that was set back', () => {
    let clock = 5000;
    const meter = progressMeter({ total: 10, now: () => clock });
    expect(meter.update(0)).toMatchObject({ seconds: 0, rate: 0, eta: Infinity });
    clock = 4000;
    expect(meter.update(5)).toMatchObject({ seconds: 0, rate: 0, eta: Infinity });
  });

  it('passes on what the trainer tells', () => {
    const extras = { episodes: 3, reward: -1, average: 0.5 };
    expect(progressMeter({ total: 10 }).update(1, extras)).toMatchObject(extras);
  });

  it('has nothing left at the end and beyond it, where a last batch may go', () => {
    let clock = 0;
    const meter = progressMeter({ total: 10, now: () => clock });
    expect(meter.update(10).eta).toBe(0);
    clock = 1000;
    expect([10, 12].map((done) => meter.update(done).eta)).toEqual([0, 0]);
  });

  it('does not count the work before a resume', () => {
    fc.assert(
      fc.property(
        fc.nat(1e6),
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: 1, max: 1e6 }),
        (start, steps, milliseconds) => {
          let clock = 0;
          const total = start + steps + 1000;
          const meter = progressMeter({ total, start, now: () => clock });
          clock = milliseconds;
          const { rate, eta, seconds } = meter.update(start + steps);
          expect(rate * seconds).toBeCloseTo(steps, 6);
          expect(eta * rate).toBeCloseTo(1000, 6);
        },
      ),
    );
  });

  it('refuses what cannot be', () => {
    for (const total of [0, -1, Number.NaN]) expect(() => progressMeter({ total })).toThrow(RangeError);
    expect(() => progressMeter({ total: 10, start: -1 })).toThrow(RangeError);
    expect(() => progressMeter({ total: 10, start: 5 }).update(4)).toThrow('got 4');
    expect(() => progressMeter({ total: 10 }).update(Number.NaN)).toThrow(RangeError);
  });
});

describe('formatProgress', () => {
  it('prints all parts', () => {
    const all = { done: 104321, total: 10_000_000, seconds: 25, rate: 4217.42, eta: 2345.6, episodes: 243 };
    expect(formatProgress({ ...all, reward: 12.345, average: 8.71 })).toBe(
      'Training:  1%|▏                   | 104321/10000000 [00:25<39:05, 4217.42it/s] ep=243 r=12.3 avg100=8.7',
    );
  });

  it('leaves out what is not known', () => {
    expect(formatProgress(event, { width: 4 })).toBe('Training:  0%|    | 0/100 [00:00<?, ?it/s]');
  });

  it('takes a label, and leaves out a bar of no width', () => {
    expect(formatProgress({ ...event, done: 50, rate: 5, eta: 10 }, { label: 'Solving', width: 0 })).toBe(
      'Solving: 50%| 50/100 [00:00<00:10, 5.00it/s]',
    );
  });

  it.each([
    [59.9, '00:59'],
    [60, '01:00'],
    [3599, '59:59'],
    [3600, '1:00:00'],
    [360_000 + 61, '100:01:01'],
    [Infinity, '?'],
  ])('prints %s seconds as %s', (eta, text) => {
    expect(formatProgress({ ...event, eta })).toContain(`<${text},`);
  });

  it.each([
    [0, '  '],
    [1, '▏ '],
    [2, '▎ '],
    [3, '▍ '],
    [4, '▌ '],
    [5, '▋ '],
    [6, '▊ '],
    [7, '▉ '],
    [8, '█ '],
    [12, '█▌'],
    [16, '██'],
    [20, '██'],
  ])('fills %s eighths of a bar of two cells', (done, bar) => {
    expect(formatProgress({ ...event, done, total: 16 }, { width: 2 })).toContain(`%|${bar}|`);
  });

  it('says 100% only when all is done', () => {
    expect(formatProgress({ ...event, done: 999, total: 1000 })).toMatch(/^Training: 99%/);
    expect(formatProgress({ ...event, done: 1000, total: 1000 })).toMatch(/^Training: 100%/);
    expect(formatProgress({ ...event, done: 1024, total: 1000 })).toMatch(/^Training: 100%\|█{20}\| 1024\/1000/);
  });
});
