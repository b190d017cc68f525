import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProfileInput } from '@longplay/envs/longview';
import { ConfigurationError } from '@longplay/runtime';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { fileFolder } from '../../../testing/temporary-folder.ts';
import { predict as predictCommand, type PredictFlags } from './commands/wealth-predict.ts';
import { start } from './fixtures/longplay.ts';
import { formatShare, formatShares } from './wealth/figures.ts';
import type { Prediction } from './wealth/prediction.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const jobs = {
  longview: 'environment: LongView-v0\nenvironmentOptions: { profiles: 4, innerPaths: 8 }\n',
  cartpole: 'environment: CartPole-v1\n',
};
const training = `algorithm: ppo
environments: 4
totalTimesteps: 128
ppo: { steps: 32, minibatch: 128, epochs: 1 }
policy: { hidden: [8] }
normalization: { observations: true }
evaluation: { episodes: 1 }
`;
const profile = {
  name: 'Ann',
  age: 66,
  spending: { desired: 40_000 },
  savings: { taxable: { balance: 400_000 } },
  horizon: { age: 76 },
} satisfies ProfileInput;
const yaml = `name: Ann
age: 66
spending: { desired: 40_000 }
savings: { taxable: { balance: 400_000 } }
horizon: { age: 76 }
`;

const folder = await fileFolder();
const run = (...args: string[]) => start(args, { cwd: folder }).done;
const predict = (...args: string[]) => run('wealth', 'predict', ...args);
const small = ['--paths', '30', '--seed', '4'] as const;

beforeAll(async () => {
  await writeFile(join(folder, 'ann.yaml'), yaml);
  await writeFile(join(folder, 'ann.json'), JSON.stringify(profile));
  for (const [name, text] of Object.entries(jobs)) {
    await writeFile(join(folder, `${name}.yaml`), text + training);
    const logdir = join('runs', name);
    const { code, stderr } = await run(
      'train',
      `${name}.yaml`,
      '--logdir',
      logdir,
      '--no-tensorboard',
      '--num-workers',
      '1',
    );
    if (code !== 0) throw new Error(stderr);
  }
});

describe('with a policy that has been trained', () => {
  it('prints one JSON document, with the same numbers in the table and on the page', async () => {
    const files = ['--csv', 'ann.csv', '--html', 'ann.html'];
    const { code, stdout, stderr } = await predict(
      '--profile',
      'ann.yaml',
      '--policy',
      'runs/longview',
      ...small,
      ...files,
      '--json',
    );
    expect([code, stderr]).toEqual([0, expect.stringMatching(/wrote ann\.csv \(.*\)\nwrote ann\.html \(.*\)\n$/)]);
    const prediction = JSON.parse(stdout) as Prediction;
    expect(prediction).toMatchObject({
      profile: 'Ann',
      policy: join('runs', 'longview', 'checkpoints', 'final.safetensors'),
      paths: 30,
      seed: 4,
      success: { mean: expect.any(Number), low: expect.any(Number), high: expect.any(Number) },
      shortfall: expect.any(Number),
      assumptions: { market: { model: expect.any(String) }, profile: { riskAversion: 3 } },
    });
    expect(prediction.ages).toEqual([66, 67, 68, 69, 70, 71, 72, 73, 74, 75, 76]);
    expect(prediction.percentiles.map((row) => Object.keys(row))).toEqual(
      Array.from({ length: 11 }, () => ['p10', 'p25', 'p50', 'p75', 'p90']),
    );
    expect(prediction.strategies.length).toBeGreaterThanOrEqual(1 + 6);
    for (const strategy of prediction.strategies) {
      expect(strategy).toMatchObject({
        name: expect.any(String),
        success: expect.any(Number),
        median: expect.any(Number),
        expectedUtility: expect.any(Number),
      });
    }

    const csv = await readFile(join(folder, 'ann.csv'), 'utf8');
    const [head, ...lines] = csv
      .trimEnd()
      .split('\n')
      .map((line) => line.split(','));
    expect(lines.map((line) => Number(line[head!.indexOf('real_p50')]))).toEqual(
      prediction.percentiles.map(({ p50 }) => p50),
    );
    const html = await readFile(join(folder, 'ann.html'), 'utf8');
    const { mean, low, high } = prediction.success;
    expect(html).toContain(
      `<dd>${formatShare(mean)}</dd><dd class="note">95 % interval: ${formatShares(low, high)}</dd>`,
    );
  });

  it('prints tables for a person, the same for a profile in JSON and for a checkpoint', async () => {
    const policy = 'runs/longview/checkpoints/final.safetensors';
    const [first, second] = await Promise.all([
      predict('--profile', 'ann.yaml', '--policy', 'runs/longview', ...small),
      predict('--profile', 'ann.json', '--policy', policy, ...small),
    ]);
    expect([first.code, second.code]).toEqual([0, 0]);
    expect(second.stdout).toBe(first.stdout);
    const lines = first.stdout.split('\n');
    expect(lines[0]).toBe(`Ann: 30 paths (seed 4), decided by ${policy}; money of today`);
    expect(lines[1]).toMatch(/^ {2}success +\d+\.\d % \(95 %: \d+\.\d to \d+\.\d %\)$/);
    const tables = lines.filter((line) => /^[A-Z]{3,} /.test(line)).map((line) => line.split(/ {2,}/)[0]);
    expect(tables).toEqual(['AGE', 'STRATEGY']);
  });
});

/** The same in this process. */
function predictHere(flags: Partial<PredictFlags>) {
  const policy = join(folder, 'runs/longview');
  return predictCommand({
    profile: join(folder, 'ann.yaml'),
    policy,
    paths: '30',
    seed: '0',
    logLevel: 'silent',
    ...flags,
  });
}

describe('is refused before any work where', () => {
  it.each<[string, object, ...string[]]>([
    ['a goal lies after the horizon', { goals: [{ name: 'boat', age: 90, amount: 1 }] }, 'goals[0].age is', 'horizon'],
    ['wealth is negative', { savings: { exempt: { balance: -1 } } }, 'savings.exempt.balance is -1', 'at least 0'],
    ['retirement lies in the past', { retirementAge: 60, income: { amount: 1 } }, 'retirementAge is'],
    ['a key is misspelt', { spendings: 1 }, 'spendings', 'did you mean "spending"?'],
    ['the market has no shape', { market: { kind: 'chaos' } }, 'market: unknown kind of market "chaos"'],
  ])('%s: the file and the key are named', async (_, change, ...parts) => {
    const file = join(folder, 'wrong.json');
    await writeFile(file, JSON.stringify({ ...profile, ...change }));
    const error = await predictHere({ profile: file }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ConfigurationError);
    for (const part of ['wrong.json', ...parts]) expect((error as Error).message).toContain(part);
  });

  it.each<[string, Partial<PredictFlags>, string]>([
    ['there are no paths', { paths: '0' }, '--paths is 0'],
    ['a single path leaves errors unknown', { paths: '1' }, '--paths is 1'],
    ['the table and the page are one file', { csv: '/tmp/ann', html: '/tmp/../tmp/ann' }, '--csv and --html both name'],
    [
      'the profile is missing',
      { profile: '/nowhere/nobody.yaml' },
      '--profile /nowhere/nobody.yaml: it does not exist',
    ],
    ['the page is a folder', { html: '/tmp' }, '--html /tmp is a folder'],
    ['the table has no folder', { csv: '/nowhere/ann.csv' }, 'there is no folder /nowhere'],
  ])('%s', async (_, flags, message) => {
    await expect(predictHere(flags)).rejects.toThrow(ConfigurationError);
    await expect(predictHere(flags)).rejects.toThrow(message);
  });

  it('the run was trained in something else: exit code 2, nothing on standard output', async () => {
    const { code, stdout, stderr } = await predict('--profile', 'ann.yaml', '--policy', 'runs/cartpole');
    expect([code, stdout, stderr]).toEqual([
      2,
      '',
      expect.stringMatching(/CartPole-v1\n.*LongView-v0: longplay train/),
    ]);
  });

  it('a flag is unknown or missing', async () => {
    const [unknown, missing] = await Promise.all([
      predict('--profile', 'ann.yaml', '--policy', 'runs/longview', '--path', '3'),
      predict('--profile', 'ann.yaml'),
    ]);
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining("unknown option '--path'")]);
    expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining("'--policy <run>' not specified")]);
  });

  it('a checkpoint is to be chosen out of a checkpoint', async () => {
    const policy = join(folder, 'runs/longview/checkpoints/final.safetensors');
    await expect(predictHere({ policy, checkpoint: 'best' })).rejects.toThrow('--checkpoint best chooses one of a run');
  });

  it('there is no run', async () => {
    await expect(predictHere({ policy: '/nowhere' })).rejects.toThrow('/nowhere is no run and holds none');
  });
});

it('leaves no half-written page where the disk is full', async () => {
  const limit = '-f 8'; // blocks of 1024 bytes
  const args = [
    'wealth',
    'predict',
    '--profile',
    'ann.yaml',
    '--policy',
    'runs/longview',
    ...small,
    '--html',
    'big.html',
  ];
  const { code, stderr } = await start(args, { cwd: folder, limit }).done;
  expect([code, stderr]).toEqual([1, expect.stringContaining('it would exceed the largest file allowed')]);
  expect(['big.html', 'big.html.tmp'].filter((file) => existsSync(join(folder, file)))).toEqual([]);
});
