import { resolve } from 'node:path';
import { writeFileAtomically } from '@longplay/runtime';
import { expectFile } from '../config/expect-file.ts';
import { numberFlag } from '../config/number-flag.ts';
import { shortPath } from '../config/short-path.ts';
import { isTalkative, type LogLevel } from '../log-levels.ts';
import { handCharts } from '../solve/hand-charts.ts';
import { pushFoldRanges, type PushFoldRanges } from '../solve/push-fold-ranges.ts';
import { rangeText } from '../solve/range-text.ts';

/** Flags of `longplay holdem pushfold`. */
export interface PushFoldFlags {
  readonly stack: string;
  readonly chart?: string;
  readonly json?: boolean;
  readonly logLevel: LogLevel;
}

/** In big blinds: with less than one the blinds are all-in already, and with so many nobody plays push or fold. */
const stacks = { from: 1, below: 1000 };

/** `longplay holdem pushfold --stack 10`: which hands go all-in or call, heads-up, where nothing else may be done. */
export async function pushFold({ stack, chart, json = false, logLevel }: PushFoldFlags): Promise<number> {
  const bigBlinds = numberFlag('--stack', stack, stacks);
  const file = chart === undefined ? undefined : resolve(chart);
  if (file !== undefined) expectFile('--chart', file);
  const ranges = pushFoldRanges(bigBlinds);
  if (file !== undefined) {
    await writeFileAtomically(file, handCharts(ranges));
    if (isTalkative(logLevel)) console.error(`wrote ${shortPath(file)}`);
  }
  if (json) console.log(JSON.stringify(ranges));
  else for (const line of summary(ranges)) console.log(line);
  return 0;
}

function summary({ stack, value, push, call, hands }: PushFoldRanges): string[] {
  const range = (action: 'push' | 'call') =>
    rangeText(Object.fromEntries(Object.entries(hands).map(([name, frequencies]) => [name, frequencies[action]])));
  return [
    `${stack} big ${stack === 1 ? 'blind' : 'blinds'} each; a hand is worth ${value.toFixed(5)} big blinds to the small blind`,
    '',
    `The small blind pushes ${push.toFixed(2)} % of all hands:`,
    `  ${range('push')}`,
    '',
    `The big blind calls with ${call.toFixed(2)} %:`,
    `  ${range('call')}`,
  ];
}
