/**
 * Proximal policy optimisation [0], in parallel: the workers play rollouts, each with its part of the environments, and
 * share the gradients of each update. The implementation details follow [1] and Stable-Baselines3.
 *
 * Departures: running statistics are renewed once a rollout instead of at every step, so that the result does not
 * depend on how the environments are spread over workers.
 *
 * [0] Schulman et al., "Proximal policy optimization algorithms", 2017
 * [1] Huang et al., "The 37 implementation details of proximal policy optimization", 2022
 */
import {
  detectCores,
  LongplayError,
  Random,
  schedule,
  type Schedule,
  type Logger,
  type TrainingDependencies,
  type TrainingUpdate,
} from '@longplay/runtime';
import { chooseBackend } from '../backends/choose.ts';
import { networkLayout } from '../model/layout.ts';
import { versionOf, type PolicyVersion } from './acting.ts';
import { computeAdvantages, withObservations } from './advantages.ts';
import { expectSameModel, learningAgents, loadCheckpoint, saveCheckpoint, type PpoState } from './checkpoint.ts';
import { warnOfTrouble } from './health.ts';
import { drawOpponent, gamesWithin, withVersion } from '../self-play/pool.ts';
import { judge, type Judge } from './judge.ts';
import { endedEpisodes } from './metrics.ts';
import { planPpo, type PpoPlan, type PpoTraining } from './plan.ts';
import { mapPhases, measure, phasesOf, profileLine, type Phases } from './report.ts';
import { speedAdvice } from './speed-advice.ts';
import { firstParameters, firstStanding, standingOf, stateOf, withNewEpisodes, type Standing } from './standing.ts';
import { streams } from './streams.ts';
import { openWorkspace, type Workspace } from './workspace.ts';

/** Episodes over which rewards and lengths are averaged, as in Stable-Baselines3. */
const recentEpisodes = 100;

/** What a training was given, and what it works with. */
interface Context extends Judge {
  /** What of the loss and the optimiser changes over the run. */
  readonly schedules: Readonly<Record<'learningRate' | 'clip' | 'entropyCoefficient', Schedule>>;
  readonly logger: Logger;
}

/**
 * Trains until `totalTimesteps` or until the signal aborts, reporting each update. The state is saved every
 * `checkpointEvery` timesteps and at the end, the best by evaluation beside them; in a resumed run directory training
 * goes on from the newest good state, exactly. The result does not depend on the number or kind of workers.
 *
 * @throws ConfigurationError when the options do not fit the environment or each other, or no backend works.
 * @throws WorkerError when a worker fails twice at the same work, LongplayError when the loss is not finite; everything
 *   up to the last update is saved before.
 */
export async function* trainPpo(
  training: PpoTraining,
  { run, log, logger, signal, onStart }: TrainingDependencies,
): AsyncGenerator<TrainingUpdate, void> {
  const { totalTimesteps, checkpointEvery, evaluation } = training;
  const saved = await run.newestGood(loadCheckpoint, logger);
  const plan = await planPpo(saved === undefined ? training : resumed(training, saved));
  const backend = await chooseBackend(training.backend);
  if (saved !== undefined) expectSamePlan(saved, plan, training);

  await using workspace = await openWorkspace(training, plan, backend, logger);
  const { learningRate, clip, entropyCoefficient } = training.ppo;
  const schedules = {
    learningRate: schedule(learningRate),
    clip: schedule(clip),
    entropyCoefficient: schedule(entropyCoefficient),
  };
  const context = { training, plan, workspace, schedules, logger };
  logger.info((await workspace.workers.selfTest()).line);
  let standing = await begin(context, saved);

  const save = async (reached: Standing) => {
    await log.flush(); // a run that goes on from here never lacks the metrics of before
    await run.saveCheckpoint(reached.timesteps, (path) => saveCheckpoint(path, checkpointOf(context, reached)));
  };
  onStart?.(standing.timesteps);
  const advise = speedAdviser(plan, workspace, logger);
  try {
    while (standing.timesteps < totalTimesteps && !signal.aborted) {
      const before: Standing = standing;
      const { after, metrics, phases } = await update(context, before);
      const crossed = (every: number) =>
        every > 0 && Math.floor(after.timesteps / every) > Math.floor(before.timesteps / every);
      standing = withEntry(context, after, crossed);
      advise(phases);
      let evaluating = 0;
      if (crossed(evaluation.every) || (evaluation.every > 0 && after.timesteps >= totalTimesteps)) {
        const begun = performance.now();
        const judged = await judge(context, standing);
        standing = judged.standing;
        Object.assign(metrics, judged.metrics);
        if (judged.isBest) {
          const best = checkpointOf(context, standing);
          await run.saveBest((path) => saveCheckpoint(path, best));
        }
        evaluating = (performance.now() - begun) / 1000;
      }
      for (const [tag, value] of Object.entries(metrics)) log.scalar(tag, value, after.timesteps);
      if (crossed(checkpointEvery)) await save(standing);
      yield {
        timesteps: after.timesteps,
        episodes: after.episodes,
        reward: metrics['rollout/ep_rew_mean'] ?? Number.NaN,
        lastReward: after.recent.at(-1)?.[0],
        metrics,
        phases: { ...phases, evaluation: evaluating },
      };
    }
  } catch (error) {
    if (error instanceof LongplayError) await save(standing);
    throw error;
  }
  if (standing.timesteps < totalTimesteps) return save(standing);
  const final = checkpointOf(context, standing);
  await log.flush();
  await run.saveFinal((path) => saveCheckpoint(path, final));
}

/** Updates that are looked at before advice on speed is given: the first ones warm up. */
const advisedAfter = 10;

/** Adds up the phases of the first updates, and then says once what would make the training faster. */
function speedAdviser({ agents }: PpoPlan, { workers }: Workspace, logger: Logger) {
  let updates = 0;
  let sum: Phases | undefined;
  return (phases: Phases): void => {
    if (updates >= advisedAfter) return;
    updates += 1;
    const before = sum;
    sum = before === undefined ? phases : mapPhases(phases, (seconds, name) => seconds + before[name]);
    if (updates < advisedAfter) return;
    const spread = { workers: workers.size, environments: agents, cores: detectCores().available };
    for (const advice of speedAdvice(sum, spread)) logger.info(`speed: ${advice}`);
  };
}

const checkpointOf = ({ training, plan, workspace }: Context, standing: Standing): PpoState =>
  stateOf(training, plan, standing, workspace.optimiser.arrays);

/** The seed of the episodes that begin where an environment cannot tell where it stood. */
const freshSeed = ({ seed }: PpoTraining, updates: number): number =>
  Random.from(seed, streams.resume, updates).uint32();

/** The options of a run that goes on: a number of environments that was found automatically stays what it was. */
function resumed(training: PpoTraining, { header }: PpoState): PpoTraining {
  return training.environments === 'auto' ? { ...training, environments: learningAgents(header) } : training;
}

function expectSamePlan(
  { header }: PpoState,
  { factory, layout, lineup, agents, shape }: PpoPlan,
  training: PpoTraining,
) {
  expectSameModel(header, {
    environment: factory.name,
    teams: layout.teams,
    agents,
    environments: lineup.matches.length,
    shape,
    selfPlay: training.selfPlay !== undefined,
  });
}

/** Puts parameters and environments where a checkpoint has them, or at the beginning. */
async function begin({ training, plan, workspace, logger }: Context, saved: PpoState | undefined): Promise<Standing> {
  const { optimiser, rollouts } = workspace;
  if (saved === undefined) {
    optimiser.arrays.parameters.set(firstParameters(training, plan));
    const states = await rollouts.reset(training.seed);
    workspace.remember(states, freshSeed(training, 0));
    return firstStanding(training, plan, optimiser.arrays.parameters, states);
  }
  const { parameters, firstMoment, secondMoment } = saved.arrays;
  optimiser.arrays.parameters.set(parameters);
  optimiser.arrays.firstMoment.set(firstMoment);
  optimiser.arrays.secondMoment.set(secondMoment);
  const standing = standingOf(saved);
  const episodes = freshSeed(training, standing.updates);
  await rollouts.load(standing.environments, episodes);
  workspace.remember(standing.environments, episodes);
  if (standing.environments.every(({ environment }) => environment !== null)) return standing;
  logger.warn(`${plan.factory.name} cannot save its state: the resumed run starts new episodes`);
  return withNewEpisodes(standing);
}

/** One rollout and the update that learns from it. */
async function update(
  context: Context,
  before: Standing,
): Promise<{ after: Standing; metrics: Record<string, number>; phases: Phases }> {
  const { training, plan, workspace, logger } = context;
  const { ppo, normalization } = training;
  const { rollouts, optimiser, buffer } = workspace;
  const begun = performance.now();
  const policy = versionOf(training, optimiser.arrays.parameters, before.observations);
  const policies = { policy, opponent: opponentOf(training, before) };
  const { times, states } = await rollouts.collect(`rollout ${before.updates}`, policies);
  workspace.remember(states, freshSeed(training, before.updates + 1));
  const collected = performance.now();

  const { gamma, lambda } = ppo;
  const advantages = { gamma, lambda, normalize: normalization.rewards, clip: normalization.clip };
  const rewards = computeAdvantages(buffer, advantages, before.rewards);
  const observations = normalization.observations ? withObservations(buffer, before.observations) : before.observations;
  const episodes = endedEpisodes(buffer);

  const request = requestOf(context, before);
  const updating = performance.now();
  const result = await optimiser.update(request);
  const updated = performance.now();

  const after: Standing = {
    timesteps: before.timesteps + plan.batch,
    updates: before.updates + 1,
    adamSteps: result.adamSteps,
    episodes: before.episodes + episodes.length,
    recent: [...before.recent, ...episodes].slice(-recentEpisodes),
    best: before.best,
    quietUntil: warnOfTrouble(result, before.updates, before.quietUntil, logger),
    observations,
    rewards,
    environments: states,
    selfPlay: before.selfPlay,
  };
  const milliseconds = [performance.now() - begun, collected - begun, updated - updating] as const;
  const [total, collect, learn] = milliseconds.map((time) => time / 1000) as [number, number, number];
  const phases = phasesOf(total, collect, learn, times);
  logger.debug(profileLine(before.updates, phases));
  if (result.stoppedEarly) {
    const taken = result.adamSteps - before.adamSteps;
    logger.debug(`update ${before.updates} ended after ${taken} gradient steps, by ppo.targetKl`);
  }
  const { rewardParts } = plan.layout;
  const metrics = measure(buffer, after, request, result, phases, rewardParts, logDeviationsOf(context));
  return { after, metrics, phases };
}

/** What the optimiser is asked for, by the schedules. */
function requestOf({ training, schedules }: Context, { timesteps, updates, adamSteps }: Standing) {
  const progress = timesteps / training.totalTimesteps;
  return {
    update: updates,
    adamSteps,
    learningRate: schedules.learningRate(progress),
    clip: schedules.clip(progress),
    entropyCoefficient: schedules.entropyCoefficient(progress),
  };
}

/** The logarithms of the standard deviations of actions, where the policy has them. */
function logDeviationsOf({ plan, workspace }: Context): Float32Array | undefined {
  const { logStd } = networkLayout(plan.shape);
  if (logStd === undefined) return undefined;
  return workspace.optimiser.arrays.parameters.slice(logStd, logStd + plan.layout.actionSize);
}

/** Whom the next rollout is played against. */
function opponentOf(training: PpoTraining, { updates, selfPlay }: Standing): PolicyVersion | undefined {
  if (selfPlay === null) return undefined;
  const { parameters, observations } = drawOpponent(selfPlay.pool, training.seed, updates);
  return versionOf(training, parameters, observations);
}

/** The same where the policy enters the pool of older versions, as often as it is to. */
function withEntry({ training, workspace }: Context, after: Standing, crossed: (every: number) => boolean): Standing {
  const { selfPlay, timesteps, observations } = after;
  if (training.selfPlay === undefined || selfPlay === null || !crossed(training.selfPlay.every)) return after;
  const parameters = workspace.optimiser.arrays.parameters.slice();
  const pool = withVersion(selfPlay.pool, { timesteps, parameters, observations }, training.selfPlay.pool);
  return { ...after, selfPlay: { ...selfPlay, pool, games: gamesWithin(pool, selfPlay.games) } };
}
