/** A function by straight lines between points, and constant beyond the outer ones. */
export class Curve {
  private readonly xs: Float64Array;
  private readonly ys: Float64Array;

  /** @param points - (x, y) in ascending x, at least one */
  constructor(...points: readonly (readonly [number, number])[]) {
    this.xs = Float64Array.from(points, ([x]) => x);
    this.ys = Float64Array.from(points, ([, y]) => y);
  }

  at(x: number): number {
    const { xs, ys } = this;
    if (x <= xs[0]!) return ys[0]!;
    for (let i = 1; i < xs.length; i++) {
      if (x > xs[i]!) continue;
      const left = ys[i - 1]!;
      return left + ((ys[i]! - left) * (x - xs[i - 1]!)) / (xs[i]! - xs[i - 1]!);
    }
    return ys[ys.length - 1]!;
  }
}
