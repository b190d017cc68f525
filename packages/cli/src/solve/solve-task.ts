import { gameNames } from '@longplay/mccfr';
import { ConfigurationError, readStatus } from '@longplay/runtime';
import { checkConfig } from '../config/check.ts';
import { readText } from '../config/read-text.ts';
import { shortPath } from '../config/short-path.ts';
import { parseYaml } from '../config/yaml.ts';
import { findRun } from '../training/find-run.ts';
import {
  newOptions,
  resumedOptions,
  sameBudgets,
  solveSchema,
  type SolveOptionFlags,
  type SolveOptions,
} from './options.ts';

/** The flags that say what to solve and where it is kept. */
export interface SolveTaskFlags extends SolveOptionFlags {
  readonly logdir?: string;
  readonly resume: boolean;
}

/** What is to be solved, and where it is kept. */
export interface SolveTask {
  readonly options: SolveOptions;
  /** The run directory; undefined: nothing is kept. */
  readonly directory?: string;
  /** How the run stood that goes on; undefined of a new one. */
  readonly resumed?: ResumedStanding;
}

export interface ResumedStanding {
  /** It was finished, and nothing is asked beyond that. */
  readonly done: boolean;
  /** Iterations, as far as its status tells. */
  readonly iterations: number;
  /** Seconds of iterations up to its newest snapshot. */
  readonly seconds: number;
}

/**
 * Checks the flags of a run, new or resumed; touches nothing.
 *
 * @throws ConfigurationError for flags that are wrong or do not fit the run
 */
export function planSolving(game: string | undefined, flags: SolveTaskFlags): Promise<SolveTask> | SolveTask {
  const { logdir, resume, snapshotInterval } = flags;
  if (resume && logdir === undefined) {
    throw new ConfigurationError('--resume of what?', { cure: 'give --logdir RUN' });
  }
  if (logdir === undefined && snapshotInterval !== undefined) {
    throw new ConfigurationError('--snapshot-interval is given, and without --logdir nothing is saved', {
      cure: 'add --logdir DIR, or leave it out',
    });
  }
  if (resume && logdir !== undefined) return resumedTask(logdir, game, flags);
  if (game === undefined) {
    throw new ConfigurationError('solve what?', { cure: `give a game: ${gameNames.join(', ')}, or a file in JSON` });
  }
  return { options: newOptions(game, flags), ...(logdir !== undefined && { directory: logdir }) };
}

async function resumedTask(logdir: string, game: string | undefined, flags: SolveOptionFlags): Promise<SolveTask> {
  const { path, job, step, configFile } = await findRun(logdir);
  const name = shortPath(path);
  const config = parseYaml(await readText('--logdir', configFile), shortPath(configFile));
  if (config['command'] !== 'solve') {
    throw new ConfigurationError(`${name} is a run of the job ${job}, not of longplay solve`, {
      cure: `continue it with longplay train --resume --logdir ${name}`,
    });
  }
  const before = checkConfig(solveSchema, config, shortPath(configFile));
  const options = resumedOptions(name, before, game, flags);
  const status = await readStatus(path);
  const done = status?.state === 'finished' && sameBudgets(before, options);
  const seconds = status?.['seconds'];
  const standing = { done, iterations: step, seconds: typeof seconds === 'number' ? seconds : 0 };
  return { options, directory: path, resumed: standing };
}
