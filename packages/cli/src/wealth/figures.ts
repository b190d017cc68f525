import type { Interval } from '@longplay/runtime';

/**
 * Money for a person: whole, or with four digits where it is small.
 *
 * @example
 * formatMoney(1234567.8); // => '1,234,568'
 * formatMoney(0.123456); // => '0.1235'
 */
export function formatMoney(amount: number): string {
  const options = Math.abs(amount) < 1000 ? { maximumSignificantDigits: 4 } : { maximumFractionDigits: 0 };
  return amount.toLocaleString('en', options);
}

/** A share in percent, with one digit: `87.3 %`. */
export const formatShare = (share: number) => `${(100 * share).toFixed(1)} %`;

/** The ends of an interval of shares: `85.1 to 89.2 %`. */
export const formatShares = (low: number, high: number) => `${(100 * low).toFixed(1)} to ${formatShare(high)}`;

/** Three significant digits. */
export const formatNumber = (value: number) => value.toLocaleString('en', { maximumSignificantDigits: 3 });

/** A mean with the ends of its interval: `0.12 (0.08 to 0.16)`. */
export const formatInterval = ({ mean, low, high }: Interval) =>
  `${formatNumber(mean)} (${formatNumber(low)} to ${formatNumber(high)})`;

/**
 * A mean with its error, or half of its interval: `0.12 ± 0.04`. What is below 1e-9 of the mean is rounding: 0.
 *
 * @example
 * formatWithError(-7.74, 4.4e-16); // => '-7.74 ± 0'
 */
export const formatWithError = (mean: number, error: number) =>
  `${formatNumber(mean)} ± ${formatNumber(error < 1e-9 * Math.abs(mean) ? 0 : error)}`;
