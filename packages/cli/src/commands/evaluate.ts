import { join, resolve } from 'node:path';
import { ConfigurationError, findCheckpoint } from '@longplay/runtime';
import { expectFile } from '../config/expect-file.ts';
import { shortPath } from '../config/short-path.ts';
import { wholeNumber } from '../config/whole-number.ts';
import { openTerminal } from '../console/status-line.ts';
import { isTalkative, type LogLevel } from '../log-levels.ts';
import { evaluateCheckpoint } from '../training/evaluate-checkpoint.ts';
import { evaluationProgress } from '../training/evaluation-progress.ts';
import { findRun } from '../training/find-run.ts';
import { resolveJob } from '../training/resolve-config.ts';
import { watchEpisode } from '../training/watch-episode.ts';

/** Flags of `longplay evaluate`. */
export interface EvaluateFlags {
  readonly episodes: string;
  readonly seed: string;
  readonly checkpoint?: string;
  readonly stochastic: boolean;
  readonly render: boolean;
  readonly html?: string;
  readonly json?: boolean;
  readonly logLevel: LogLevel;
}

/** `longplay evaluate RUN`: plays episodes with a trained policy, shows the first if wanted, and says what they gave. */
export async function evaluate(path: string, flags: EvaluateFlags): Promise<number> {
  const episodes = wholeNumber('--episodes', flags.episodes, 1);
  const seed = wholeNumber('--seed', flags.seed, 0);
  const { stochastic, render, json = false, logLevel } = flags;
  const html = flags.html === undefined ? undefined : resolve(flags.html);
  if (html !== undefined) expectFile('--html', html);
  const run = await findRun(path);
  const { algorithm, config } = await resolveJob({ name: run.job, file: run.configFile }, new Map());
  const checkpoint = await findCheckpoint(join(run.path, 'checkpoints'), flags.checkpoint);
  await algorithm.expectCheckpoint?.(config, checkpoint);
  const player = { checkpoint, seed, stochastic };

  if (render || html !== undefined) {
    if (algorithm.watch === undefined) {
      throw new ConfigurationError('this run has no environment to draw', { cure: 'leave --render and --html out' });
    }
    await watchEpisode(algorithm.watch(player, 0), { title: `${run.job}: an episode`, render, html });
  }
  const talks = isTalkative(logLevel);
  const terminal = openTerminal(process.stderr);
  const onProgress = talks ? evaluationProgress(terminal, episodes) : undefined;
  const result = await evaluateCheckpoint(algorithm, { ...player, episodes, onProgress });
  terminal.settle();

  if (json) console.log(JSON.stringify({ job: run.job, ...result }));
  const { meanReward, stdReward, meanLength } = result;
  if (talks) {
    console.error(`${shortPath(checkpoint)}, ${episodes} episodes:`);
    console.error(`  reward ${meanReward.toFixed(3)} ± ${stdReward.toFixed(3)}, length ${meanLength.toFixed(1)}`);
    if (html !== undefined) console.error(`  the first is in ${shortPath(html)}`);
  }
  return 0;
}
