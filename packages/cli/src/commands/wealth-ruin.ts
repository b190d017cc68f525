import { matchedMoments, ruinProbability, type MatchedMoments } from '@longplay/envs/longview';
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
  const problem = {
    mean: numberFlag('--mean', flags.mean, { above: -10, below: 10 }),
    sd: numberFlag('--sd', flags.sd, { above: 1e-5, below: 10 }),
    medianLife: medianLife(flags.medianLife),
    rate: numberFlag('--rate', flags.rate, { above: 0, below: 1 }),
  };
  const probability = ruinProbability(problem);
  const moments = matchedMoments(problem);
  if (flags.json === true) console.log(JSON.stringify({ probability, matchedMoments: moments }));
  else {
    for (const line of table([['probability of ruin', probability.toFixed(3)]])) console.log(line);
    if (moments !== 'exact') console.log(notes[moments]);
  }
  return 0;
}

/** What the formula is worth; docs/longview.md has the measured errors. */
const notes: Readonly<Record<Exclude<MatchedMoments, 'exact'>, string>> = {
  both: 'an approximation: simulations came out 2 to 3 points higher for usual spending, lower for high',
  'first only':
    'a rough approximation: the present value of spending has no variance; simulations came out 5 to 8 points lower',
  none: 'hardly an approximation: the present value of spending has no mean; simulations came out 15 to 30 points lower',
};

function medianLife(text: string): number {
  if (text === 'infinity') return Infinity;
  return numberFlag('--median-life', text, { above: 0, or: 'infinity' });
}
