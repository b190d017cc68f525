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
import { claims, progress, type Claim, type ProgressClaim } from './claims.mts';
import { curve } from './curve.mts';
import { proveLongView, type LongViewProof } from './longview.mts';
import { beatsItsPast, type Progress } from './progress.mts';

interface Outcome {
  readonly seed: number;
  readonly timesteps: number;
  readonly seconds: number;
  readonly stepsPerSecond: number;
  readonly logdir: string;
  readonly evaluation: { readonly meanReward: number; readonly stdReward: number };
}

const root = join(import.meta.dirname, '..');
const results = join(root, 'docs/results.md');
const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();

/** One job's section, between marks that the next run finds again. */
const begin = (job: string) => `<!-- ${job} -->`;
const end = (job: string) => `<!-- end of ${job} -->`;

async function train(job: string, seed: number, settings: readonly string[]): Promise<Outcome> {
  const logdir = join(root, 'runs/proofs', `${job.replaceAll('/', '-')}-${seed}-${Date.now()}`);
  const flags = ['--seed', `${seed}`, '--logdir', logdir, '--json', '--log-level', 'error', ...settings];
  const { stdout } = await promisify(execFile)('longplay', ['train', job, ...flags], { cwd: root });
  return { ...(JSON.parse(stdout) as Omit<Outcome, 'seed'>), seed };
}

function holds({ atLeast, timesteps, minutes = Infinity }: Claim, outcome: Outcome): boolean {
  const inTime = outcome.timesteps <= timesteps && outcome.seconds <= 60 * minutes;
  return outcome.evaluation.meanReward >= atLeast && inTime;
}

/** As many digits as tell something: one for scores of tens and more, four for a share of very many episodes. */
function score(reward: number, { atLeast, episodes }: Claim): string {
  if (Math.abs(atLeast) >= 10) return reward.toFixed(1);
  return reward.toFixed(episodes < 10_000 ? 2 : 4);
}

/** How the seeds came to their scores, where the job is evaluated during its training. */
async function curves(outcomes: readonly Outcome[]): Promise<string[]> {
  const lines = await Promise.all(
    outcomes.map(async ({ seed, logdir }) => {
      const points = await curve(join(root, logdir), 'eval/mean_reward', 2);
      return points === '' ? [] : [`- Seed ${seed}, evaluations by timesteps: ${points}.`];
    }),
  );
  return lines.flat();
}

async function section(claim: Claim, outcomes: readonly Outcome[]): Promise<string> {
  const { job, atLeast, timesteps, minutes, episodes, beside } = claim;
  const inTime = minutes === undefined ? '' : ` and ${minutes} minutes of training`;
  const rows = outcomes.map((outcome) => {
    const { meanReward, stdReward } = outcome.evaluation;
    const scores = `${score(meanReward, claim)} ± ${score(stdReward, claim)}`;
    return `| ${outcome.seed} | ${scores} | ${outcome.timesteps} | ${outcome.seconds.toFixed(1)} | ${holds(claim, outcome) ? 'yes' : '**no**'} |`;
  });
  return [
    begin(job),
    `## ${job}`,
    '',
    `At least ${atLeast} on every seed, in at most ${timesteps} timesteps${inTime}; mean and deviation of ${episodes} evaluation episodes.${beside === undefined ? '' : ` Beside it: ${beside}.`}`,
    '',
    '| seed | score | timesteps | seconds of training | holds |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
    ...(await curves(outcomes)),
    '',
    origin(),
    '',
    end(job),
  ].join('\n');
}

async function progressSection(claim: ProgressClaim, training: Outcome, games: Progress): Promise<string> {
  const { job, atLeast, earlier } = claim;
  const { winShare, wins, draws, losses } = games;
  const [share, low, high] = [winShare.mean, winShare.low, winShare.high].map((part) => (100 * part).toFixed(1));
  return [
    begin(job),
    `## ${job}`,
    '',
    `What the training has become beats what it was after ${100 * earlier} % of it, in at least ${100 * atLeast} % of ${claim.games} games from fresh seeds, actions drawn; a draw is half a win.`,
    '',
    '| seed | share of the points (95 %) | wins, draws, losses | timesteps | minutes | steps a second | beaten version | holds |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    `| ${training.seed} | ${share} % (${low} to ${high}) | ${wins}, ${draws}, ${losses} | ${training.timesteps} | ${(training.seconds / 60).toFixed(1)} | ${training.stepsPerSecond.toFixed(0)} | ${games.version} timesteps | ${winShare.mean >= atLeast ? 'yes' : '**no**'} |`,
    '',
    `- Rating during the training, in points of Elo above its first version, by timesteps: ${await curve(join(root, training.logdir), 'skill/rating', 0)}.`,
    '',
    origin(),
    '',
    end(job),
  ].join('\n');
}

function longViewSection(training: Outcome, merton: Outcome, { lines, claims: shown }: LongViewProof): string {
  const trainings = [training, merton].map(
    ({ seed, timesteps, seconds, evaluation }, i) =>
      `| ${i === 0 ? 'longview' : 'longview/merton'} | ${seed} | ${evaluation.meanReward.toFixed(3)} ± ${evaluation.stdReward.toFixed(3)} | ${timesteps} | ${seconds.toFixed(1)} |`,
  );
  return [
    begin('longview'),
    '## longview',
    '',
    'Households that the training has not met, beside the best standard strategy; the portfolio by risk aversion; the problem of Merton.',
    '',
    '| job | seed | score | timesteps | seconds of training |',
    '| --- | --- | --- | --- | --- |',
    ...trainings,
    '',
    ...lines,
    '',
    ...shown.map(([what, held]) => `- ${what}: ${held ? 'holds' : '**does not hold**'}`),
    '',
    origin(),
    '',
    end('longview'),
  ].join('\n');
}

function origin(): string {
  return `Commit ${git('rev-parse', '--short', 'HEAD')}, Node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}.`;
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
const names = [...[...claims, ...progress].map(({ job }) => job), 'longview'];
const unknown = wanted.find((job) => !names.includes(job));
if (unknown !== undefined) throw new Error(`nothing is claimed of ${unknown}; there are ${names.join(', ')}`);
const isWanted = ({ job }: { readonly job: string }) => wanted.length === 0 || wanted.includes(job);

/** Says how a claim came out, and remembers if it did not hold. */
function judge(what: string, held: boolean): void {
  console.log(`${what}: ${held ? 'holds' : 'FAILS'}`);
  if (!held) process.exitCode = 1;
}

for (const claim of claims.filter(isWanted)) {
  const outcomes: Outcome[] = [];
  for (const seed of claim.seeds) {
    const outcome = await train(claim.job, seed, ['--set', `evaluation.episodes=${claim.episodes}`]);
    outcomes.push(outcome);
    const { evaluation, seconds } = outcome;
    const found = `${score(evaluation.meanReward, claim)} in ${seconds.toFixed(1)} s`;
    judge(`${claim.job}, seed ${seed}: ${found}`, holds(claim, outcome));
  }
  await write(claim.job, await section(claim, outcomes));
}

for (const claim of progress.filter(isWanted)) {
  const training = await train(claim.job, claim.seed, ['--total-timesteps', `${claim.timesteps}`]);
  const games = await beatsItsPast(claim, join(root, training.logdir, 'checkpoints/final.safetensors'));
  const { mean } = games.winShare;
  judge(`${claim.job}, seed ${claim.seed}: ${(100 * mean).toFixed(1)} % of the points`, mean >= claim.atLeast);
  await write(claim.job, await progressSection(claim, training, games));
}

if (isWanted({ job: 'longview' })) {
  const [training, merton] = [await train('longview', 1, ['--yes']), await train('longview/merton', 1, [])];
  const proof = await proveLongView(join(root, training.logdir), join(root, merton.logdir));
  for (const [what, held] of proof.claims) judge(`longview, seed 1: ${what}`, held);
  await write('longview', longViewSection(training, merton, proof));
}
