import { ConfigurationError } from '@longplay/runtime';

/** Which numbers a flag takes: those between two others, which are not among them. Default: any finite number. */
export interface NumberRange {
  readonly above?: number;
  readonly below?: number;
  /** What may be given in place of a number, for the message. */
  readonly or?: string;
}

/** The number that a flag gives; a ConfigurationError where it gives none of the range. */
export function numberFlag(
  flag: string,
  text: string,
  { above = -Infinity, below = Infinity, or }: NumberRange = {},
): number {
  const value = Number(text);
  if (text.trim() !== '' && value > above && value < below) return value;
  const limits = [above > -Infinity ? ` above ${plain(above)}` : '', below < Infinity ? ` below ${plain(below)}` : ''];
  const range = limits.filter((limit) => limit !== '').join(' and');
  throw new ConfigurationError(`${flag} is ${text}`, {
    cure: `give a number${range}${or === undefined ? '' : `, or ${or}`}`,
  });
}

/** Without an exponent. */
function plain(limit: number): string {
  return limit.toLocaleString('en', { useGrouping: false, maximumFractionDigits: 10 });
}
