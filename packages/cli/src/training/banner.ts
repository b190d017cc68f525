import { detectCores } from '@longplay/runtime';
import { configText } from '../config/print.ts';
import type { Plan } from './algorithm.ts';
import type { TrainingConfig } from './training-keys.ts';

/** Of a configuration, what a banner leaves out and what it has in a place of its own. */
type Shown = Pick<TrainingConfig, 'workerKind'> &
  Partial<Pick<TrainingConfig, 'description' | 'expected' | 'confirm' | 'flags'>>;

/** What is about to run, for a person: the machine, the workers, the backend, every hyperparameter, the directory. */
export function banner(
  name: string,
  config: Shown,
  { backend, workers, about }: Pick<Plan, 'backend' | 'workers' | 'about'>,
  directory: string,
): string {
  const cores = detectCores();
  const parallel = workers > 1 ? `${workers} ${config.workerKind}` : 'none (one worker: the main thread)';
  const { description: _d, expected: _e, confirm: _c, flags: _f, ...hyperparameters } = config;
  const rows = [
    ['job', name],
    ['cores', `${cores.found} found, ${cores.available} usable`],
    ['parallel', parallel],
    ['backend', backend],
    ...Object.entries(about ?? {}),
    ['run', directory],
  ];
  const head = rows.map(([key, value]) => `  ${key!.padEnd(14)}${value}`);
  const keys = configText(hyperparameters)
    .trimEnd()
    .split('\n')
    .map((line) => `  ${line}`);
  return [`Longplay ${name}`, ...head, '', ...keys, ''].join('\n');
}
