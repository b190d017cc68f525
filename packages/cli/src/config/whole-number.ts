import { ConfigurationError } from '@longplay/runtime';

/** The whole number that a flag gives, from `least` to `most`; a ConfigurationError where it gives none. */
export function wholeNumber(flag: string, text: string, least: number, most = Number.MAX_SAFE_INTEGER): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  const range = most === Number.MAX_SAFE_INTEGER ? `from ${least}` : `from ${least} to ${most}`;
  throw new ConfigurationError(`${flag} is ${text}`, { cure: `give a whole number ${range}` });
}
