import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigurationError, findCheckpoint } from '@longplay/runtime';
import { expectFile } from '../config/expect-file.ts';
import { shortPath } from '../config/short-path.ts';
import { wholeNumber } from '../config/whole-number.ts';
import { openTerminal } from '../console/status-line.ts';
import { isTalkative, type LogLevel } from '../log-levels.ts';
import type { Algorithm } from '../training/algorithm.ts';
import { evaluateCheckpoint, statistics } from '../training/evaluate-checkpoint.ts';
import { evaluationProgress } from '../training/evaluation-progress.ts';
import { findRun } from '../training/find-run.ts';
import { resolveJob } from '../training/resolve-config.ts';
import { watchEpisode } from '../training/watch-episode.ts';

/** Flags of `longplay evaluate`. */
export interface EvaluateFlags {
  readonly episodes: string;
  readonly seed: string;
  readonly checkpoint?: string;
  readonly opponent?: string;
  readonly opponentVersion?: string;
  readonly stochastic: boolean;
  readonly render: boolean;
  readonly html?: string;
  readonly json?: boolean;
  readonly logLevel: LogLevel;
}

/**
 * `longplay evaluate RUN`: plays episodes with a trained policy, shows the first if wanted, and says what they gave; with
 * `--opponent` plays games against another policy.
 */
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
  if (flags.opponent !== undefined) return await playOpponent(run.job, algorithm, checkpoint, flags.opponent, flags);
  if (flags.opponentVersion !== undefined) {
    throw new ConfigurationError('--opponent-version says which version of an opponent, and there is no --opponent', {
      cure: 'give --opponent RUN, too: it may be the run itself',
    });
  }
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

/** Plays games against another run's policy or a checkpoint. */
async function playOpponent(
  job: string,
  algorithm: Algorithm,
  checkpoint: string,
  path: string,
  flags: EvaluateFlags,
): Promise<number> {
  const { stochastic, render, html, json = false, logLevel } = flags;
  if (stochastic) {
    throw new ConfigurationError('--stochastic has no meaning with --opponent, where actions are always drawn', {
      cure: 'leave it out',
    });
  }
  if (algorithm.headToHead === undefined || render || html !== undefined) {
    throw new ConfigurationError('--opponent plays games of two trained policies, and shows none of them', {
      cure: 'leave --render and --html out, and take a run whose algorithm trains a policy',
    });
  }
  const games = wholeNumber('--episodes', flags.episodes, 1);
  const seed = wholeNumber('--seed', flags.seed, 0);
  const version = flags.opponentVersion;
  const opponentVersion = version === undefined ? undefined : wholeNumber('--opponent-version', version, 0);
  const opponent = statSync(path, { throwIfNoEntry: false })?.isFile()
    ? resolve(path)
    : await findCheckpoint(join((await findRun(path)).path, 'checkpoints'));
  const talks = isTalkative(logLevel);
  const terminal = openTerminal(process.stderr);
  const onProgress = talks ? evaluationProgress(terminal, games) : undefined;
  const match = { checkpoint, opponent, opponentVersion, games, seed, onProgress };
  const { rewards, lengths, ...result } = await algorithm.headToHead(match);
  terminal.settle();
  const figures = statistics({ rewards, lengths });
  if (json) console.log(JSON.stringify({ job, ...result, ...figures, checkpoint, opponent }));
  if (!talks) return 0;
  const { wins, draws, losses, winShare } = result;
  const [share, low, high] = [winShare.mean, winShare.low, winShare.high].map((part) => (100 * part).toFixed(1));
  console.error(`${shortPath(checkpoint)} against ${shortPath(opponent)}, ${games} games:`);
  console.error(
    `  ${wins} wins, ${draws} draws, ${losses} losses: ${share} % of the points (95 %: ${low} to ${high} %)`,
  );
  console.error(`  reward ${figures.meanReward.toFixed(3)}, length ${figures.meanLength.toFixed(1)}`);
  return 0;
}
