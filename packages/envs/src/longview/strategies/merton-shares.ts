import type { Moments } from '../markets/market.ts';

/** Sweeps over all pairs of assets; the steps shrink geometrically, and two assets need one. */
const MOST_SWEEPS = 10_000;
const SMALLEST_STEP = 1e-13;

/**
 * The constant shares of Merton, "Lifetime Portfolio Selection under Uncertainty: The Continuous-Time Case", Review of
 * Economics and Statistics 51(3), 1969: (mu - r)/(gamma sigma²) where one asset is risky and one is not. Here for any
 * assets, without debt or short sales, in real returns: the w that maximises w'mu - gamma/2 w'Sigma w over shares of at
 * least 0 that sum to one. A quadratic programme, solved exactly along one pair of assets after the other.
 *
 * Departures: wealth is what is saved, without the value of future income; moments of a year take the place of
 * instantaneous ones.
 *
 * @param moments - of the assets and then of inflation.
 * @param riskAversion - gamma, at least 0.
 */
export function mertonShares(moments: Moments, riskAversion: number): Float64Array {
  const { mean, covariance } = realMoments(moments);
  const count = mean.length;
  const shares = new Float64Array(count).fill(1 / count);
  /** The slope of the objective along an asset. */
  const slope = (i: number) =>
    mean[i]! - riskAversion * shares.reduce((sum, share, j) => sum + share * covariance[i]![j]!, 0);
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let largest = 0;
    for (let i = 1; i < count; i++) {
      for (let j = 0; j < i; j++) {
        const curvature = riskAversion * (covariance[i]![i]! + covariance[j]![j]! - 2 * covariance[i]![j]!);
        const rise = slope(i) - slope(j);
        const best = curvature > 0 ? rise / curvature : Math.sign(rise);
        const step = Math.max(-shares[i]!, Math.min(shares[j]!, best));
        shares[i]! += step;
        shares[j]! -= step;
        largest = Math.max(largest, Math.abs(step));
      }
    }
    if (largest < SMALLEST_STEP) break;
  }
  return shares;
}

/** Means and covariances of returns less inflation. */
function realMoments({ mean, deviation, correlation }: Moments): { mean: number[]; covariance: number[][] } {
  const inflation = mean.length - 1;
  const covariance = (i: number, j: number) => correlation[i]![j]! * deviation[i]! * deviation[j]!;
  const assets = Array.from({ length: inflation }, (_, i) => i);
  return {
    mean: assets.map((i) => mean[i]! - mean[inflation]!),
    covariance: assets.map((i) =>
      assets.map(
        (j) =>
          covariance(i, j) - covariance(i, inflation) - covariance(j, inflation) + covariance(inflation, inflation),
      ),
    ),
  };
}
