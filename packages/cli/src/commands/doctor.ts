import { detectCores, selfTest, workerCount, type SelfTestOutcome, type WorkerKind } from '@longplay/runtime';
import { checkBackends } from '@longplay/rl';
import { findTensorBoard, installTensorBoard } from './tensorboard.ts';

interface Options {
  readonly json?: boolean;
}

/** `longplay doctor`: what this machine has, and whether all of it works. Exit code 1 when something needed does not. */
export async function doctor({ json = false }: Options): Promise<number> {
  const machine = detectCores();
  const { found, affinity, cgroup } = machine;
  const used = workerCount('auto', machine);
  say(`Node         ${process.version}, ${process.platform} ${process.arch}`);
  say(`cores        ${found} found, ${used} used (affinity ${affinity}, cgroup ${cgroup ?? 'no limit'})`);

  // Two workers at least: one worker is the main thread and would test nothing.
  const workers = Math.max(2, used);
  const test = async (kind: WorkerKind) => {
    const outcome = await selfTest({ workers, kind });
    say(`${kind.padEnd(12)} ${describe(outcome)}`);
    return outcome;
  };
  const threads = await test('threads');
  const processes = await test('processes');

  const backends = await checkBackends();
  for (const { name, ok, reason, cure, trainStepsPerSecond } of backends) {
    say(
      `${name.padEnd(12)} ${ok ? `ok, ${trainStepsPerSecond?.toFixed(0)} training steps/s` : `not usable: ${reason}; ${cure}`}`,
    );
  }
  const tensorboard = findTensorBoard();
  say(`TensorBoard  ${tensorboard?.version ?? `not found; install it with: ${installTensorBoard}`}`);

  const report = {
    node: process.version,
    cores: { found, used, affinity, cgroup },
    workers: { threads: brief(threads), processes: brief(processes) },
    backends,
    tensorboard: { found: tensorboard !== undefined, version: tensorboard?.version },
  };
  if (json) console.log(JSON.stringify(report));
  const ok = threads.ok && processes.ok && backends.some((backend) => backend.ok);
  say(ok ? 'All that training needs works.' : 'Something that training needs does not work: see above.');
  return ok ? 0 : 1;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function describe(outcome: SelfTestOutcome): string {
  if (!outcome.ok) return `failed: ${outcome.error}`;
  return `self-test: ${outcome.workers}/${outcome.workers} workers computed the right answer in ${outcome.milliseconds.toFixed(0)} ms`;
}

function brief(outcome: SelfTestOutcome) {
  const { ok, milliseconds } = outcome;
  return ok ? { ok, milliseconds } : { ok, milliseconds, error: outcome.error };
}
