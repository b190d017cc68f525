import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { pythonWith } from '../../../testing/python.ts';
import { layout, logEveryKind } from './fixtures/every-kind.ts';
import { readAll } from './fixtures/read-all.ts';
import { temporaryDirectory } from './fixtures/temporary-directory.ts';
import { EventFileWriter, MemoryLogger, type LogEvent } from './index.ts';

/* The real TensorBoard reads what this package writes, and this package reads what others write. */

const python = await pythonWith(['tensorboard==2.21.0', 'tensorboardX==2.6.5', 'numpy==2.4.6']);

/** Runs a program of ./fixtures. */
async function run(program: string, ...args: string[]): Promise<string> {
  const path = fileURLToPath(new URL(`fixtures/${program}`, import.meta.url));
  return (await promisify(execFile)(python!, [path, ...args], { maxBuffer: 1 << 26 })).stdout;
}

/** What fixtures/load_run.py prints; numbers are text in Python's notation, byte strings hex. */
interface LoadedRun {
  tags: Record<string, unknown>;
  scalars: Record<string, [step: number, wallTime: number, value: string][]>;
  tensors: Record<string, { plugin: string; dataClass: number; values: [number, number, unknown][] }>;
  hparams: unknown;
  layout: unknown;
  complaints: string[];
}
const load = async (directory: string) => JSON.parse(await run('load_run.py', directory)) as LoadedRun;

const fromPython = (text: unknown): number => Number(String(text).replace('inf', 'Infinity'));
const hex = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString('hex');

/** Text of numbers back to numbers, as deep as it goes. */
const numbersIn = (value: unknown): unknown => (Array.isArray(value) ? value.map(numbersIn) : fromPython(value));

/** The tensor that TensorBoard should find for an event. */
function tensorOf(event: LogEvent): unknown {
  switch (event.kind) {
    case 'scalar':
      return Math.fround(event.value);
    case 'histogram':
      return event.value.map(({ left, right, count }) => [left, right, count]);
    case 'text':
      return hex(event.value);
    case 'image':
      return [String(event.value.width), String(event.value.height), ...event.value.encoded].map(hex);
    default:
      return undefined;
  }
}

const seriesOf = (events: readonly LogEvent[], tag: string) => events.filter((event) => event.tag === tag);

const now = () => 1_700_000_000_250;

describe.skipIf(python === undefined)('TensorBoard', () => {
  let loaded: LoadedRun;
  let events: readonly LogEvent[];

  beforeAll(async () => {
    const memory = new MemoryLogger({ now });
    logEveryKind(memory);
    events = memory.events;
    await using folder = await mkdtempDisposable(join(tmpdir(), 'tensorboard-logger-'));
    await using log = await EventFileWriter.open(folder.path, { now });
    logEveryKind(log);
    await log.flush();
    loaded = await load(folder.path);
  }, 60_000);

  it('reads every kind of summary without a warning', () => {
    expect(loaded.complaints).toStrictEqual([]);
    const plugins = Object.entries(loaded.tensors).map(([tag, { plugin, dataClass }]) => [tag, plugin, dataClass]);
    expect(plugins.toSorted()).toStrictEqual([
      ['_hparams_/experiment', 'hparams', 2],
      ['_hparams_/session_start_info', 'hparams', 2],
      ['custom_scalars__config__', 'custom_scalars', 2],
      ['notes', 'text', 2],
      ['odd/steps', 'scalars', 1],
      ['odd/values', 'scalars', 1],
      ['picture', 'images', 3],
      ['policy/equal', 'histograms', 2],
      ['policy/logits', 'histograms', 2],
      ['policy/none', 'histograms', 2],
      ['train/loss', 'scalars', 1],
    ]);
  });

  it('finds every scalar with its step, time and value', () => {
    expect(loaded.tags['scalars']).toStrictEqual(['train/loss', 'odd/values', 'odd/steps']);
    for (const [tag, points] of Object.entries(loaded.scalars)) {
      expect(points.map(([step, wallTime, value]) => [step, wallTime, fromPython(value)])).toStrictEqual(
        seriesOf(events, tag).map((event) => [event.step, event.wallTime, tensorOf(event)]),
      );
    }
  });

  it.each(['train/loss', 'odd/values', 'odd/steps', 'policy/logits', 'policy/equal', 'policy/none'])(
    'shows %s with every value',
    (tag) => {
      const shown = loaded.tensors[tag]!.values.map(([step, wallTime, value]) => [step, wallTime, numbersIn(value)]);
      expect(shown).toStrictEqual(seriesOf(events, tag).map((event) => [event.step, event.wallTime, tensorOf(event)]));
    },
  );

  it.each(['notes', 'picture'])('shows %s with every byte', (tag) => {
    const [event] = seriesOf(events, tag);
    expect(loaded.tensors[tag]!.values).toStrictEqual([[10, 1_700_000_000.25, tensorOf(event!)]]);
  });

  it('shows the hyperparameters and the layout', () => {
    expect(loaded.hparams).toStrictEqual({
      experiment: {
        hparamInfos: [
          { name: 'learningRate', type: 'DATA_TYPE_FLOAT64' },
          { name: 'backend', type: 'DATA_TYPE_STRING' },
          { name: 'normalise', type: 'DATA_TYPE_BOOL' },
          { name: 'clip', type: 'DATA_TYPE_STRING' },
        ],
        metricInfos: [{ name: { tag: 'train/loss' } }],
      },
      start: {
        hparams: { learningRate: 3e-4, backend: 'onnx', normalise: true, clip: 'Infinity' },
        startTimeSecs: 1_700_000_000.25,
      },
    });
    expect(loaded.layout).toStrictEqual(layoutProto);
  });

  it('replaces the orphaned steps of a resumed run, and says so', async () => {
    const directory = await resumedRun();
    const { scalars, complaints } = await load(directory);
    for (const [tag, points] of Object.entries(resumedPoints.false)) {
      expect(scalars[tag]!.map(([step, , value]) => [step, Number(value)])).toStrictEqual(points);
    }
    // One by each of load_run.py's two accumulators: 5 points of each of the 3 series.
    expect(complaints).toStrictEqual([
      expect.stringContaining('Removing 15 scalars'),
      expect.stringContaining('Purging 15 expired tensor events'),
    ]);
  });
});

/** The layout of fixtures/every-kind.ts as protobuf's JSON. */
const layoutProto = {
  category: Object.entries(layout).map(([title, charts]) => ({
    title,
    chart: Object.entries(charts).map(([name, chart]) =>
      'value' in chart ? { title: name, margin: { series: [chart] } } : { title: name, multiline: { tag: chart } },
    ),
  })),
};

/**
 * Steps 0 to 9 of three series with the value 1, by a first file. A second one goes on at 5, with the value 2: one series
 * at once, one later, one never.
 */
async function resumedRun(): Promise<string> {
  const directory = temporaryDirectory();
  {
    await using log = await EventFileWriter.open(directory, { now: () => 1_700_000_000_000 });
    for (let step = 0; step < 10; step++) for (const tag of ['loss', 'later', 'never']) log.scalar(tag, 1, step);
  }
  await using log = await EventFileWriter.open(directory, { now: () => 1_700_000_009_000, purgeStep: 5 });
  for (const step of [5, 6, 7]) log.scalar('loss', 2, step);
  log.scalar('later', 2, 8);
  return directory;
}

const ones = (count: number) => Array.from({ length: count }, (_, step) => [step, 1]);
const loss = [...ones(5), [5, 2], [6, 2], [7, 2]];
/** What TensorBoard shows of it, by --load_fast: without it the purge is obeyed, with it each series is mended by its own. */
const resumedPoints = {
  true: { loss, later: [...ones(8), [8, 2]], never: ones(10) },
  false: { loss, later: [...ones(5), [8, 2]], never: ones(5) },
};

describe.skipIf(python === undefined)('the TensorBoard server', () => {
  // Its two ways of loading: in Rust, the default, and in Python.
  it.each(['true', 'false'])(
    'shows a run without a warning (--load_fast=%s)',
    async (fast) => {
      const directory = temporaryDirectory();
      await using log = await EventFileWriter.open(join(directory, 'demo'));
      logEveryKind(log);
      await log.flush();
      const server = await startServer(directory, fast);

      await expect.poll(() => server.get('scalars/tags'), { timeout: 20_000 }).toHaveProperty(['demo', 'train/loss']);
      const losses = (await server.get('scalars/scalars?run=demo&tag=train/loss')) as number[][];
      expect(losses.map(([, step, value]) => [step, value])).toStrictEqual(
        Array.from({ length: 20 }, (_, step) => [step, Math.fround(1 / (step + 1))]),
      );
      expect(await server.get('custom_scalars/layout')).toMatchObject(layoutProto);
      expect(await server.get('images/tags')).toHaveProperty(['demo', 'picture']);
      expect(await server.get('text/tags')).toStrictEqual({ demo: ['notes'] });
      expect(Object.keys((await server.get('histograms/tags')) as object)).toStrictEqual(['demo']);
      const { sessionGroups } = (await server.get('hparams/session_groups', {
        startIndex: 0,
        sliceSize: 10,
        colParams: [],
        allowedStatuses: ['STATUS_UNKNOWN'],
      })) as { sessionGroups: unknown[] };
      expect(sessionGroups).toMatchObject([
        {
          name: 'demo',
          hparams: { learningRate: 3e-4, backend: 'onnx', normalise: true, clip: 'Infinity' },
          metricValues: [{ name: { tag: 'train/loss' }, value: Math.fround(1 / 20), trainingStep: 19 }],
        },
      ]);
      expect(server.complaints()).toStrictEqual([]);
    },
    60_000,
  );

  it.each(['true', 'false'] as const)(
    'shows a resumed run as the README says (--load_fast=%s)',
    async (fast) => {
      const server = await startServer(await resumedRun(), fast);
      for (const [tag, points] of Object.entries(resumedPoints[fast])) {
        await expect
          .poll(() => server.get(`scalars/scalars?run=.&tag=${tag}`), { timeout: 20_000 })
          .toStrictEqual(points.map(([step, value]) => [expect.any(Number), step, value]));
      }
    },
    60_000,
  );
});

/** TensorBoard on a free port of the loopback interface, until the test has finished. */
async function startServer(logdir: string, fast: string) {
  const options = ['--logdir', logdir, '--load_fast', fast, '--host', '127.0.0.1', '--port', '0'];
  const server = spawn(python!, ['-m', 'tensorboard.main', ...options], { stdio: ['ignore', 'ignore', 'pipe'] });
  onTestFinished(async () => {
    server.kill();
    await once(server, 'exit');
  });
  let log = '';
  const address = await new Promise<string>((resolve, reject) => {
    server.once('exit', () => reject(new Error(`TensorBoard has ended: ${log}`)));
    server.stderr.setEncoding('utf8').on('data', (text: string) => {
      log += text;
      const [url] = /http:\/\/[^ ]+/.exec(log) ?? [];
      if (url !== undefined) resolve(url);
    });
  });
  return {
    /** What a plugin answers: null while it has nothing. */
    async get(path: string, body?: object): Promise<unknown> {
      const request = body && {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      };
      const response = await fetch(`${address}data/plugin/${path}`, request);
      return response.ok ? response.json() : null;
    },
    /** Everything it printed but its greeting. */
    complaints: () =>
      log.split('\n').filter((line) => !/^$|^TensorBoard \d|^TensorFlow installation not found/.test(line)),
  };
}

describe.skipIf(python === undefined)('tensorboardX', () => {
  it('writes what readEvents reads, as TensorBoard understands it', async () => {
    const directory = temporaryDirectory();
    await run('write_with_tensorboardx.py', directory);
    const { tensors } = await load(directory);
    const events = await readAll(directory);

    expect(seriesOf(events, 'loss').map(({ step, value }) => [step, value])).toStrictEqual([
      [2 ** 40, Math.fround(0.1)],
      [2 ** 40 + 1, NaN],
    ]);
    expect(seriesOf(events, 'notes/text_summary').map(({ step, value }) => [step, value])).toStrictEqual([
      [5, 'für ☕'],
    ]);
    expect(seriesOf(events, 'picture').map(tensorOf)).toStrictEqual([tensors['picture']!.values[0]![2]]);
    const [histogram] = seriesOf(events, 'weights');
    // TensorBoard rounds the bins of this form to float32.
    expect((tensorOf(histogram!) as number[][]).map((row) => row.map(Math.fround))).toStrictEqual(
      numbersIn(tensors['weights']!.values[0]![2]),
    );
    expect(events.find(({ kind }) => kind === 'layout')?.value).toStrictEqual({
      A: { lines: ['loss', 'other'], band: { value: 'm', lower: 'l', upper: 'u' } },
    });
  }, 60_000);
});
