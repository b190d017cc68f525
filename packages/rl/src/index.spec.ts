import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

/** Time for loading every library on a busy machine. */
const busy = { timeout: 60_000 };

/** Runs a TypeScript program in a process of its own, inside this package; it must end by itself. */
async function run(program: string) {
  const child = spawn(process.execPath, ['--conditions=@longplay/source', '--input-type=module-typescript'], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(program);
  const exited = new Promise((resolve) => child.on('close', resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  return { stdout, stderr, code };
}

test('checking every backend writes nothing to the console and leaves no handle open', busy, async () => {
  const { stdout, stderr, code } = await run(`
    import { checkBackends } from '@longplay/rl';
    const reports = await checkBackends({ seconds: 0.01 });
    process.on('exit', () => console.log(JSON.stringify(reports.map(({ name }) => name))));
  `);
  expect({ stdout, stderr, code }).toEqual({ stdout: '["onnx","tfjs-node","tfjs-wasm"]\n', stderr: '', code: 0 });
});

test('importing the package loads no compute library', busy, async () => {
  const { stdout, code } = await run(`
    import { createRequire } from 'node:module';
    import '@longplay/rl';
    const loaded = [...process.report.getReport().sharedObjects, ...Object.keys(createRequire('/').cache)];
    console.log(loaded.filter((path) => /onnxruntime|tensorflow/.test(path)).length, loaded.length > 0);
  `);
  expect({ stdout, code }).toEqual({ stdout: '0 true\n', code: 0 });
});

test.each([
  [
    '@longplay/rl',
    [
      'BackendError',
      'TrainedPolicy',
      'actionSize',
      'backendNames',
      'checkBackend',
      'checkBackends',
      'chooseBackend',
      'describeLineup',
      'episodeSeed',
      'evaluatePpo',
      'exportPpo',
      'fitRatings',
      'headToHead',
      'initialParameters',
      'loadCheckpoint',
      'loadPolicy',
      'networkLayout',
      'outputSize',
      'planPpo',
      'ppo',
      'ppoDashboard',
      'ppoOptions',
      'rolloutBytes',
      'trainPpo',
      'watchEpisode',
    ],
  ],
  ['@longplay/rl/bandit', ['banditOptions', 'evaluateBandit', 'thompsonSampling']],
])('%s exports what the README names', busy, async (entry, names) => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const { stdout, code } = await run(`console.log(JSON.stringify(Object.keys(await import('${entry}')).sort()));`);
  expect({ names: JSON.parse(stdout) as unknown, code }).toEqual({ names, code: 0 });
  expect(names.filter((name) => !readme.includes(name))).toEqual([]);
});
