import { resolve } from 'node:path';
import { ConfigurationError, writeFileAtomically } from '@longplay/runtime';
import { expectFile } from '../config/expect-file.ts';
import { shortPath } from '../config/short-path.ts';
import { wholeNumber } from '../config/whole-number.ts';
import { openTerminal } from '../console/status-line.ts';
import { formatBytes } from '../console/units.ts';
import { isTalkative, type LogLevel } from '../log-levels.ts';
import { evaluationProgress } from '../training/evaluation-progress.ts';
import { findProfile } from '../wealth/find-profile.ts';
import { loadHouseholdPolicy } from '../wealth/load-policy.ts';
import { marketFor } from '../wealth/market-for.ts';
import { milestonesOf } from '../wealth/milestones.ts';
import { predict as predictPlan } from '../wealth/predict.ts';
import { predictionCsv } from '../wealth/prediction-csv.ts';
import { predictionSummary } from '../wealth/prediction-summary.ts';
import { readHousehold } from '../wealth/read-household.ts';

/** Flags of `longplay wealth predict`. */
export interface PredictFlags {
  readonly profile: string;
  readonly policy: string;
  readonly paths: string;
  readonly seed: string;
  readonly checkpoint?: string;
  readonly csv?: string;
  readonly html?: string;
  readonly json?: boolean;
  readonly logLevel: LogLevel;
}

/**
 * `longplay wealth predict --profile FILE --policy RUN`: what becomes of a household by a trained policy and by the
 * standard strategies, in the terminal, as JSON, as CSV and as a page.
 */
export async function predict(flags: PredictFlags): Promise<number> {
  const paths = wholeNumber('--paths', flags.paths, fewestPaths, mostPaths);
  const seed = wholeNumber('--seed', flags.seed, 0);
  const { json = false, logLevel } = flags;
  const [csv, html] = (['csv', 'html'] as const).map((name) => fileFlag(`--${name}`, flags[name]));
  if (csv !== undefined && csv === html) {
    throw new ConfigurationError(`--csv and --html both name ${shortPath(csv)}`, {
      cure: 'give each a file of its own',
    });
  }
  const file = findProfile(flags.profile);
  const household = await readHousehold(file);
  const policy = await loadHouseholdPolicy(flags.policy, flags.checkpoint);
  const market = marketFor(household.profile, file, policy);

  const terminal = openTerminal(process.stderr);
  const onProgress = isTalkative(logLevel) ? evaluationProgress(terminal, paths, 'Prediction') : undefined;
  const prediction = await predictPlan({ household, market, policy, paths, seed, onProgress });
  terminal.settle();

  if (csv !== undefined) await write(csv, predictionCsv(prediction), logLevel);
  if (html !== undefined) {
    // Drawing is only loaded where there is something to draw.
    const { predictionPage } = await import('../wealth/prediction-page.ts');
    await write(html, await predictionPage(prediction, milestonesOf(household)), logLevel);
  }
  if (json) console.log(JSON.stringify(prediction));
  else for (const line of predictionSummary(prediction)) console.log(line);
  return 0;
}

/** A single one has no standard error. */
const fewestPaths = 2;

/** More would not fit into memory with every decision remembered. */
const mostPaths = 100_000;

function fileFlag(flag: string, path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  const file = resolve(path);
  expectFile(flag, file);
  return file;
}

async function write(file: string, text: string, logLevel: LogLevel): Promise<void> {
  await writeFileAtomically(file, text);
  if (isTalkative(logLevel)) console.error(`wrote ${shortPath(file)} (${formatBytes(Buffer.byteLength(text))})`);
}
