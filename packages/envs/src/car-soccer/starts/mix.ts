import { ConfigurationError } from '@longplay/runtime';
import type { StartState } from './start-state.ts';

/**
 * One of several start states, drawn by their weights.
 *
 * @throws ConfigurationError when a weight is negative or not finite, or all are 0
 *
 * @example
 * const start = mix([0.6, kickoff()], [0.4, randomState()]);
 */
export function mix(...choices: readonly (readonly [weight: number, start: StartState])[]): StartState {
  const weights = choices.map(([weight]) => weight);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0 && total < Infinity && weights.every((weight) => weight >= 0))) {
    throw new ConfigurationError(`the weights of the start states are [${weights.join(', ')}]`, {
      cure: 'give finite weights from 0, one of them above 0',
    });
  }
  const possible = choices.filter(([weight]) => weight > 0);
  return (simulation, random) => {
    let left = random.float() * total;
    // What rounding leaves over falls to the last one.
    const chosen = possible.find(([weight]) => (left -= weight) < 0) ?? possible.at(-1)!;
    chosen[1](simulation, random);
  };
}
