import { ConfigurationError } from '@longplay/runtime';

/**
 * The whole number that a flag gives, from `least` to `most`, as a job's file may write it too: 1_000_000 or 1e6; a
 * ConfigurationError where it gives none.
 */
export function wholeNumber(flag: string, text: string, least: number, most = Number.MAX_SAFE_INTEGER): number {
  const value = Number(text.replaceAll('_', ''));
  if (/^\d+(_\d+)*(e\d+)?$/.test(text) && value >= least && value <= most) return value;
  const range = most === Number.MAX_SAFE_INTEGER ? `from ${least}` : `from ${least} to ${most}`;
  throw new ConfigurationError(`${flag} is ${text}`, { cure: `give a whole number ${range}` });
}
