import { detectCores } from '@longplay/runtime';
import { configText } from '../config/print.ts';
import type { Plan } from './algorithm.ts';
import type { TrainingConfig } from './training-keys.ts';

/** What is about to run, for a person: the machine, the workers, the backend, every hyperparameter, the directory. */
export function banner(
  name: string,
  config: Readonly<TrainingConfig>,
  { backend, workers, about }: Plan,
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
