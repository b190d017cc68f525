import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { CreateNodesContextV2 } from '@nx/devkit';
import { expect, it } from 'vitest';
import { createNodesV2 } from './index.ts';

const [pattern, createNodes] = createNodesV2;
const context: CreateNodesContextV2 = { workspaceRoot: '/workspace', nxJsonConfiguration: {} };

async function projects(...files: string[]) {
  const results = await createNodes(files, undefined, context);
  return Object.assign({}, ...results.map(([, result]) => result.projects)) as NonNullable<
    (typeof results)[number][1]['projects']
  >;
}

it('takes every folder with a train.yaml, and no other file', () => {
  expect(pattern).toBe('**/train.yaml');
});

it('gives each job the three targets, named after its folder', async () => {
  const found = await projects('jobs/bandit/train.yaml', 'jobs/car-soccer/quick/train.yaml', 'apps/own/train.yaml');
  expect(Object.keys(found)).toEqual(['jobs/bandit', 'jobs/car-soccer/quick', 'apps/own']);
  expect(Object.values(found).map((project) => project.name)).toEqual(['bandit', 'car-soccer/quick', 'apps/own']);
  const { train, evaluate, tensorboard } = found['jobs/bandit']!.targets!;
  expect([train, evaluate, tensorboard].map((target) => (target!.options as { command: string }).command)).toEqual([
    'longplay train jobs/bandit',
    'longplay evaluate runs/bandit',
    'longplay tensorboard --logdir runs/bandit',
  ]);
  expect([train!.cache, evaluate!.cache, tensorboard!.cache]).toEqual([false, false, false]);
});

it('is no project where the train.yaml lies in the root', async () => {
  expect(await projects('train.yaml')).toEqual({});
});

it('quotes what a shell would split', async () => {
  const { train } = (await projects("jobs/it's mine/train.yaml"))["jobs/it's mine"]!.targets!;
  const { command } = train!.options as { command: string };
  const words = execFileSync('sh', ['-c', `printf '%s\\n' ${command}`], { encoding: 'utf8' });
  expect(words).toBe("longplay\ntrain\njobs/it's mine\n");
});

it('makes this workspace’s own jobs projects of Nx', { timeout: 60_000 }, () => {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  const json = execFileSync('nx', ['show', 'project', 'bandit', '--json'], { cwd: root, encoding: 'utf8' });
  const { targets } = JSON.parse(json) as { targets: Record<string, unknown> };
  expect(Object.keys(targets)).toEqual(['train', 'evaluate', 'tensorboard']);
});
