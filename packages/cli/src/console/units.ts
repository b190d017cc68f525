const sizes = ['bytes', 'kB', 'MB', 'GB', 'TB'];

/** A whole number for a person: `1,234,567`. */
export function formatCount(count: number): string {
  return Math.round(count).toLocaleString('en');
}

/**
 * A size for a person, in powers of 1000.
 *
 * @example
 * formatBytes(999); // => '999 bytes'
 * formatBytes(1_260_000); // => '1.3 MB'
 */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  for (; value >= 999.5 && unit < sizes.length - 1; unit++) value /= 1000;
  return `${unit === 0 || value >= 99.5 ? value.toFixed(0) : value.toFixed(1)} ${sizes[unit]}`;
}

/**
 * A duration for a person, in the unit that fits.
 *
 * @example
 * formatDuration(0.42); // => '0.4 s'
 * formatDuration(5400); // => '1.5 h'
 */
export function formatDuration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${seconds.toFixed(0)} s`;
  if (seconds < 3600) return `${(seconds / 60).toFixed(0)} minutes`;
  return `${(seconds / 3600).toFixed(1)} h`;
}
