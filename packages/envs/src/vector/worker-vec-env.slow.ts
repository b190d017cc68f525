import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { loadEnvironment } from '../load-environment.ts';
import { singleAgentIds } from '../fixtures/single-agent-ids.ts';
import { checkVecEnv } from './check-vec-env.ts';
import { WorkerVecEnv } from './worker-vec-env.ts';

const corridor = fileURLToPath(import.meta.resolve('../fixtures/vector/corridor.ts'));
const names = [corridor, ...singleAgentIds];
const kinds = ['threads', 'processes'] as const;

it.each(names.flatMap((name) => kinds.map((kind) => [name, kind] as const)))(
  'keeps the contract with %s in %s',
  { timeout: 60_000 },
  async (environment, kind) => {
    const factory = await loadEnvironment(environment);
    const make = () => WorkerVecEnv.open({ environment, environments: 5, workers: 2, kind });
    await expect(checkVecEnv(make, { makeEnv: () => factory.make() })).resolves.toBeUndefined();
  },
);
