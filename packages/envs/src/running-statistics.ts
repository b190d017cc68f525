/**
 * Mean and variance of rows that come one after the other, merged by Chan's formula [0] as Stable-Baselines3 does [1]:
 * it begins with mean 0 and variance 1 at the weight of a small count.
 *
 * [0] Chan, Golub and LeVeque, "Updating Formulae and a Pairwise Algorithm for Computing Sample Variances", 1979
 * [1] https://github.com/DLR-RM/stable-baselines3/blob/master/stable_baselines3/common/running_mean_std.py
 */
const FIRST_COUNT = 1e-4;

/** What is saved of a `RunningStatistics`. */
export interface RunningStatisticsState {
  readonly mean: readonly number[];
  readonly variance: readonly number[];
  readonly count: number;
}

/** Running mean and variance of each number of a row. */
export class RunningStatistics {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  count = FIRST_COUNT;

  /** @param size - numbers in a row */
  constructor(size: number) {
    this.mean = new Float64Array(size);
    this.variance = new Float64Array(size).fill(1);
  }

  update(row: ArrayLike<number>): void {
    const total = this.count + 1;
    for (let i = 0; i < this.mean.length; i++) {
      const delta = row[i]! - this.mean[i]!;
      this.mean[i]! += delta / total;
      this.variance[i] = (this.variance[i]! * this.count + (delta * delta * this.count) / total) / total;
    }
    this.count = total;
  }

  state(): RunningStatisticsState {
    return { mean: [...this.mean], variance: [...this.variance], count: this.count };
  }

  restore({ mean, variance, count }: RunningStatisticsState): void {
    this.mean.set(mean);
    this.variance.set(variance);
    this.count = count;
  }
}
