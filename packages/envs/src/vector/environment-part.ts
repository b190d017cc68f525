/** A worker's part of all environments: `count` of them, from `first` on. */
export interface EnvironmentPart {
  readonly first: number;
  readonly count: number;
}

/**
 * Worker `index`'s part of the environments: parts follow each other, and differ by one environment at most.
 *
 * @example
 * environmentPart(8, 0, 3); // => { first: 0, count: 2 }
 * environmentPart(8, 2, 3); // => { first: 5, count: 3 }
 */
export function environmentPart(environments: number, index: number, workers: number): EnvironmentPart {
  const first = Math.floor((environments * index) / workers);
  return { first, count: Math.floor((environments * (index + 1)) / workers) - first };
}
