import { existsSync, readFileSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readStatus } from '@longplay/runtime';
import { readEvents } from '@longplay/tensorboard-logger';
import { describe, expect, it, vi } from 'vitest';
import { longplay, start, temporaryFolder, until } from './fixtures/longplay.ts';

vi.setConfig({ testTimeout: 60_000 });

const cartPole = `algorithm: ppo
environment: CartPole-v1
environments: 4
totalTimesteps: 1024
checkpointEvery: 512
ppo: { steps: 32, minibatch: 64, epochs: 2 }
policy: { hidden: [8] }
normalization: { observations: true }
evaluation: { episodes: 5, every: 512, trainingEpisodes: 4 }
`;

/** A folder with a small job, job.yaml, to train in. */
async function workplace(): Promise<string> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'job.yaml'), cartPole);
  return folder;
}

const run = (cwd: string, ...args: string[]) => start(args, { cwd }).done;
const checkpoint = (logdir: string, name = 'final') => readFileSync(join(logdir, 'checkpoints', `${name}.safetensors`));

/** Every scalar of a run but times, by tag and step. */
async function scalars(logdir: string): Promise<Map<string, number>> {
  const all = new Map<string, number>();
  for await (const event of readEvents(logdir)) {
    if (event.kind === 'scalar' && !event.tag.startsWith('time/')) all.set(`${event.tag} ${event.step}`, event.value);
  }
  return all;
}

it('trains in threads, in processes and in one thread to the same bits, and says what it took', async () => {
  const cwd = await workplace();
  const train = (name: string, ...flags: string[]) =>
    run(cwd, 'train', 'job.yaml', '--logdir', name, '--json', ...flags);
  const { code, stdout, stderr } = await train('threads', '--num-workers', '2');
  expect([code, stderr]).toEqual([0, expect.stringContaining('self-test: 2 of 2 workers')]);
  const report = JSON.parse(stdout) as { seconds: number; stepsPerSecond: number; shares: Record<string, number> };
  expect(report).toMatchObject({
    job: 'job',
    timesteps: 1024,
    backend: 'onnx',
    workers: 2,
    workerKind: 'threads',
    logdir: 'threads',
    evaluation: { episodes: 5, meanReward: expect.any(Number), stdReward: expect.any(Number) },
  });
  expect(report.stepsPerSecond).toBeCloseTo(1024 / report.seconds, 6);
  expect(Object.keys(report.shares)).toEqual(['rollout', 'inference', 'environment', 'update', 'wait', 'other']);
  expect(Object.values(report.shares).reduce((a, b) => a + b)).toBeCloseTo(1, 9);
  for (const name of ['inference', 'update']) expect(report.shares[name]).toBeGreaterThan(0);
  expect(stderr).toMatch(/^ {2}time +(\w+ \d+ %, )+other \d+ %$/m);
  expect(stderr).toMatch(/^ {2}policy +threads\/checkpoints\/best\.safetensors$/m);

  await train('processes', '--num-workers', '2', '--worker-kind', 'processes');
  await train('one', '--num-workers', '1');
  const [threads, ...others] = ['threads', 'processes', 'one'].map((name) => join(cwd, name)) as [
    string,
    string,
    string,
  ];
  const metrics = await scalars(threads);
  expect([...metrics.keys()]).toEqual(expect.arrayContaining(['train/policy_loss 1024', 'eval/mean_reward 512']));
  for (const other of others) {
    expect(await scalars(other)).toEqual(metrics);
    for (const name of ['final', 'best']) expect(checkpoint(other, name)).toEqual(checkpoint(threads, name));
  }
});

it('stopped by Ctrl-C and continued, ends as a run that was never stopped', async () => {
  const cwd = await workplace();
  const flags = ['train', 'job.yaml', '--num-workers', '2', '--set', 'checkpointEvery=128'];
  const stopped = start([...flags, '--logdir', 'stopped', '--total-timesteps', '1e9'], { cwd });
  await until(() => existsSync(join(cwd, 'stopped', 'checkpoints', 'step-1024.safetensors')));
  stopped.process.kill('SIGINT');
  expect((await stopped.done).code).toBe(130);
  const { state, step } = (await readStatus(join(cwd, 'stopped')))!;
  expect([state, step % 128]).toEqual(['interrupted', 0]);

  const end = ['--total-timesteps', String(step + 512)];
  expect((await run(cwd, 'train', '--resume', '--logdir', 'stopped', ...end)).code).toBe(0);
  expect((await run(cwd, ...flags, '--logdir', 'whole', ...end)).code).toBe(0);
  const [first, second] = [join(cwd, 'stopped'), join(cwd, 'whole')];
  expect(checkpoint(first)).toEqual(checkpoint(second));
  expect(await scalars(first)).toEqual(await scalars(second));
});

it('stopped by Ctrl-C in the evaluation at the end, it leaves, and evaluates when it is resumed', async () => {
  const cwd = await workplace();
  const flags = ['--num-workers', '1', '--total-timesteps', '128', '--set', 'evaluation.episodes=1_000_000'];
  const stopped = start(['train', 'job.yaml', '--logdir', 'run', ...flags], { cwd });
  await until(() => existsSync(join(cwd, 'run', 'checkpoints', 'final.safetensors')));
  stopped.process.kill('SIGINT');
  expect((await stopped.done).code).toBe(130);
  expect(await readStatus(join(cwd, 'run'))).toMatchObject({ state: 'interrupted', step: 128 });

  const resume = ['train', '--resume', '--logdir', 'run', '--set', 'evaluation.episodes=2', '--json'];
  const { code, stdout } = await run(cwd, ...resume);
  expect([code, JSON.parse(stdout)]).toEqual([0, expect.objectContaining({ timesteps: 128 })]);
});

it('--dry-run tells the sizes of networks and rollout', async () => {
  const cwd = await workplace();
  const { stdout } = await run(cwd, 'train', 'job.yaml', '--dry-run', '--json', '--total-timesteps', '256');
  expect(JSON.parse(stdout)).toMatchObject({
    backend: 'onnx',
    sizes: {
      observation: 4,
      parameters: 4 * 8 + 8 + 8 * 2 + 2 + (4 * 8 + 8 + 8 + 1),
      rollout: 128,
      updates: 2,
      gradientSteps: 2 * 2 * 2,
    },
  });
  expect(await readdir(cwd)).toEqual(['job.yaml']);
});

describe("a user's own environment", () => {
  const folder = fileURLToPath(new URL('fixtures/corridor', import.meta.url));
  const job = join(folder, 'corridor.yaml');

  it('trains, is evaluated, drawn and exported, from any folder', async () => {
    const cwd = await workplace();
    expect((await run(cwd, 'train', job, '--logdir', 'run', '--num-workers', '1')).code).toBe(0);
    expect(await readFile(join(cwd, 'run', 'config.yaml'), 'utf8')).toContain(
      `environment: ${join(folder, 'corridor.ts')}`,
    );
    const page = join(cwd, 'page.html');
    const look = ['--render', '--html', page, '--json', '--episodes', '3'];
    const { code, stdout, stderr } = await longplay('evaluate', join(cwd, 'run'), ...look);
    expect(code).toBe(0);
    const reward = expect.closeTo(0.6, 9) as number;
    expect(JSON.parse(stdout)).toMatchObject({ episodes: 3, rewards: [reward, reward, reward] });
    expect(stderr).toContain('o.....\nstep 0, reward 0.00\n\n.o....\nstep 1, reward -0.10\n\n');
    expect(stderr).toContain('.....o\nstep 5, reward 0.60\n\n');
    const [, data] = /<script id="data"[^>]*>(.*?)<\/script>/s.exec(await readFile(page, 'utf8'))!;
    const film = JSON.parse(data!) as { svg: string[]; reward: number[] };
    expect(film.svg.map((svg) => /cx="([\d.]+)"/.exec(svg)![1])).toEqual(['0.5', '1.5', '2.5', '3.5', '4.5', '5.5']);
    expect(film.reward.at(-1)).toEqual(reward);

    const file = join(cwd, 'policy.onnx');
    await writeFile(file, 'an older one');
    const exported = await run(cwd, 'export', 'run', '--out', 'policy.onnx', '--checkpoint', 'latest', '--json');
    const { job: name, checkpoint: used, out, bytes } = JSON.parse(exported.stdout) as Record<string, unknown>;
    expect([name, used, out]).toEqual(['corridor', join(cwd, 'run/checkpoints/final.safetensors'), file]);
    const model = await readFile(file);
    expect(model.length).toBe(bytes);
    for (const value of ['observation', 'logits', 'value']) expect(model.includes(value)).toBe(true);
    expect((await readdir(cwd)).toSorted()).toEqual(['job.yaml', 'page.html', 'policy.onnx', 'run']);
  });

  it.each([
    ['reward', 'step 3 of its episode: reward is NaN'],
    ['observation', 'step 3 of its episode: observation is outside its space: number 0 is 7, not in [0, 5]'],
    ['mask', 'step 3 of its episode: the mask allows no action'],
  ])('with a wrong %s stops with its name, the step and the field', async (fault, message) => {
    const logdir = join(await temporaryFolder(), 'run');
    const flags = ['--logdir', logdir, '--num-workers', '1', '--set', `environmentOptions.fault=${fault}`];
    const { code, stderr } = await longplay('train', job, ...flags);
    expect([code, stderr]).toEqual([1, expect.stringContaining(message)]);
    expect(stderr).toMatch(/environment 0 \(.*corridor\.ts\)/);
    expect(await readStatus(logdir)).toMatchObject({ state: 'failed', step: 0 });
  });
});

describe('bad input', () => {
  it.each([
    ['environment=CartPol-v1', 'unknown environment "CartPol-v1"; did you mean "CartPole-v1"?'],
    ['environment=./nowhere.ts', 'there is no file'],
    ['ppo.minibatch=100', 'ppo.minibatch 100 does not divide a rollout of 128 rows (environments 4 x ppo.steps 32)'],
  ])('--set %s: exit code 2, nothing written', async (setting, message) => {
    const cwd = await workplace();
    const { code, stderr } = await run(cwd, 'train', 'job.yaml', '--set', setting);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(await readdir(cwd)).toEqual(['job.yaml']);
  });

  it('a checkpoint of another network or environment is not trained on', async () => {
    const cwd = await workplace();
    await run(cwd, 'train', 'job.yaml', '--logdir', 'run', '--num-workers', '1', '--total-timesteps', '128');
    const config = join(cwd, 'run', 'config.yaml');
    const text = await readFile(config, 'utf8');
    const before = checkpoint(join(cwd, 'run'));
    for (const [ours, other, message] of [
      ['hidden: [8]', 'hidden: [7]', 'the checkpoint has the networks'],
      ['CartPole-v1', 'Acrobot-v1', 'the checkpoint .*CartPole-v1'],
    ] as const) {
      await writeFile(config, text.replace(ours, other));
      const { code, stderr } = await run(cwd, 'train', '--resume', '--logdir', 'run', '--total-timesteps', '256');
      expect([code, stderr]).toEqual([1, expect.stringMatching(new RegExp(`^error: ${message}`, 'm'))]);
    }
    expect(checkpoint(join(cwd, 'run'))).toEqual(before);
  });

  it('a checkpoint of another environment is neither evaluated nor exported as one of the run', async () => {
    const cwd = await workplace();
    const train = (logdir: string, ...flags: string[]) =>
      run(cwd, 'train', 'job.yaml', '--logdir', logdir, '--num-workers', '1', '--total-timesteps', '128', ...flags);
    await train('run');
    await train('other', '--set', 'environment=Acrobot-v1', '--set', 'evaluation.episodes=1');
    const other = ['--checkpoint', 'other/checkpoints/final.safetensors'];
    for (const args of [
      ['evaluate', 'run'],
      ['export', 'run', '--out', 'policy.onnx'],
    ]) {
      const { code, stdout, stderr } = await run(cwd, ...args, ...other, '--json');
      expect([code, stdout, stderr]).toEqual([
        2,
        '',
        expect.stringContaining('final.safetensors was trained in Acrobot-v1, this run in CartPole-v1'),
      ]);
    }
    expect(existsSync(join(cwd, 'policy.onnx'))).toBe(false);
  });
});
