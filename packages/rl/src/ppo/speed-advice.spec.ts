import { describe, expect, it } from 'vitest';
import type { Phases } from './report.ts';
import { speedAdvice, type Spread } from './speed-advice.ts';

const busy: Phases = { rollout: 1, inference: 1, environment: 1, update: 5, wait: 1, other: 1 };
const spread: Spread = { workers: 2, environments: 8, cores: 4 };

describe('speedAdvice', () => {
  it('is silent where most of the time goes to what must be done', () => {
    expect(speedAdvice(busy, spread)).toEqual([]);
  });

  it.each<{ what: string; phases: Partial<Phases>; changes?: Partial<Spread>; advice: string[] }>([
    {
      what: 'waiting for workers',
      phases: { wait: 9 },
      advice: ['50 % of the time is waiting for workers: lower numWorkers, or raise ppo.steps'],
    },
    { what: 'one worker alone, which waits for nobody', phases: { wait: 9 }, changes: { workers: 1 }, advice: [] },
    {
      what: 'forward passes of few rows',
      phases: { inference: 27 },
      advice: ['75 % of the time is forward passes of 4 rows: raise environments, lowering ppo.steps as much'],
    },
    { what: 'forward passes of many rows', phases: { inference: 27 }, changes: { environments: 64 }, advice: [] },
    {
      what: 'environments on two of four cores',
      phases: { environment: 27 },
      advice: ["75 % of the time is the environments' own: raise numWorkers, at most to 4"],
    },
    { what: 'environments on all cores', phases: { environment: 27 }, changes: { workers: 4 }, advice: [] },
  ])('on $what', ({ phases, changes, advice }) => {
    expect(speedAdvice({ ...busy, ...phases }, { ...spread, ...changes })).toEqual(advice);
  });
});
