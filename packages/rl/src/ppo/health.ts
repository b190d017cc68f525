import type { Logger } from '@longplay/runtime';
import type { UpdateResult } from './update.ts';

/** What a healthy update stays below, and what to do beyond. */
const limits = [
  {
    name: 'clip fraction',
    value: (result: UpdateResult) => result.clipFraction,
    limit: 0.5,
    cure: 'the policy changes too much in an update: lower ppo.learningRate or ppo.epochs',
  },
  {
    name: 'KL divergence',
    value: (result: UpdateResult) => result.approximateKl,
    limit: 0.1,
    cure: 'the policy changes too much in an update: lower ppo.learningRate or ppo.epochs, or set ppo.targetKl',
  },
  {
    name: 'gradient norm',
    value: (result: UpdateResult) => result.gradientNorm,
    limit: 10,
    cure: 'lower ppo.learningRate, or set normalization.rewards',
  },
] as const;

/** Updates in which a warning is not repeated: ten at least, and later in a training as many as there were before. */
const quiet = (update: number) => Math.max(10, update);

/**
 * Warns of an update that is not healthy, each kind of trouble at most once in ten updates, and ever more rarely.
 *
 * @param quietUntil - the update before which each warning is not repeated; the new ones are returned.
 */
export function warnOfTrouble(
  result: UpdateResult,
  update: number,
  quietUntil: Readonly<Record<string, number>>,
  logger: Logger,
): Readonly<Record<string, number>> {
  const after = { ...quietUntil };
  for (const { name, value, limit, cure } of limits) {
    const found = value(result);
    if (found <= limit || update < (after[name] ?? 0)) continue;
    after[name] = update + quiet(update);
    logger.warn(`update ${update}: ${name} ${found.toPrecision(3)} is above ${limit}; ${cure}`);
  }
  return after;
}
