import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { Random } from '@longplay/runtime';
import { expect, it } from 'vitest';
import { fileFolder } from '../../../../testing/temporary-folder.ts';
import { bytesOf } from '../fixtures/training.ts';
import { ppo, type PpoRun } from './run-ppo.ts';

const folder = await fileFolder();

const optionsOf = (name: string): PpoRun => ({
  environment: 'CartPole-v1',
  environments: 8,
  ppo: { steps: 64, minibatch: 256, epochs: 4 },
  normalization: { observations: true, rewards: true },
  totalTimesteps: 30 * 512,
  checkpointEvery: 512,
  numWorkers: 2,
  logdir: join(folder, name),
});

const program = `
  import { ppo } from '@longplay/rl';
  const [options, resume] = JSON.parse(process.env.TRAINING);
  for await (const { timesteps } of ppo(options, { resume })) console.log(timesteps);
`;

/** Trains in a process of its own; gives the timesteps that it reported before it ended or was killed. */
async function trainInProcess(options: PpoRun, resume: boolean, killAfter: () => Promise<unknown>): Promise<number[]> {
  const flags = ['--conditions=@longplay/source', '--input-type=module', '--eval', program];
  const child = spawn(process.execPath, flags, {
    cwd: import.meta.dirname,
    env: { ...process.env, TRAINING: JSON.stringify([options, resume]) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const seen: number[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.once('line', () => void killAfter().then(() => child.kill('SIGKILL')));
  lines.on('line', (line) => void seen.push(Number(line)));
  await exited;
  return seen;
}

it('a run that is killed again and again ends with the bits of one that is not', { timeout: 180_000 }, async () => {
  const random = Random.from(1);
  for await (const _ of ppo(optionsOf('whole')));
  const options = optionsOf('killed');
  let [kills, reached] = [0, 0];
  for (; reached < options.totalTimesteps && kills < 40; kills++) {
    const seen = await trainInProcess(options, kills > 0, () => sleep(30 + 150 * random.float()));
    reached = seen.at(-1) ?? reached;
  }
  expect(kills).toBeGreaterThan(2);
  for await (const _ of ppo(options, { resume: true })); // the last one may have been killed after its last update
  expect(bytesOf(options.logdir)).toEqual(bytesOf(join(folder, 'whole')));
});
