/**
 * Trains every job of `claims.mts` with the real command, seed by seed, and writes what came out to docs/results.md.
 * `npm run prove` takes all of them, `npm run prove -- pendulum acrobot` these; the exit code tells whether all held.
 */
import { execFile, execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { claims, type Claim } from './claims.mts';

interface Outcome {
  readonly seed: number;
  readonly timesteps: number;
  readonly seconds: number;
  readonly evaluation: { readonly meanReward: number; readonly stdReward: number };
}

const root = join(import.meta.dirname, '..');
const results = join(root, 'docs/results.md');
const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();

/** One job's section, between marks that the next run finds again. */
const begin = (job: string) => `<!-- ${job} -->`;
const end = (job: string) => `<!-- end of ${job} -->`;

async function train({ job, episodes }: Claim, seed: number): Promise<Outcome> {
  const logdir = join(root, 'runs/proofs', `${job}-${seed}-${Date.now()}`);
  const flags = [
    '--seed',
    seed,
    '--logdir',
    logdir,
    '--set',
    `evaluation.episodes=${episodes}`,
    '--json',
    '--log-level',
    'error',
  ];
  const { stdout } = await promisify(execFile)('longplay', ['train', job, ...flags.map(String)], { cwd: root });
  return { ...(JSON.parse(stdout) as Omit<Outcome, 'seed'>), seed };
}

function holds({ atLeast, timesteps }: Claim, outcome: Outcome): boolean {
  return outcome.evaluation.meanReward >= atLeast && outcome.timesteps <= timesteps;
}

function section(claim: Claim, outcomes: readonly Outcome[]): string {
  const { job, atLeast, timesteps, episodes, beside } = claim;
  const rows = outcomes.map((outcome) => {
    const { meanReward, stdReward } = outcome.evaluation;
    const score = `${meanReward.toFixed(1)} ± ${stdReward.toFixed(1)}`;
    return `| ${outcome.seed} | ${score} | ${outcome.timesteps} | ${outcome.seconds.toFixed(1)} | ${holds(claim, outcome) ? 'yes' : '**no**'} |`;
  });
  return [
    begin(job),
    `## ${job}`,
    '',
    `At least ${atLeast} on every seed, in at most ${timesteps} timesteps; mean and deviation of ${episodes} evaluation episodes.${beside === undefined ? '' : ` Beside it: ${beside}.`}`,
    '',
    '| seed | score | timesteps | seconds of training | holds |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
    `Commit ${git('rev-parse', '--short', 'HEAD')}, Node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}.`,
    '',
    end(job),
  ].join('\n');
}

/** Puts a section in the place of its older self, or at the end. */
async function write(job: string, text: string): Promise<void> {
  const before = readFileSync(results, 'utf8');
  const from = before.indexOf(begin(job));
  const to = before.indexOf(end(job));
  const after = from < 0 ? `${before}\n${text}\n` : before.slice(0, from) + text + before.slice(to + end(job).length);
  writeFileSync(results, await format(after, { ...(await resolveConfig(results)), parser: 'markdown' }));
}

const wanted = process.argv.slice(2);
const unknown = wanted.find((job) => !claims.some((claim) => claim.job === job));
if (unknown !== undefined)
  throw new Error(`nothing is claimed of ${unknown}; there are ${claims.map(({ job }) => job).join(', ')}`);

for (const claim of claims) {
  if (wanted.length > 0 && !wanted.includes(claim.job)) continue;
  const outcomes: Outcome[] = [];
  for (const seed of claim.seeds) {
    const outcome = await train(claim, seed);
    outcomes.push(outcome);
    const verdict = holds(claim, outcome) ? 'holds' : 'FAILS';
    console.log(
      `${claim.job}, seed ${seed}: ${outcome.evaluation.meanReward.toFixed(1)} in ${outcome.seconds.toFixed(1)} s: ${verdict}`,
    );
    if (!holds(claim, outcome)) process.exitCode = 1;
  }
  await write(claim.job, section(claim, outcomes));
}
