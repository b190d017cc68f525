import { join } from 'node:path';
import { shortPath } from '../config/short-path.ts';
import { wholeNumber } from '../config/whole-number.ts';
import { isTalkative, type LogLevel } from '../log-levels.ts';
import { evaluateRun } from '../training/evaluate-run.ts';
import { findRun } from '../training/find-run.ts';
import { resolveJob } from '../training/resolve-config.ts';

/** Flags of `longplay evaluate`. */
export interface EvaluateFlags {
  readonly episodes: string;
  readonly seed: string;
  readonly checkpoint?: string;
  readonly stochastic: boolean;
  readonly json?: boolean;
  readonly logLevel: LogLevel;
}

/** `longplay evaluate RUN`: plays episodes with a trained policy, and says what they gave. */
export async function evaluate(path: string, flags: EvaluateFlags): Promise<number> {
  const episodes = wholeNumber('--episodes', flags.episodes, 1);
  const seed = wholeNumber('--seed', flags.seed, 0);
  const { checkpoint, stochastic, json = false, logLevel } = flags;
  const run = await findRun(path);
  const { algorithm } = await resolveJob({ name: run.job, file: run.configFile }, new Map());
  const result = await evaluateRun(algorithm, join(run.path, 'checkpoints'), {
    episodes,
    seed,
    stochastic,
    checkpoint,
  });
  if (json) console.log(JSON.stringify({ job: run.job, ...result }));
  const { meanReward, stdReward, meanLength } = result;
  if (isTalkative(logLevel)) {
    console.error(`${shortPath(result.checkpoint)}, ${episodes} episodes:`);
    console.error(`  reward ${meanReward.toFixed(3)} ± ${stdReward.toFixed(3)}, length ${meanLength.toFixed(1)}`);
  }
  return 0;
}
