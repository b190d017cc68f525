import { mertonConsumptionRate, mertonRiskyShare } from '@longplay/envs/longview';
import { numberFlag } from '../config/number-flag.ts';
import { table } from '../console/table.ts';

/** Flags of `longplay wealth merton`. */
export interface MertonFlags {
  readonly mean: string;
  readonly riskFree: string;
  readonly sd: string;
  readonly riskAversion: string;
  readonly timePreference?: string;
  readonly json?: boolean;
}

/** `longplay wealth merton`: the share of wealth in the risky asset that is best, and what is best consumed a year. */
export async function merton(flags: MertonFlags): Promise<number> {
  const problem = {
    mean: numberFlag('--mean', flags.mean),
    riskFree: numberFlag('--risk-free', flags.riskFree),
    sd: numberFlag('--sd', flags.sd, { above: 0 }),
    riskAversion: numberFlag('--risk-aversion', flags.riskAversion, { above: 0 }),
  };
  const share = mertonRiskyShare(problem);
  const consumptionRate =
    flags.timePreference === undefined
      ? undefined
      : mertonConsumptionRate(problem, numberFlag('--time-preference', flags.timePreference));
  if (flags.json === true) console.log(JSON.stringify({ share, consumptionRate }));
  else {
    const rows = [['risky share of wealth', share.toFixed(6)]];
    if (consumptionRate !== undefined) rows.push(['consumed a year, of wealth', consumptionRate.toFixed(6)]);
    for (const line of table(rows)) console.log(line);
  }
  return 0;
}
