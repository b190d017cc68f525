import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConfigurationError } from '@longplay/runtime';
import { beforeAll, describe, expect, it } from 'vitest';
import { fileFolder } from '../../../testing/temporary-folder.ts';
import { loadEnvironment } from './load-environment.ts';
import { newBatchStep } from './vector/batch-step.ts';

/** A coin: 1 pays, and it ends at once. */
const coin = `
  const space = { type: 'discrete', n: 2 };
  const make = ({ pay = 1 } = {}) => ({
    observationSpace: space,
    actionSpace: space,
    reset: () => ({ observation: 0, info: {} }),
    step: (action) => ({ observation: 1, reward: pay * action, terminated: true, truncated: false, info: {} }),
  });
  export default make;
`;

const modules = {
  'coin.mjs': coin,
  'coin.ts': `${coin} const typed: number = 1;`,
  'fast.mjs': `${coin} export const batch = (rows, { pay, teams = [0] }) => ({ rows, pay, teams });`,
  'no-default.mjs': `${coin.replace('export default make', 'export { make }')}`,
  'no-function.mjs': 'export default { reset() {} };',
  'no-batch.mjs': `${coin} export const batch = 64;`,
  'no-env.mjs': `${coin.replace('reset:', 'begin:').replace('actionSpace:', 'actions:')}`,
  'nothing.mjs': 'export default () => undefined;',
  'throws.mjs': 'throw new RangeError("no licence");',
  'node_modules/my-package/package.json': '{ "type": "module", "exports": { "./env": { "import": "./coin.js" } } }',
  'node_modules/my-package/coin.js': coin,
};

const folder = await fileFolder();

beforeAll(async () => {
  await mkdir(join(folder, 'node_modules/my-package'), { recursive: true });
  for (const [name, text] of Object.entries(modules)) await writeFile(join(folder, name), text);
});

describe('finds an environment', () => {
  it('by its id', async () => {
    const { name, rewardThreshold, make } = await loadEnvironment('CartPole-v1', {}, folder);
    expect([name, rewardThreshold, make().actionSpace]).toEqual(['CartPole-v1', 475, { type: 'discrete', n: 2 }]);
  });

  it.each(['./coin.mjs', './coin.ts', 'coin.mjs', '../NAME/coin.mjs', 'FOLDER/coin.mjs', 'file://FOLDER/coin.mjs'])(
    'by the path %s',
    async (path) => {
      const name = path.replace('FOLDER', folder).replace('NAME', folder.replace(/.*\//, ''));
      const factory = await loadEnvironment(name, { pay: 3 }, folder);
      expect(factory.name).toBe(pathToFileURL(join(folder, path.endsWith('.ts') ? 'coin.ts' : 'coin.mjs')).href);
      expect(factory.make().step(1).reward).toBe(3);
    },
  );

  it('from a folder that is given as a URL', async () => {
    const factory = await loadEnvironment('./coin.mjs', {}, pathToFileURL(`${folder}/`));
    expect(factory.make().step(1).reward).toBe(1);
  });

  it('in a package, though it is for imports only', async () => {
    const factory = await loadEnvironment('my-package/env', {}, folder);
    expect(factory.name).toBe(pathToFileURL(join(folder, 'node_modules/my-package/coin.js')).href);
    expect(factory.make().step(1).reward).toBe(1);
  });

  it('again by the name of its factory, from anywhere', async () => {
    const factory = await loadEnvironment('./coin.mjs', { pay: 2 }, folder);
    const again = await loadEnvironment(factory.name, factory.options, '/');
    expect([again.name, again.make().step(1).reward]).toEqual([factory.name, 2]);
  });
});

it('takes the batch of a module, and makes one of single environments otherwise', async () => {
  const fast = await loadEnvironment('./fast.mjs', { pay: 5 }, folder);
  expect(fast.makeBatch(4)).toEqual({ rows: 4, pay: 5, teams: [0] });
  for (const [teams, message] of [
    [[], 'its batch has the teams []'],
    [null, 'its batch has the teams null'],
    [[0, 1], 'its batch of 4 environments of 2 agents has 4 rows'],
  ] as const) {
    const wrong = await loadEnvironment('./fast.mjs', { pay: 5, teams }, folder);
    expect(() => wrong.makeBatch(4)).toThrow(`environment ./fast.mjs: ${message}`);
  }
  const slow = (await loadEnvironment('./coin.mjs', {}, folder)).makeBatch(2, 6);
  const out = newBatchStep(slow, 2);
  slow.reset(0, undefined, out);
  slow.step(Float32Array.of(0, 1), out);
  expect([...out.rewards]).toEqual([0, 1]);
  expect(() => slow.step(Float32Array.of(0, NaN), out)).toThrow('environment 7 (coin.mjs), step 1 of its episode');
});

describe('says what is wrong', () => {
  it.each([
    ['./missing.ts', 'environment ./missing.ts: there is no file FOLDER/missing.ts', 'a relative one begins at FOLDER'],
    ['./node_modules', 'environment ./node_modules: there is no file FOLDER/node_modules', 'check the path'],
    ['CartPol-v1', 'unknown environment "CartPol-v1"; did you mean "CartPole-v1"?', 'the path of a module'],
    ['no-package/env', 'unknown environment "no-package/env"; known: CartPole-v1,', 'the path of a module'],
    ['my-package/other', 'environment my-package/other cannot be loaded: ', 'correct the module'],
    ['./no-default.mjs', 'environment ./no-default.mjs: the module has no default export', 'export default'],
    [
      './no-function.mjs',
      'environment ./no-function.mjs: the module has a default export that is no function',
      'export default',
    ],
    ['./no-batch.mjs', 'environment ./no-batch.mjs: the module has an export batch that is no function', 'a BatchEnv'],
    ['./throws.mjs', 'environment ./throws.mjs cannot be loaded: RangeError: no licence', 'correct the module'],
  ])('of %s', async (name, message, cure) => {
    const error: unknown = await loadEnvironment(name, {}, folder).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ConfigurationError);
    expect((error as Error).message).toContain(message.replace('FOLDER', folder));
    expect((error as ConfigurationError).cure).toContain(cure.replace('FOLDER', folder));
  });

  it.each([
    ['./no-env.mjs', 'what it returns lacks actionSpace, reset'],
    ['./nothing.mjs', 'what it returns lacks observationSpace, actionSpace, reset, step'],
  ])('of what %s returns', async (name, message) => {
    const { make, makeBatch } = await loadEnvironment(name, {}, folder);
    for (const call of [make, () => makeBatch(2)]) expect(call).toThrow(`environment ${name}: ${message}`);
  });
});
