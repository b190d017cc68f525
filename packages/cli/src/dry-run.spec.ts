import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readStatus } from '@longplay/runtime';
import { describe, expect, it } from 'vitest';
import { longplay, start, temporaryFolder, until } from './fixtures/longplay.ts';

const tiny = ['--num-workers', '1', '--set', 'bandit.pulls=500', '--set', 'evaluation.episodes=10'];

describe('--dry-run', () => {
  it('says what a training would be, and writes nothing', async () => {
    const cwd = await temporaryFolder();
    const { code, stdout } = await start(['train', 'bandit', '--dry-run', '--json', ...tiny], { cwd }).done;
    expect(code).toBe(0);
    const plan = JSON.parse(stdout) as Record<
      'seconds' | 'evaluationSeconds' | 'stepsPerSecond' | 'memoryBytes',
      number
    >;
    expect(plan).toMatchObject({
      job: 'bandit',
      timesteps: 4_000_000,
      workers: 1,
      workerKind: 'threads',
      sizes: { arms: 10, updates: 8000, countsBytes: 160 },
      expectedMinutes: 0.2,
    });
    expect(plan.seconds).toBeCloseTo(4_000_000 / plan.stepsPerSecond + plan.evaluationSeconds, 6);
    expect(plan.evaluationSeconds).toBeGreaterThan(0);
    expect(plan.stepsPerSecond).toBeGreaterThan(1000);
    expect(plan.memoryBytes).toBeGreaterThan(3e7);
    expect(await readdir(cwd)).toEqual([]);
  });

  it('counts the evaluations during a training, which its workers share, and that at its end', async () => {
    const durations = await Promise.all(
      [
        ['--set', 'evaluation.episodes=20'],
        [
          '--set',
          'evaluation.episodes=20',
          '--set',
          'evaluation.every=1000',
          '--set',
          'evaluation.trainingEpisodes=20',
        ],
      ].map(async (flags) => {
        const size = ['--total-timesteps', '100_000', '--num-workers', '1', '--set', 'evaluation.every=0', ...flags];
        const { stdout } = await start(['train', 'pendulum', '--dry-run', '--json', ...size]).done;
        return (JSON.parse(stdout) as { evaluationSeconds: number }).evaluationSeconds;
      }),
    );
    // 20 episodes beside 101 times 20, all of one length: speeds that differ by a factor of five would not hide it.
    expect(durations[1]).toBeGreaterThan(20 * durations[0]!);
  });

  it('of a resumed run tells of what is left', async () => {
    const logdir = join(await temporaryFolder(), 'run');
    await longplay('train', 'bandit', '--logdir', logdir, '--total-timesteps', '1000', ...tiny);
    const resume = ['train', '--resume', '--logdir', logdir, '--total-timesteps', '3000', '--dry-run'];
    const { stdout } = await longplay(...resume);
    expect(stdout).toMatch(/^ {2}timesteps +2,000$/m);
    expect(stdout).toMatch(/^ {2}parallel +none \(one worker: the main thread\)$/m);
    expect(stdout).toMatch(/^ {2}counts memory +160 bytes$/m);
    expect(stdout).toMatch(/^ {2}duration +0\.\d s, 0\.\d s of it evaluation; [\d,]+ timesteps a second, measured$/m);
    expect(await readStatus(logdir)).toMatchObject({ state: 'finished', step: 1000 });
  });

  it('stops at Ctrl-C and leaves no temporary folder', async () => {
    const tmp = join(await temporaryFolder(), 'tmp');
    await mkdir(tmp);
    const command = start(['train', 'bandit', '--dry-run', '--set', 'totalTimesteps=1e12'], { env: { TMPDIR: tmp } });
    const temporary = async () => (await readdir(tmp)).filter((name) => name.startsWith('longplay-'));
    await until(async () => (await temporary()).length > 0);
    command.process.kill('SIGINT');
    expect(await command.done).toEqual({ code: 130, stdout: '', stderr: '' });
    expect(await temporary()).toEqual([]);
  });
});

/** Runs the command in a pseudo-terminal, where a person answers its question. */
async function answered(answer: string, cwd: string, ...flags: string[]) {
  const bin = fileURLToPath(new URL('../bin/longplay.js', import.meta.url));
  const command = [process.execPath, bin, 'train', 'job.yaml', '--logdir', 'run', ...flags].join(' ');
  const child = spawn('script', ['-qec', command, '/dev/null'], { cwd, stdio: 'pipe' });
  let screen = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (!screen.includes('[Y/n]') && (screen + text).includes('[Y/n]')) child.stdin.write(answer);
    screen += text;
  });
  const [code] = (await once(child, 'close')) as [number];
  return { code, screen };
}

async function resumedWithoutTerminal(cwd: string) {
  const { code, stderr } = await start(['train', '--resume', '--logdir', 'run'], { cwd }).done;
  return { code, screen: stderr };
}

describe.runIf(process.platform === 'linux' && existsSync('/usr/bin/script'))('confirm: true', () => {
  const job = 'algorithm: thompson-sampling\nconfirm: true\nnumWorkers: 1\nbandit: { arms: [0, 1], pulls: 10 }\n';

  it('shows the plan and asks, at a terminal only', async () => {
    const cwd = await temporaryFolder();
    await writeFile(join(cwd, 'job.yaml'), `${job}totalTimesteps: 100\ncheckpointEvery: 100\n`);
    const no = await answered('n\n', cwd);
    expect([no.code, existsSync(join(cwd, 'run'))]).toEqual([1, false]);
    expect(no.screen).toMatch(/duration .*measured\r\nTrain\? \[Y\/n\] n\r\n$/);
    const yes = await answered('\n', cwd);
    expect([yes.code, (await readStatus(join(cwd, 'run')))?.state]).toEqual([0, 'finished']);

    for (const more of [await answered('n\n', cwd, '--resume', '--yes'), await resumedWithoutTerminal(cwd)]) {
      expect([more.code, more.screen.includes('Train?')]).toEqual([0, false]);
    }
  });
});
