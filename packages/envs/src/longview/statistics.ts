/** The mean of independent values, and its standard error; that of a single value is not known: NaN. */
export function meanAndError(values: Float64Array): { mean: number; standardError: number } {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, standardError: Math.sqrt(squares / (count - 1) / count) };
}

/**
 * Quantiles of values, interpolated between the two nearest: type 7 of Hyndman and Fan, "Sample Quantiles in Statistical
 * Packages", The American Statistician 50(4), 1996. Found by selection, several times as fast as by sorting.
 *
 * @param values - at least one, none NaN; they are put into another order.
 * @param probabilities - in ascending order.
 *
 * @example
 * quantiles(Float64Array.of(4, 1, 2), [0, 0.75]); // => [1, 3]
 */
export function quantiles(values: Float64Array, probabilities: readonly number[]): number[] {
  const last = values.length - 1;
  let first = 0;
  return probabilities.map((probability) => {
    const place = probability * last;
    const below = Math.floor(place);
    select(values, below, first, last);
    first = below;
    const low = values[below]!;
    let high = below === last ? low : Infinity;
    for (let i = below + 1; i <= last; i++) high = Math.min(high, values[i]!);
    return low + (place - below) * (high - low);
  });
}

/**
 * Puts the value that belongs there into place k, smaller ones before and larger ones behind it: quickselect (Hoare,
 * "Algorithm 65: Find", Communications of the ACM 4(7), 1961), between two places that hold no others' values.
 */
function select(values: Float64Array, k: number, left: number, right: number): void {
  while (left < right) {
    const pivot = middle(values[left]!, values[(left + right) >>> 1]!, values[right]!);
    let i = left;
    let j = right;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const value = values[i]!;
      values[i++] = values[j]!;
      values[j--] = value;
    }
    if (k <= j) right = j;
    else if (k >= i) left = i;
    else return;
  }
}

/** The second largest of three. */
const middle = (a: number, b: number, c: number) => Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
