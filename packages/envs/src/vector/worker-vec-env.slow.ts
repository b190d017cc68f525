import { expect, it } from 'vitest';
import { loadEnvironment } from '../load-environment.ts';
import { registeredEnvironments } from '../registry.ts';
import { checkVecEnv } from './check-vec-env.ts';
import { WorkerVecEnv } from './worker-vec-env.ts';

const kinds = ['threads', 'processes'] as const;

it.each(registeredEnvironments().flatMap(({ id }) => kinds.map((kind) => [id, kind] as const)))(
  'keeps the contract with %s in %s',
  { timeout: 60_000 },
  async (environment, kind) => {
    const { make } = await loadEnvironment(environment);
    await expect(
      checkVecEnv(() => WorkerVecEnv.open({ environment, environments: 5, workers: 2, kind }), {
        makeEnv: () => make(),
      }),
    ).resolves.toBeUndefined();
  },
);
