import { ConfigurationError, unknownName } from '@longplay/runtime';
import type { Algorithm } from './algorithm.ts';

/** Every learner, loaded when a job asks for it. */
const algorithms: Readonly<Record<string, () => Promise<Algorithm>>> = {
  ppo: async () => (await import('./ppo.ts')).ppoAlgorithm,
  'thompson-sampling': async () => (await import('./thompson-sampling.ts')).thompsonSamplingAlgorithm,
};

/** The learner that a job names under `algorithm`. */
export async function loadAlgorithm(name: unknown, file: string): Promise<Algorithm> {
  const load = typeof name === 'string' && Object.hasOwn(algorithms, name) ? algorithms[name] : undefined;
  if (load !== undefined) return load();
  const what =
    name === undefined ? 'algorithm is missing' : unknownName('algorithm', String(name), Object.keys(algorithms));
  throw new ConfigurationError(`${file}: ${what}`, {
    cure: `write algorithm: ${Object.keys(algorithms).join(' or ')}`,
  });
}
