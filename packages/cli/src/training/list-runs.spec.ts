import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RunDirectory } from '@longplay/runtime';
import { expect, it } from 'vitest';
import { longplay, start, temporaryFolder } from '../fixtures/longplay.ts';
import { listRuns } from './list-runs.ts';

const newRun = (job: string, time: number) => ({
  job,
  configText: 'seed: 7\n',
  seed: 7,
  versions: {},
  now: () => time,
});

it('lists runs wherever they are, newest first, with what is known of each', async () => {
  const folder = await temporaryFolder();
  const [whole, young, killed, damaged] = ['a/whole', 'b/c/young', 'a/killed', 'damaged'].map((name) =>
    join(folder, name),
  ) as [string, string, string, string];
  const finished = await RunDirectory.create(whole, newRun('bandit', 1_000_000));
  await finished.setStatus({ step: 4096, score: 0.5, stepsPerSecond: 1234.5 });
  await finished.close('finished');
  await using running = await RunDirectory.create(young, newRun('car-soccer/quick', 4_000_000));
  await running.setStatus({ step: 512, reward: -3.25 });
  await mkdir(killed, { recursive: true });
  const { status } = running;
  const updatedAt = new Date(2_000_000).toISOString();
  await writeFile(join(killed, 'status.json'), JSON.stringify({ ...status, job: 'bandit', updatedAt }));
  await mkdir(damaged);
  await writeFile(join(damaged, 'status.json'), '{');
  await utimes(join(damaged, 'status.json'), 3000, 3000);

  const runs = await listRuns(folder);
  expect(runs.map(({ path, state, job, step }) => [path, state, job, step])).toEqual([
    [young, 'running', 'car-soccer/quick', 512],
    [damaged, 'damaged', undefined, undefined],
    [killed, 'interrupted', 'bandit', 512],
    [whole, 'finished', 'bandit', 4096],
  ]);
  expect(runs[1]).toMatchObject({ bytes: 1, message: expect.stringContaining('is not the status of a run') });
  expect(runs[3]).toMatchObject({ score: 0.5, stepsPerSecond: 1234.5 });
  expect(runs[3]!.bytes).toBeGreaterThan('seed: 7\n'.length);

  const { code, stdout } = await start(['runs', '.'], { cwd: folder }).done;
  expect(code).toBe(0);
  const lines = stdout.split('\n');
  expect(lines[1]).toMatch(/^car-soccer\/quick +running +512 +-3.25 +\d+ bytes +b\/c\/young$/);
  expect(lines[2]).toMatch(/^ +damaged .* damaged \(.*is not the status of a run/);
  expect(lines[4]).toMatch(/^bandit +finished +4,096 +0.50 +1,235 +\d+ bytes +a\/whole$/);
  const json = await longplay('runs', whole, '--json');
  expect(JSON.parse(json.stdout)).toEqual([runs[3]]);
});

it('says that there are none, or no such folder', async () => {
  const cwd = await temporaryFolder();
  const none = await start(['runs'], { cwd }).done;
  expect(none).toEqual({ code: 0, stdout: '', stderr: 'no runs in runs; longplay train JOB makes one\n' });
  const nowhere = await start(['runs', 'nowhere'], { cwd }).done;
  expect([nowhere.code, nowhere.stderr]).toEqual([1, 'error: nowhere does not exist\n  give a folder of runs\n']);
});
