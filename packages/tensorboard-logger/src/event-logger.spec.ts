import { describe, expect, it } from 'vitest';
import { readAll } from './fixtures/read-all.ts';
import { temporaryDirectory } from './fixtures/temporary-directory.ts';
import { EventFileWriter, MemoryLogger } from './index.ts';

type Log = EventFileWriter | MemoryLogger;

/** What a program that is not type-checked, or reads a file of settings, can pass. */
const wrong = (value: unknown): never => value as never;

const refused: [string, (log: Log) => void, Error][] = [
  ['a bigint scalar', (log) => log.scalar('t', wrong(5n), 2), new TypeError('scalar t must be a number, got 5n')],
  ['a scalar of text', (log) => log.scalar('t', wrong('5'), 2), new TypeError("scalar t must be a number, got '5'")],
  [
    'no scalar',
    (log) => log.scalar('t', wrong(undefined), 2),
    new TypeError('scalar t must be a number, got undefined'),
  ],
  ['a step of text', (log) => log.scalar('t', 1, wrong('2')), new RangeError("step must be a safe integer, got '2'")],
  ['a bigint step', (log) => log.purge(wrong(2n)), new RangeError('step must be a safe integer, got 2n')],
  ['no tag', (log) => log.scalar(wrong(null), 1, 2), new TypeError('a tag must be a string, got null')],
  [
    'a symbol as tag',
    (log) => log.text(wrong(Symbol('t')), '', 2),
    new TypeError('a tag must be a string, got Symbol(t)'),
  ],
  ['an empty tag of a scalar', (log) => log.scalar('', 1, 2), new RangeError('a tag must not be empty')],
  ['an empty tag of a histogram', (log) => log.histogram('', [1], 2), new RangeError('a tag must not be empty')],
  ['an empty tag of a text', (log) => log.text('', 'x', 2), new RangeError('a tag must not be empty')],
  ['an empty tag of an image', (log) => log.image('', Buffer.of(), 2), new RangeError('a tag must not be empty')],
  ['a number as text', (log) => log.text('t', wrong(3), 2), new TypeError('text t must be a string, got 3')],
  [
    'a histogram of nothing',
    (log) => log.histogram('t', wrong(null), 2),
    new TypeError('histogram t must be of a list of numbers, got null'),
  ],
  [
    'a histogram of a number',
    (log) => log.histogram('t', wrong(3), 2),
    new TypeError('histogram t must be of a list of numbers, got 3'),
  ],
  [
    'a histogram of bigints',
    (log) => log.histogram('t', wrong(BigInt64Array.of(1n)), 2),
    new TypeError('histogram t must be of numbers, got 1n at index 0'),
  ],
  [
    'an image of text',
    (log) => log.image('t', wrong('x.png'), 2),
    new TypeError("an image must be a PNG file's bytes or { width, height, pixels }, got 'x.png'"),
  ],
  [
    'an image of an array of pixels',
    (log) => log.image('t', wrong({ width: 1, height: 1, pixels: [1, 2, 3] }), 2),
    new TypeError(
      "an image must be a PNG file's bytes or { width, height, pixels }, got { width: 1, height: 1, pixels: [Array] }",
    ),
  ],
  [
    'hyperparameters that are none',
    (log) => log.hparams(wrong(null)),
    new TypeError('hyperparameters must be an object of values by name, got null'),
  ],
  [
    'a list as hyperparameter',
    (log) => log.hparams({ layers: wrong([64, 64]) }),
    new TypeError('hyperparameter layers must be a number, a string or a boolean, got [ 64, 64 ]'),
  ],
  [
    'metrics as text',
    (log) => log.hparams({}, wrong('loss')),
    new TypeError("metrics must be a list of tags, got 'loss'"),
  ],
  [
    'a number as metric',
    (log) => log.hparams({}, wrong([1])),
    new TypeError('metrics must be a list of tags, got [ 1 ]'),
  ],
  [
    'no layout',
    (log) => log.layout(wrong(null)),
    new TypeError('a layout must be an object of categories by title, got null'),
  ],
  [
    'a category as list',
    (log) => log.layout({ PPO: wrong(['loss']) }),
    new TypeError('category "PPO" must be an object of charts by title, got [ \'loss\' ]'),
  ],
  ...[
    ['a string', 'loss', "'loss'"],
    ['null', null, 'null'],
    ['a list of numbers', [1], '[ 1 ]'],
    ['a band without bounds', { value: 'a' }, "{ value: 'a' }"],
  ].map(([what, chart, shown]): [string, (log: Log) => void, Error] => [
    `${String(what)} as chart`,
    (log) => log.layout({ PPO: { good: ['loss'], KL: wrong(chart) } }),
    new TypeError(`chart "KL" of "PPO" must be a list of tags or { value, lower, upper }, got ${String(shown)}`),
  ]),
];

const now = () => 1_700_000_000_000;

describe('a wrong argument', () => {
  it.each(refused)('%s is refused by both loggers, and the next events are good', async (_, call, error) => {
    const directory = temporaryDirectory();
    const memory = new MemoryLogger({ now });
    await using file = await EventFileWriter.open(directory, { now });
    for (const log of [memory, file]) {
      log.scalar('before', 1, 1);
      expect(() => call(log)).toThrow(error);
      log.scalar('after', 2, 2);
      log.text('after', 'text', 3);
    }
    await file.flush();
    expect(await readAll(directory)).toStrictEqual(memory.events);
    expect(memory.events.map(({ tag }) => tag)).toStrictEqual(['before', 'after', 'after']);
  });
});

it('logs hyperparameters that are no finite numbers as text', () => {
  const log = new MemoryLogger();
  log.hparams({ clip: Infinity, low: -Infinity, unknown: NaN, rate: 3e-4 });
  expect(log.events[0]!.value).toStrictEqual({
    hyperparameters: { clip: 'Infinity', low: '-Infinity', unknown: 'NaN', rate: 3e-4 },
    metrics: [],
  });
});
