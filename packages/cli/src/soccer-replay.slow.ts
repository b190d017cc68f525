import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readRecording } from '@longplay/replay';
import { expect, it, vi } from 'vitest';
import { longplay, start, temporaryFolder } from './fixtures/longplay.ts';

vi.setConfig({ testTimeout: 60_000 }); // trainings, on a busy machine

const job = (environment: string) => `
algorithm: ppo
environment: ${environment}
environments: 6
totalTimesteps: 384
checkpointEvery: 1_000_000
evaluation: { every: 1_000_000, episodes: 1 }
ppo: { steps: 64, minibatch: 128, epochs: 1 }
policy: { hidden: [16] }
`;

/** A folder with a run that has been trained for a moment, and what the command printed. */
async function trained(environment: string): Promise<{ readonly folder: string; readonly stdout: string }> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'job.yaml'), job(environment));
  const args = ['train', './job.yaml', '--logdir', 'run', '--num-workers', '1', '--json'];
  const { code, stdout, stderr } = await start(args, { cwd: folder }).done;
  if (code !== 0) throw new Error(stderr);
  return { folder, stdout };
}

it('records the matches of a run and writes their page; the same seed gives the same matches', async () => {
  const { folder, stdout: report } = await trained(
    'CarSoccer-v0\nenvironmentOptions: { blue: 2, orange: 1, timeoutSeconds: 2, noTouchSeconds: null }',
  );
  // The training itself has ended with a page.
  expect(JSON.parse(report)).toMatchObject({ replay: join('run', 'replay.html') });
  expect((await readRecording(join(folder, 'run', 'replay.safetensors'))).frames).toBe(5 * 61);

  const replay = async (...args: string[]) => {
    const { code, stdout, stderr } = await start(['soccer', 'replay', ...args, '--json'], { cwd: folder }).done;
    if (code !== 0) throw new Error(stderr);
    return JSON.parse(stdout) as {
      html: string;
      recording: string;
      checkpoint: string;
      seconds: number;
      episodes: number;
    };
  };
  const first = await replay('run', '--episodes', '2', '--stochastic');
  expect(first).toMatchObject({ episodes: 2, goals: { blue: expect.any(Number), orange: expect.any(Number) } });
  expect(first.html).toBe(join(folder, 'run', 'replay.html'));
  const { teams, arrays, frames } = await readRecording(first.recording);
  expect(teams).toEqual([0, 0, 1]);
  // 2 seconds of 30 frames, and the beginning, in each match that no goal has ended.
  expect(frames).toBe(2 * 61);
  expect([arrays.time[1], arrays.time[60], arrays.time[61]]).toEqual([Math.fround(4 / 120), 2, 0]);
  expect(await readFile(first.html, 'utf8')).toContain('<title>job: best</title>');

  const again = await replay(first.checkpoint, '--episodes', '2', '--stochastic', '--html', 'again.html');
  expect(await readFile(again.recording)).toEqual(await readFile(first.recording));
  const other = await replay('run', '--episodes', '2', '--stochastic', '--seed', '1', '--html', 'other.html');
  expect((await readFile(other.recording)).equals(await readFile(first.recording))).toBe(false);
});

it('refuses a run of something else, and a page that cannot be', async () => {
  const { folder, stdout: report } = await trained('CartPole-v1');
  expect(JSON.parse(report)).not.toHaveProperty('replay');
  const wrong = async (args: string[], ...parts: string[]) => {
    const { code, stdout, stderr } = await start(['soccer', 'replay', ...args], { cwd: folder }).done;
    expect([code, stdout]).toEqual([2, '']);
    for (const part of parts) expect(stderr).toContain(part);
  };
  await wrong(['run'], 'was not trained in car soccer', 'longplay evaluate RUN --html');
  await wrong(['run', '--episodes', '0'], '--episodes is 0');
  await wrong(['run', '--html', 'nowhere/a.html'], 'there is no folder nowhere');
  await wrong(['run', '--html', '.'], 'is a folder');
  const checkpoint = join('run', 'checkpoints', 'final.safetensors');
  await wrong([checkpoint, '--checkpoint', 'best'], '--checkpoint best chooses one of a run', 'is a file');
});

it('says where there is no run', async () => {
  const { code, stderr } = await longplay('soccer', 'replay', await temporaryFolder());
  expect(code).toBe(1);
  expect(stderr).toContain('is no run and holds none');
});
