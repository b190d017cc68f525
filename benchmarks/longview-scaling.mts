/**
 * `longplay train longview` with one worker beside two. Both trainings run, and each is stopped (SIGSTOP) while the other
 * goes on, in turns of some seconds: whatever else slows the machine down slows both. Linux.
 *
 * node --conditions=@longplay/source benchmarks/longview-scaling.mts
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as seconds } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { median } from '../testing/median.ts';

/** Milliseconds of a training before it is measured: households are compiled, and so is code. */
const WARM_UP = 9000;
const TURNS = 6;
const TURN = 2500;
/** Steps of a rollout: 512 environments x 32. */
const ROLLOUT = 16_384;

const command = fileURLToPath(new URL('../packages/cli/bin/longplay.js', import.meta.url));

/** A training that goes on until it is killed, and stands still but for its turns. */
async function training(workers: number, folder: string) {
  const flags = ['--num-workers', `${workers}`, '--total-timesteps', '1e9', '--log-level', 'debug', '--no-tensorboard'];
  const keys = ['evaluation.every=0', 'checkpointEvery=1e9'].flatMap((key) => ['--set', key]);
  const logdir = join(folder, `${workers}`);
  const args = [command, 'train', 'longview', '--yes', '--logdir', logdir, ...flags, ...keys];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const updates: number[] = [];
  createInterface(child.stderr).on('line', (line) => {
    const [, milliseconds] = /update \d+, ([\d.]+) ms/.exec(line) ?? [];
    if (milliseconds !== undefined) updates.push(Number(milliseconds));
  });
  const turn = async (milliseconds: number) => {
    child.kill('SIGCONT');
    await seconds(milliseconds);
    child.kill('SIGSTOP');
  };
  await turn(WARM_UP);
  const warm = { updates: updates.length, processor: await processorSeconds(child.pid!) };
  return {
    turn,
    async end() {
      const processor = (await processorSeconds(child.pid!)) - warm.processor;
      child.kill('SIGKILL');
      await once(child, 'close');
      const measured = updates.slice(warm.updates);
      return {
        workers,
        'steps/s': Math.round((1000 * ROLLOUT) / median(measured)),
        'processor us a step': Number(((1e6 * processor) / measured.length / ROLLOUT).toFixed(1)),
        'cores busy': Number(((1000 * processor) / (TURNS * TURN)).toFixed(2)),
      };
    },
  };
}

/** Fields 14 and 15 of /proc/PID/stat, in ticks of 1/100 s (man 5 proc). */
async function processorSeconds(pid: number): Promise<number> {
  const [, afterName = ''] = /^.*\) (.*)$/s.exec(await readFile(`/proc/${pid}/stat`, 'utf8')) ?? [];
  const [user = 0, system = 0] = afterName.split(' ').slice(11, 13).map(Number);
  return (user + system) / 100;
}

const folder = await mkdtemp(join(tmpdir(), 'longplay-scaling-'));
const one = await training(1, folder);
const two = await training(2, folder);
for (let turn = 0; turn < TURNS; turn++) for (const { turn: run } of [one, two]) await run(TURN);
const rows = [await one.end(), await two.end()];
await rm(folder, { recursive: true });
console.log(`Node ${process.version}, ${cpus()[0]!.model}; steps a second by the median update`);
console.table(rows);
console.log(`two workers: ${(rows[1]!['steps/s'] / rows[0]!['steps/s']).toFixed(2)} times one`);
