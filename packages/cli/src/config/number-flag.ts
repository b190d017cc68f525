import { ConfigurationError } from '@longplay/runtime';

/** Which numbers a flag takes: those between two others. Default: any finite number. */
export interface NumberRange {
  /** The least that it takes. */
  readonly from?: number;
  /** These two are not among them. */
  readonly above?: number;
  readonly below?: number;
  /** What may be given in place of a number, for the message. */
  readonly or?: string;
}

/** The number that a flag gives; a ConfigurationError where it gives none of the range. */
export function numberFlag(
  flag: string,
  text: string,
  { from = -Infinity, above = -Infinity, below = Infinity, or }: NumberRange = {},
): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= from && value > above && value < below) return value;
  const limits = [
    from > -Infinity ? ` from ${plain(from)}` : '',
    above > -Infinity ? ` above ${plain(above)}` : '',
    below < Infinity ? ` below ${plain(below)}` : '',
  ];
  const range = limits.filter((limit) => limit !== '').join(' and');
  throw new ConfigurationError(`${flag} is ${text}`, {
    cure: `give a number${range}${or === undefined ? '' : `, or ${or}`}`,
  });
}

/** Without an exponent. */
function plain(limit: number): string {
  return limit.toLocaleString('en', { useGrouping: false, maximumFractionDigits: 10 });
}
