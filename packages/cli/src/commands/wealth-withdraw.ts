import { withdrawalSuccess } from '@longplay/envs/longview';
import { numberFlag } from '../config/number-flag.ts';
import { wholeNumber } from '../config/whole-number.ts';
import { table } from '../console/table.ts';

/** Flags of `longplay wealth withdraw`. */
export interface WithdrawFlags {
  readonly mean: string;
  readonly sd: string;
  readonly rate: string;
  readonly years: string;
  readonly paths: string;
  readonly seed: string;
  readonly numWorkers: string;
  readonly json?: boolean;
}

/** `longplay wealth withdraw`: how often savings last for yearly withdrawals of the same real amount. */
export async function withdraw(flags: WithdrawFlags): Promise<number> {
  const problem = {
    mean: numberFlag('--mean', flags.mean, { above: -1, below: 10 }),
    sd: numberFlag('--sd', flags.sd, { above: 0, below: 10 }),
    rate: numberFlag('--rate', flags.rate, { above: 0, below: 1 }),
    years: wholeNumber('--years', flags.years, 1, mostYears),
  };
  const paths = wholeNumber('--paths', flags.paths, 1, mostPaths);
  const seed = wholeNumber('--seed', flags.seed, 0);
  const workers = wholeNumber('--num-workers', flags.numWorkers, 0, 1024);
  const { success, standardError, interval } = await withdrawalSuccess(problem, { paths, seed, workers });
  if (flags.json === true) console.log(JSON.stringify({ success, standardError, interval, paths, seed }));
  else {
    const rows = [
      ['every withdrawal paid', success.toFixed(5)],
      ['standard error', standardError.toFixed(5)],
      ['95 % interval', `${interval.low.toFixed(5)} to ${interval.high.toFixed(5)}`],
    ];
    for (const line of table(rows)) console.log(line);
  }
  return 0;
}

const mostYears = 1000;
const mostPaths = 1e9;
