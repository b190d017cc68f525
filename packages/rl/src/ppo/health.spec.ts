import { silentLogger } from '@longplay/runtime';
import { describe, expect, it } from 'vitest';
import { warnOfTrouble } from './health.ts';
import type { UpdateResult } from './update.ts';

const healthy: UpdateResult = {
  policyLoss: 0,
  valueLoss: 1,
  entropy: 1,
  approximateKl: 0.1,
  clipFraction: 0.5,
  gradientNorm: 10,
  adamSteps: 1,
  stoppedEarly: false,
};

/** What is warned of in updates with such results, in order. */
function warningsOf(results: readonly UpdateResult[]): string[] {
  const warnings: string[] = [];
  const logger = { ...silentLogger, warn: (line: string) => void warnings.push(line) };
  let quietUntil: Readonly<Record<string, number>> = {};
  // As through a checkpoint: nothing but these numbers is kept from update to update.
  for (const [update, result] of results.entries()) {
    quietUntil = JSON.parse(JSON.stringify(warnOfTrouble(result, update, quietUntil, logger))) as typeof quietUntil;
  }
  return warnings;
}

describe('warnOfTrouble', () => {
  it('is silent up to the limits', () => {
    expect(warningsOf([healthy, healthy])).toEqual([]);
  });

  it.each([
    [{ clipFraction: 0.51 }, /^update 0: clip fraction 0\.510 is above 0\.5; .*lower ppo\.learningRate or ppo\.epochs/],
    [{ approximateKl: 0.2 }, /^update 0: KL divergence 0\.200 is above 0\.1; .*lower ppo\.learningRate or ppo\.epochs/],
    [{ gradientNorm: 11 }, /^update 0: gradient norm 11\.0 is above 10; lower ppo\.learningRate/],
  ])('says what to do beyond them: %j', (change, message) => {
    expect(warningsOf([{ ...healthy, ...change }])).toEqual([expect.stringMatching(message)]);
  });

  it('repeats each warning once in ten updates at most, and ever more rarely', () => {
    const high = { ...healthy, gradientNorm: 50 };
    const both = { ...high, clipFraction: 1 };
    const warnings = warningsOf(Array.from({ length: 90 }, (_, update) => (update < 3 ? high : both)));
    const updatesOf = (name: string) =>
      warnings.flatMap((warning) => (warning.includes(name) ? [Number(/^update (\d+)/.exec(warning)![1])] : []));
    expect(updatesOf('gradient norm')).toEqual([0, 10, 20, 40, 80]);
    expect(updatesOf('clip fraction')).toEqual([3, 13, 26, 52]);
  });
});
