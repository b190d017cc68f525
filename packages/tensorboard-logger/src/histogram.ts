/** Bins in ascending order, of TensorBoard's form: [left, right) holds `count` values, the last one [left, right]. */
export type Histogram = readonly HistogramBin[];

export interface HistogramBin {
  readonly left: number;
  readonly right: number;
  readonly count: number;
}

/** What TensorFlow 2 writes by default, and so what TensorBoard's charts are made for. */
const BINS = 30;
/** Bins narrower than this lose their digits; all values then count as equal. */
const SMALLEST_NORMAL = 2 ** -1022;

/**
 * Sorts values into 30 bins of equal width between their minimum and maximum. Equal values lie all in the last bin and
 * no values make empty bins at 0, both as in TensorBoard's summary_v2.py. NaN and infinities are left out.
 *
 * @example
 * const bins = histogramOf([0, 1, 1.5, 30]);
 * bins.length; // => 30
 * bins[1]; // => { left: 1, right: 2, count: 2 }
 */
export function histogramOf(values: ArrayLike<number>): Histogram {
  let min = Infinity;
  let max = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (min > max) min = max = 0;

  // Halved where max - min would overflow.
  const scale = max - min === Infinity ? 0.5 : 1;
  const width = (max * scale - min * scale) / BINS;
  const isFlat = width < SMALLEST_NORMAL;
  const binOf = (value: number) =>
    isFlat ? BINS - 1 : Math.min(BINS - 1, Math.floor((value * scale - min * scale) / width));
  const counts = Array.from({ length: BINS }, () => 0);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isFinite(value)) counts[binOf(value)]! += 1;
  }

  const edge = (i: number) => {
    if (isFlat) return i < BINS ? min : max;
    // From the nearer end, so that the outer edges are exact and nothing overflows.
    return (i < BINS / 2 ? min * scale + i * width : max * scale - (BINS - i) * width) / scale;
  };
  return counts.map((count, i) => ({ left: edge(i), right: edge(i + 1), count }));
}
