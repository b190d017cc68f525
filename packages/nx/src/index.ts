import { dirname } from 'node:path';
import { createNodesFromFiles, type CreateNodesResult, type CreateNodesV2, type TargetConfiguration } from '@nx/devkit';

/**
 * The Nx plugin: every folder with a `train.yaml` becomes a project with the targets `train`, `evaluate` and
 * `tensorboard`. A folder that has a project.json or package.json gains the targets.
 *
 * ```json
 * { "plugins": ["@longplay/nx"] }
 * ```
 *
 * `npx nx train bandit`; flags follow: `npx nx train bandit --seed 7`.
 */
export const createNodesV2: CreateNodesV2 = [
  '**/train.yaml',
  (files, options, context) => createNodesFromFiles(jobProject, files, options, context),
];

function jobProject(file: string): CreateNodesResult {
  const root = dirname(file);
  if (root === '.') return {}; // the workspace itself is no job
  // The command names runs in the same way: by the job's path, without a leading `jobs/`.
  const name = root.replace(/^jobs\//, '');
  const targets = {
    train: target(`longplay train ${quoted(root)}`, `Train ${name}`),
    evaluate: target(`longplay evaluate ${quoted(`runs/${name}`)}`, `Evaluate the newest run of ${name}`),
    tensorboard: target(`longplay tensorboard --logdir ${quoted(`runs/${name}`)}`, `Show the runs of ${name}`),
  };
  return { projects: { [root]: { name, targets } } };
}

/** A word of a shell command. */
function quoted(path: string): string {
  return /^[\w./@-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}

/** A command at the workspace's root. Training is never cached: the same seed is run again on purpose. */
function target(command: string, description: string): TargetConfiguration {
  return {
    executor: 'nx:run-commands',
    options: { command, cwd: '{workspaceRoot}', forwardAllArgs: true },
    cache: false,
    metadata: { description, technologies: ['longplay'] },
  };
}
