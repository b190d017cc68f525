import { sharedArrays, type SharedArrays } from '@longplay/runtime';

/** What happened on every path, in memory that workers share. */
export type SimulationMemory = SharedArrays<ReturnType<typeof layout>>;

const layout = (strategies: number, years: number, paths: number) =>
  ({
    /** Real, at the start of each year and at the end of the last. */
    wealth: ['float32', [strategies, years + 1, paths]],
    consumption: ['float32', [strategies, years, paths]],
    estate: ['float64', [strategies, paths]],
    utility: ['float64', [strategies, paths]],
    shortfall: ['float64', [strategies, paths]],
    success: ['uint8', [strategies, paths]],
    /** Nominal money for one of today, at the same times as wealth; the same for all strategies, as are lifetimes. */
    priceIndex: ['float32', [years + 1, paths]],
    lifetime: ['int32', [paths]],
  }) as const;

/** @throws RangeError when there is no memory for so many paths */
export const newSimulationMemory = (strategies: number, years: number, paths: number): SimulationMemory =>
  sharedArrays(layout(strategies, years, paths));
