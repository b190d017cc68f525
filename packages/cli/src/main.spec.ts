import { readFileSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { longplay, start, temporaryFolder } from './fixtures/longplay.ts';

it('--help and --version answer on standard output with exit code 0', async () => {
  const help = await longplay('--help');
  expect(help.code).toBe(0);
  for (const command of ['train', 'evaluate', 'export', 'runs', 'doctor', 'tensorboard'])
    expect(help.stdout).toContain(command);
  const version = await longplay('--version');
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
  expect(version).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: '' });
});

it('doctor --json has the fields of its contract', { timeout: 60_000 }, async () => {
  const { code, stdout, stderr } = await longplay('doctor', '--json');
  const report = JSON.parse(stdout) as Record<string, never> & {
    cores: { found: number; used: number };
    backends: { name: string; ok: boolean; trainStepsPerSecond: number }[];
  };
  expect(code).toBe(0);
  expect(report).toMatchObject({
    node: process.version,
    workers: { threads: { ok: true }, processes: { ok: true } },
    tensorboard: { found: expect.any(Boolean) },
  });
  expect(Object.keys(report.cores)).toEqual(['found', 'used', 'affinity', 'cgroup']);
  expect(report.cores.used).toBeLessThanOrEqual(report.cores.found);
  expect(report.backends.map(({ name }) => name)).toEqual(['onnx', 'tfjs-node', 'tfjs-wasm']);
  for (const { ok, trainStepsPerSecond } of report.backends) expect(trainStepsPerSecond > 0).toBe(ok);
  expect(stderr).toContain('All that training needs works.');
});

/** A folder to be the whole PATH, with the given programs in it. */
async function path(programs: Record<string, string>): Promise<string> {
  const folder = join(await temporaryFolder(), 'bin');
  await mkdir(folder);
  for (const [name, script] of Object.entries(programs)) {
    await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  await symlink('/bin/sh', join(folder, 'sh'));
  return folder;
}

describe('tensorboard', () => {
  it('says the one command that installs TensorBoard where there is none', async () => {
    const command = start(['tensorboard'], { env: { PATH: await path({}) } });
    const { code, stderr, stdout } = await command.done;
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('python3 -m pip install tensorboard');
  });

  it('starts it on loopback, and hands on its exit code', async () => {
    const script = '[ "$1" = --version ] && echo 2.20.0 && exit 0; echo "$@"; exit 5';
    const command = start(['tensorboard', '--logdir', 'a b', '--port', '7007'], {
      env: { PATH: await path({ tensorboard: script }) },
    });
    const { code, stdout } = await command.done;
    expect(stdout).toBe('--logdir a b --host 127.0.0.1 --port 7007\n');
    expect(code).toBe(5);
  });

  it('refuses a port that is none', async () => {
    const { code, stderr } = await longplay('tensorboard', '--port', '70000');
    expect([code, stderr.split('\n')[0]]).toEqual([2, 'error: --port is 70000']);
  });
});
