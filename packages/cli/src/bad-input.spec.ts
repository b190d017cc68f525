import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { acquireRunLock } from '@longplay/runtime';
import { describe, expect, it } from 'vitest';
import { longplay, start, temporaryFolder } from './fixtures/longplay.ts';

/** Expects one message, without a stack, that says each of `parts`. */
function expectMessage(stderr: string, ...parts: string[]): void {
  for (const part of parts) expect(stderr).toContain(part);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(stderr.match(/^error: /gm)).toHaveLength(1);
}

const tiny = ['--total-timesteps', '1000', '--set', 'bandit.pulls=500', '--set', 'evaluation.episodes=10'];

describe('flags and keys that are wrong: exit code 2, nothing written', () => {
  it.each<[string[], ...string[]]>([
    [['--num-workers', '-1'], 'numWorkers is -1', 'whole number from 0 (as many as the usable cores) to 1024'],
    [['--num-workers', '1.5'], 'numWorkers is 1.5', 'whole number from 0'],
    [['--num-workers', '1e9'], 'numWorkers is 1000000000', 'to 1024'],
    [['--worker-kind', 'fibers'], 'fibers', 'threads, processes'],
    [['--seed', 'seven'], "seed is 'seven'", 'expected number'],
    [['--set', 'sed=7'], 'unknown key "sed"; did you mean "seed"?'],
    [['--set', 'bandit.pull=7'], 'unknown key "bandit.pull"; did you mean "bandit.pulls"?'],
    [['--set', 'bandit.arms=[0.5]'], 'bandit.arms is [ 0.5 ]'],
    [['--set', 'bandit.arms=[0.5, 2]'], 'bandit.arms.1 is 2'],
    [['--set', 'seed'], '--set seed sets nothing', '--set key=value'],
    [['--set', '__proto__.x=1'], '--set __proto__.x=1 sets nothing'],
    [['--set', 'bandit.arms.1=0.7'], 'arms is a list', 'arms=[…]'],
    [['--set', 'description=*nowhere'], 'nowhere', 'write the values out'],
    [['--set', 'seed=.inf'], 'seed is Infinity'],
    [['--set', 'bandit=.nan'], 'bandit is NaN'],
    [['--log-level', 'loud'], 'loud', 'debug, info, warn, error, silent'],
    [['--backend', 'cuda'], 'cuda', 'auto, onnx, tfjs-node, tfjs-wasm'],
    [['--backend', 'onnx'], 'has no key backend: thompson-sampling computes no network', 'leave --backend out'],
    [['--profiles', '3'], 'has no flag --profiles', 'leave it out'],
    [['--frobnicate'], "unknown option '--frobnicate'"],
    [['--config', 'absent.yaml'], '--config absent.yaml: no such file'],
    [['--config', 'absent.yaml', '--resume'], '--config and --resume exclude each other'],
  ])('train bandit %j', async (flags, ...parts) => {
    const logdir = join(await temporaryFolder(), 'run');
    const { code, stdout, stderr } = await longplay('train', 'bandit', '--logdir', logdir, ...flags);
    expectMessage(stderr, ...parts);
    expect([code, stdout, existsSync(logdir)]).toEqual([2, '', false]);
  });

  it.each<[string, string, ...string[]]>([
    [
      'a duplicate key',
      'algorithm: thompson-sampling\nseed: 1\nseed: 2\n',
      'job.yaml:3:1',
      'unique (seed: 2)',
      'keep one',
    ],
    ['a key of the wrong type', 'algorithm: thompson-sampling\nbandit: 7\n', 'bandit is 7', 'expected object'],
    ['a missing key', 'algorithm: thompson-sampling\n', 'totalTimesteps is missing', 'bandit is missing'],
    ['an unknown algorithm', 'algorithm: thompson-sampler\n', 'did you mean "thompson-sampling"?'],
    ['broken YAML', 'algorithm: [\n', 'job.yaml:2:1'],
    ['no mapping', '- 1\n', 'holds no configuration'],
    ['an alias of itself', 'algorithm: thompson-sampling\nbandit: &a { arms: *a }\n', 'bandit.arms is'],
    ['an alias without its anchor', 'algorithm: *there\n', 'job.yaml', 'there', 'write the values out'],
  ])('a job with %s', async (_, text, ...parts) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'job.yaml'), text);
    const { code, stderr } = await start(['train', join(folder, 'job.yaml')], { cwd: folder }).done;
    expectMessage(stderr, ...parts);
    expect(code).toBe(2);
    expect(await readdir(folder)).toEqual(['job.yaml']);
  });

  it('names near an unknown job and command', async () => {
    const job = await longplay('train', 'bandti');
    expectMessage(job.stderr, 'unknown job "bandti"; did you mean "bandit"?');
    const command = await longplay('trian');
    expectMessage(command.stderr, "unknown command 'trian'", 'Did you mean train?');
    expect([job.code, command.code]).toEqual([2, 2]);
  });
});

describe('resuming what is another run: exit code 2, the run untouched', () => {
  it('another seed, other arms, another job, none named', { timeout: 30_000 }, async () => {
    const folder = await temporaryFolder();
    const logdir = join(folder, 'run');
    await longplay('train', 'bandit', '--logdir', logdir, ...tiny);
    const before = await readFile(join(logdir, 'status.json'), 'utf8');
    const resume = async (...args: string[]) => {
      const { code, stderr } = await start(['train', ...args, '--resume'], { cwd: folder }).done;
      expect(code).toBe(2);
      return stderr;
    };
    expectMessage(await resume('--logdir', logdir, '--seed', '9'), 'cannot change seed', 'start a new run');
    expectMessage(await resume('--logdir', logdir, '--set', 'bandit.arms=[0.1, 0.2]'), 'cannot change bandit');
    await writeFile(join(folder, 'other.yaml'), 'algorithm: thompson-sampling\n');
    expectMessage(await resume('other.yaml', '--logdir', logdir), 'a run of the job bandit, not of other');
    expectMessage(await resume(), '--resume of what?', '--logdir');
    expect(await readFile(join(logdir, 'status.json'), 'utf8')).toBe(before);
  });
});

describe('asking of a run what it cannot give: exit code 2, nothing written', () => {
  it('an ONNX file, a drawing, an impossible file', async () => {
    const folder = await temporaryFolder();
    const logdir = join(folder, 'run');
    await longplay('train', 'bandit', '--logdir', logdir, ...tiny);
    for (const [args, ...parts] of [
      [['export', logdir, '--out', 'a.onnx'], 'has no policy to export: thompson-sampling trains no network'],
      [['export', logdir, '--out', '.'], '--out . is a folder', 'name of a file'],
      [['export', logdir, '--out', 'b/a.onnx'], '--out b/a.onnx: there is no folder b'],
      [['export', logdir], "option '--out <file>'"],
      [['evaluate', logdir, '--html', 'run'], '--html run is a folder'],
      [
        ['evaluate', logdir, '--html', 'a.html'],
        'this run has no environment to draw',
        'leave --render and --html out',
      ],
      [['evaluate', logdir, '--render'], 'this run has no environment to draw'],
    ] satisfies [string[], ...string[]][]) {
      const { code, stdout, stderr } = await start(args, { cwd: folder }).done;
      expectMessage(stderr, ...parts);
      expect([code, stdout]).toEqual([2, '']);
    }
    expect(await readdir(folder)).toEqual(['run']);
  });
});

describe('a run directory that cannot be used: exit code 1, nothing left behind', () => {
  it('is a file, or lies below one', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'file'), 'precious');
    for (const path of ['file', 'file/run']) {
      const { code, stderr } = await longplay('train', 'bandit', '--logdir', join(folder, path));
      expectMessage(stderr, join(folder, path), 'choose another folder');
      expect(code).toBe(1);
    }
    expect(await readdir(folder)).toEqual(['file']);
  });

  it.runIf(process.platform === 'linux')('lies where nothing can be created', async () => {
    const { code, stderr } = await longplay('train', 'bandit', '--logdir', '/proc/longplay/run');
    expectMessage(stderr, 'cannot write /proc/longplay/run');
    expect(code).toBe(1);
  });

  it('holds a run already', async () => {
    const logdir = await temporaryFolder();
    await writeFile(join(logdir, 'status.json'), '{}');
    const { code, stderr } = await longplay('train', 'bandit', '--logdir', logdir);
    expectMessage(stderr, 'already holds a run', '--resume');
    expect([code, await readdir(logdir)]).toEqual([1, ['status.json']]);
  });

  it('is locked by a living run', async () => {
    const logdir = await temporaryFolder();
    const lock = await acquireRunLock(logdir);
    const { code, stderr } = await longplay('train', 'bandit', '--logdir', logdir);
    expectMessage(stderr, `in use by process ${process.pid}`, 'choose another folder');
    expect(code).toBe(1);
    await lock.release();
    expect(await readdir(logdir)).toEqual([]);
  });

  it('holds no run to resume or to evaluate', async () => {
    const logdir = await temporaryFolder();
    for (const args of [
      ['train', '--resume', '--logdir', logdir],
      ['evaluate', logdir],
    ]) {
      const { code, stderr } = await longplay(...args);
      expectMessage(stderr, 'is no run and holds none');
      expect(code).toBe(1);
    }
  });

  it('has no checkpoint of the kind asked for', async () => {
    const logdir = await temporaryFolder();
    await mkdir(join(logdir, 'checkpoints'));
    const status = { state: 'finished', pid: 1, step: 0, updatedAt: new Date(0), versions: {}, seed: 0, job: 'bandit' };
    await writeFile(join(logdir, 'status.json'), JSON.stringify(status));
    await writeFile(
      join(logdir, 'config.yaml'),
      'algorithm: thompson-sampling\ntotalTimesteps: 1\ncheckpointEvery: 1\nbandit: { arms: [0, 1] }\n',
    );
    const { code, stderr } = await longplay('evaluate', logdir, '--checkpoint', 'best');
    expectMessage(stderr, 'holds no best checkpoint', '--checkpoint');
    expect(code).toBe(1);
  });
});

it('says that the disk is full, and leaves no half-written file', async () => {
  const logdir = join(await temporaryFolder(), 'run');
  // A limit on the size of files stands for a full disk: 2 KiB take the configuration, not the event file.
  const args = ['train', 'bandit', '--num-workers', '1', '--set', 'bandit.pulls=64', '--logdir', logdir];
  const { code, stderr } = await start(args, { limit: '-f 2' }).done;
  expectMessage(stderr, 'largest file allowed');
  expect(code).toBe(1);
  expect((await readdir(logdir, { recursive: true })).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

it('shows the stack only at --log-level debug', async () => {
  const args = ['train', 'bandit', '--logdir', '/dev/null/run'];
  expectMessage((await longplay(...args)).stderr, 'cannot write /dev/null/run');
  expect((await longplay(...args, '--log-level', 'debug')).stderr).toMatch(/^\s+at /m);
});
