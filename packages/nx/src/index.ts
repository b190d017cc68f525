import { dirname } from 'node:path';
import { createNodesFromFiles, type CreateNodesResult, type CreateNodesV2, type TargetConfiguration } from '@nx/devkit';

/** Options of the plugin in nx.json. */
export interface LongplayPluginOptions {
  /** Where runs are written, relative to the workspace. Default 'runs'. */
  readonly runs?: string;
}

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
export const createNodesV2: CreateNodesV2<LongplayPluginOptions> = [
  '**/train.yaml',
  (files, options = {}, context) => createNodesFromFiles(jobProject, files, options, context),
];

function jobProject(file: string, { runs = 'runs' }: LongplayPluginOptions = {}): CreateNodesResult {
  const root = dirname(file);
  const name = projectName(root);
  if (name === undefined) return {};
  const folder = `${runs}/${name}`;
  const targets = {
    train: target(`longplay train ${root}`, `Train ${name}`),
    evaluate: target(`longplay evaluate ${folder}`, `Evaluate the newest run of ${name}`),
    tensorboard: target(`longplay tensorboard --logdir ${folder}`, `Show the runs of ${name}`),
  };
  return { projects: { [root]: { name, targets } } };
}

/** `jobs/car-soccer/quick` → `car-soccer/quick`; undefined for the workspace's root, which is no job. */
function projectName(root: string): string | undefined {
  return root === '.' ? undefined : root.replace(/^jobs\//, '');
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
