import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readStatus } from '@longplay/runtime';
import { expect, it, vi } from 'vitest';
import { longplay, start, temporaryFolder, until } from './fixtures/longplay.ts';
import { finalSnapshot, scalars } from './fixtures/solve-run.ts';

vi.setConfig({ testTimeout: 180_000 }); // processes, on a busy machine

const merge = ['--sync', 'merge', '--num-workers', '2', '--gamma', '1'];

it.each<[NodeJS.Signals, number | null, string[]]>([
  ['SIGINT', 130, ['--algorithm', 'pcfr+', '--iterations', '40000']],
  ['SIGTERM', 143, ['--algorithm', 'os-mccfr', '--iterations', '4000000', '--seed', '4']],
  ['SIGKILL', null, ['--algorithm', 'es-mccfr', '--iterations', '20000', ...merge]],
  ['SIGKILL', null, ['--algorithm', 'cfr+', '--iterations', '40000']],
])(
  'a solver stopped by %s, exit code %s, and continued is the same to the last bit: %j',
  async (signal, exitCode, flags) => {
    const folder = await temporaryFolder();
    const [straight, stopped] = [join(folder, 'straight'), join(folder, 'stopped')];
    const command = ['solve', 'leduc-merged', ...flags, '--snapshot-interval', '0.05', '--logdir'];
    expect((await longplay(...command, straight)).code).toBe(0);

    const running = start([...command, stopped]);
    await until(async () => (await readdir(join(stopped, 'checkpoints')).catch(() => [])).length > 1);
    running.process.kill(signal);
    expect((await running.done).code).toBe(exitCode);
    const status = await readStatus(stopped);
    expect(status!.state).toBe('interrupted');
    expect(status!.step).toBeLessThan((await readStatus(straight))!.step);
    // Without a name: the run knows its game. Workers may be others.
    expect((await longplay('solve', '--resume', '--logdir', stopped, '--num-workers', '1')).code).toBe(0);
    expect(finalSnapshot(stopped).equals(finalSnapshot(straight))).toBe(true);
    expect(await scalars(stopped)).toEqual(await scalars(straight));
  },
);

it('workers that fail again and again end a run; what was merged before is told and saved', async () => {
  const logdir = join(await temporaryFolder(), 'run');
  const flags = ['--iterations', '4000000', '--worker-kind', 'processes', '--logdir', logdir, '--log-level', 'debug'];
  const running = start(['solve', 'leduc-merged', '--algorithm', 'es-mccfr', ...merge, ...flags]);
  const started = () => [...running.stderr().matchAll(/\(process (\d+)\) started/g)].map(([, pid]) => Number(pid));
  await until(async () => ((await readStatus(logdir).catch(() => undefined))?.step ?? 0) > 0);
  const killed = new Set<number>();
  await until(() => {
    for (const pid of started().filter((each) => !killed.has(each))) {
      kill(pid);
      killed.add(pid);
    }
    return running.process.exitCode !== null;
  });
  const { code, stdout, stderr } = await running.done;
  expect(killed.size).toBeGreaterThan(2); // the first two, and one in their place
  expect([code, stdout]).toEqual([1, expect.stringMatching(/^exploitability +\d/m)]);
  expect(stderr).toMatch(/^error: worker \d of 2 .* killed by SIGKILL/m);
  expect(stderr).toContain(`\n  continue with: npx longplay solve --resume --logdir ${logdir}`);
  const status = await readStatus(logdir);
  expect(status!.state).toBe('failed');
  expect(await readdir(join(logdir, 'checkpoints'))).toEqual([`step-${status!.step}.safetensors`]);
});

/** Kills a process, unless it has ended by itself: a run that stops ends its workers. */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
