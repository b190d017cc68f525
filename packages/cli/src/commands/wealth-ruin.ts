import { ruinProbability } from '@longplay/envs/longview';
import { numberFlag } from '../config/number-flag.ts';
import { table } from '../console/table.ts';

/** Flags of `longplay wealth ruin`. */
export interface RuinFlags {
  readonly mean: string;
  readonly sd: string;
  readonly medianLife: string;
  readonly rate: string;
  readonly json?: boolean;
}

/** `longplay wealth ruin`: the probability that wealth ends before life. */
export async function ruin(flags: RuinFlags): Promise<number> {
  const probability = ruinProbability({
    mean: numberFlag('--mean', flags.mean, { above: -10, below: 10 }),
    sd: numberFlag('--sd', flags.sd, { above: 1e-5, below: 10 }),
    medianLife: medianLife(flags.medianLife),
    rate: numberFlag('--rate', flags.rate, { above: 0, below: 1 }),
  });
  if (flags.json === true) console.log(JSON.stringify({ probability }));
  else for (const line of table([['probability of ruin', probability.toFixed(6)]])) console.log(line);
  return 0;
}

function medianLife(text: string): number {
  if (text === 'infinity') return Infinity;
  return numberFlag('--median-life', text, { above: 0, or: 'infinity' });
}
