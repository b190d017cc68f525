import { basename, join, resolve } from 'node:path';
import { ConfigurationError } from '@longplay/runtime';
import { expectFile } from '../config/expect-file.ts';
import { shortPath } from '../config/short-path.ts';
import { wholeNumber } from '../config/whole-number.ts';
import { openTerminal } from '../console/status-line.ts';
import { formatBytes, formatDuration } from '../console/units.ts';
import { isTalkative, type LogLevel } from '../log-levels.ts';
import { writeReplay } from '../soccer/write-replay.ts';
import { chooseCheckpoint } from '../training/choose-checkpoint.ts';
import { evaluationProgress } from '../training/evaluation-progress.ts';

/** Flags of `longplay soccer replay`. */
export interface ReplayFlags {
  readonly html?: string;
  readonly episodes: string;
  readonly seed: string;
  readonly checkpoint?: string;
  readonly stochastic: boolean;
  readonly json?: boolean;
  readonly logLevel: LogLevel;
}

/** `longplay soccer replay RUN_OR_CHECKPOINT`: records matches of a policy, and writes a page that plays them. */
export async function replay(path: string, flags: ReplayFlags): Promise<number> {
  const episodes = wholeNumber('--episodes', flags.episodes, 1, 1000);
  const seed = wholeNumber('--seed', flags.seed, 0);
  const { stochastic, json = false, logLevel } = flags;
  const { checkpoint, run } = await chooseCheckpoint(path, flags.checkpoint);
  const title = run === undefined ? shortPath(path) : `${run.job}: ${basename(checkpoint, '.safetensors')}`;
  const html = resolve(flags.html ?? join(run?.path ?? '.', 'replay.html'));
  expectFile('--html', html);

  const talks = isTalkative(logLevel);
  const terminal = openTerminal(process.stderr);
  const onProgress = talks ? evaluationProgress(terminal, episodes) : undefined;
  const replayed = await writeReplay({ checkpoint, episodes, seed, stochastic, onProgress, html, title });
  terminal.settle();
  if (replayed === undefined) {
    throw new ConfigurationError(`${shortPath(checkpoint)} was not trained in car soccer`, {
      cure: 'choose a run that was; longplay evaluate RUN --html shows others, where they can draw themselves',
    });
  }
  const { recording, seconds, goals, bytes } = replayed;
  if (json) console.log(JSON.stringify({ checkpoint, html, recording, episodes, seconds, goals }));
  if (talks) {
    const matches = episodes === 1 ? '1 match' : `${episodes} matches`;
    console.error(`${shortPath(checkpoint)}, ${matches}, ${formatDuration(seconds)} of play:`);
    console.error(`  goals: blue ${goals.blue}, orange ${goals.orange}`);
    console.error(`  open ${shortPath(html)} in a browser (${formatBytes(bytes)}; needs no network)`);
  }
  return 0;
}
