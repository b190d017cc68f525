/** The value in the middle; of an even number of them the upper of the two there. */
export const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
