import { mkdirSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeEvent } from './decode-event.ts';
import { encodeEvent } from './encode-event.ts';
import { layout, logEveryKind, rgb } from './fixtures/every-kind.ts';
import { readAll } from './fixtures/read-all.ts';
import { temporaryDirectory } from './fixtures/temporary-directory.ts';
import { histogramOf } from './histogram.ts';
import { EventFileWriter, MemoryLogger, type LogEvent, type ScalarLogger } from './index.ts';
import { imageOf } from './image.ts';
import type { LoggedEvent } from './log-event.ts';
import { LAYOUT_TAG, SESSION_START_TAG } from './plugins.ts';

/** Plain objects, as the decoder makes them. */
const record = <T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record(fields, { noNullPrototype: true });

const name = fc.string({ unit: 'grapheme' });
const tagName = fc.string({ unit: 'grapheme', minLength: 1 });
const text = fc.string({ unit: 'grapheme', maxLength: 300 });
const number = fc.double({ noNaN: false });
const dictionary = <T>(value: fc.Arbitrary<T>) => fc.dictionary(name, value, { noNullPrototype: true, maxKeys: 5 });
const chart = fc.oneof(fc.array(name), record({ value: name, lower: name, upper: name }));

const logged = (kind: LogEvent['kind'], value: fc.Arbitrary<unknown>, tag = tagName) =>
  record({
    kind: fc.constant(kind),
    step: fc.maxSafeInteger(),
    wallTime: fc.double({ min: 0, max: 1e10, noNaN: true }),
    tag,
    value,
  });

/** Every kind of event, with any values. */
const event = fc.oneof(
  logged('scalar', number.map(Math.fround)),
  logged('histogram', fc.array(number).map(histogramOf)),
  logged('text', text),
  logged('image', fc.constant(imageOf(rgb))),
  logged(
    'hparams',
    record({ hyperparameters: dictionary(fc.oneof(number, text, fc.boolean())), metrics: fc.array(name) }),
    fc.constant(SESSION_START_TAG),
  ),
  logged('layout', dictionary(dictionary(chart)), fc.constant(LAYOUT_TAG)),
  logged('purge', fc.constant(null), fc.constant('')),
) as fc.Arbitrary<LoggedEvent>;

const bytesOf = (logEvent: LogEvent): LogEvent =>
  logEvent.kind === 'image'
    ? { ...logEvent, value: { ...logEvent.value, encoded: logEvent.value.encoded.map((each) => new Uint8Array(each)) } }
    : logEvent;

describe('codec', () => {
  it('decodes what it encodes', () => {
    fc.assert(
      fc.property(event, (each) => {
        expect(decodeEvent(encodeEvent(each), new Map()).map(bytesOf)).toStrictEqual([bytesOf(each)]);
      }),
      { numRuns: 1000 },
    );
  });
});

const now = () => 1_700_000_000_500;

describe('file', () => {
  it('holds what a MemoryLogger holds', async () => {
    const calls = fc.array(
      fc.oneof(
        fc.tuple(fc.constant('scalar' as const), tagName, number.map(Math.fround), fc.maxSafeInteger()),
        fc.tuple(fc.constant('histogram' as const), tagName, fc.array(number), fc.maxSafeInteger()),
        fc.tuple(fc.constant('text' as const), tagName, text, fc.maxSafeInteger()),
      ),
    );
    const directory = temporaryDirectory();
    let run = 0;
    await fc.assert(
      fc.asyncProperty(calls, fc.integer({ min: 1, max: 10 }), async (sequence, flushEvery) => {
        const path = join(directory, String(run++));
        const memory = new MemoryLogger({ now });
        await using log = await EventFileWriter.open(path, { now, flushEvery });
        for (const logger of [memory, log] as ScalarLogger[]) {
          for (const [method, tag, value, step] of sequence) {
            if (method === 'scalar') logger.scalar(tag, value, step);
            else if (method === 'histogram') logger.histogram(tag, value, step);
            else logger.text(tag, value, step);
          }
        }
        await log.flush();
        expect(await readAll(path)).toStrictEqual(memory.events);
      }),
      { numRuns: 50 },
    );
  });

  it('holds every kind of summary, NaN, infinities and steps beyond 2^31', async () => {
    const directory = temporaryDirectory();
    await using log = await EventFileWriter.open(directory, { now });
    logEveryKind(log);
    await log.flush();
    const events = await readAll(directory);
    const seriesOf = (tag: string) => events.filter((each) => each.tag === tag);

    expect(new Set(events.map(({ wallTime }) => wallTime))).toStrictEqual(new Set([1_700_000_000.5]));
    expect(seriesOf('odd/values').map(({ step, value }) => [step, value])).toStrictEqual([
      [0, NaN],
      [1, Infinity],
      [2, -Infinity],
      [3, Math.fround(0.1)],
      [4, -0],
      [5, Infinity], // beyond float32
    ]);
    expect(seriesOf('odd/steps').map(({ step }) => step)).toStrictEqual([
      0,
      2 ** 31 - 1,
      2 ** 31,
      2 ** 40,
      Number.MAX_SAFE_INTEGER,
    ]);
    const valueOf = (kind: LogEvent['kind']) => events.find((each) => each.kind === kind)?.value;
    expect(valueOf('hparams')).toStrictEqual({
      hyperparameters: { learningRate: 3e-4, backend: 'onnx', normalise: true, clip: 'Infinity' },
      metrics: ['train/loss'],
    });
    expect(valueOf('layout')).toStrictEqual(layout);
    expect(valueOf('text')).toBe('**bold** – für ☕');
    expect(valueOf('image')).toMatchObject({ width: 2, height: 1 });
    expect(valueOf('histogram')).toStrictEqual(histogramOf([-1, 0, 0.5, 2]));
  });

  it('holds events larger than what is read at once', async () => {
    const directory = temporaryDirectory();
    const long = 'x'.repeat(3 << 20);
    await using log = await EventFileWriter.open(directory);
    log.scalar('before', 1, 1);
    log.text('long', long, 2);
    log.scalar('after', 3, 3);
    await log.flush();
    expect((await readAll(directory)).map(({ value }) => value)).toStrictEqual([1, long, 3]);
  });

  it('is read together with the others of its directory, oldest first, and alone', async () => {
    const directory = temporaryDirectory();
    let seconds = 1_700_000_009;
    const writers = [];
    for (const tag of ['first', 'second', 'third']) {
      const log = await EventFileWriter.open(directory, { now: () => seconds * 1000 });
      log.scalar(tag, 1, 1);
      writers.push(log);
      seconds += 1;
    }
    await Promise.all(writers.map((log) => log.close()));
    expect((await readAll(directory)).map(({ tag }) => tag)).toStrictEqual(['first', 'second', 'third']);
    expect((await readAll(writers[1]!.path)).map(({ tag }) => tag)).toStrictEqual(['second']);
    expect(basename(writers[0]!.path)).toMatch(/^events\.out\.tfevents\.1700000009\..+\.\d+\.0$/);
  });

  it('is told from what only has the name of one', async () => {
    const directory = temporaryDirectory();
    mkdirSync(join(directory, 'folder'));
    symlinkSync('nowhere', join(directory, 'tfevents.dangling'));
    symlinkSync('folder', join(directory, 'tfevents.folder'));
    mkdirSync(join(directory, 'tfevents.directory'));
    await using log = await EventFileWriter.open(directory);
    log.scalar('a', 1, 1);
    await log.flush();
    symlinkSync(log.path, join(directory, 'tfevents.link'));
    expect((await readAll(directory)).map(({ tag }) => tag)).toStrictEqual(['a', 'a']);
  });

  it('rejects a path that is not there, and yields nothing from an empty directory', async () => {
    const directory = temporaryDirectory();
    await expect(readAll(join(directory, 'none'))).rejects.toThrow('ENOENT');
    expect(await readAll(directory)).toStrictEqual([]);
  });
});
