/**
 * Scalars logged a second, beside Python's writers:
 *   node --conditions=@longplay/source benchmarks/tensorboard-logger.mts
 * "buffered" is the time of the log calls alone, "to disk" includes opening and closing the file. Medians of RUNS.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { EventFileWriter, readEvents } from '@longplay/tensorboard-logger';
import { pythonWith } from '../testing/python.ts';

const RUNS = 5;
const SCALARS = 1_000_000;
/** Python's writers are slower: fewer scalars take as long. */
const PYTHON_SCALARS = 50_000;
const TAG = 'train/policy_loss';

interface Measurement {
  /** Scalars a second. */
  readonly buffered: number;
  readonly toDisk: number;
}

async function writeScalars(directory: string): Promise<Measurement> {
  const start = performance.now();
  const log = await EventFileWriter.open(directory, { flushEvery: SCALARS + 1, flushSeconds: Infinity });
  const opened = performance.now();
  for (let step = 0; step < SCALARS; step++) log.scalar(TAG, step * 0.1, step);
  const logged = performance.now();
  await log.close();
  const closed = performance.now();
  return { buffered: (SCALARS / (logged - opened)) * 1000, toDisk: (SCALARS / (closed - start)) * 1000 };
}

async function readScalars(directory: string): Promise<number> {
  const start = performance.now();
  let events = 0;
  for await (const { kind } of readEvents(directory)) if (kind === 'scalar') events += 1;
  return (events / (performance.now() - start)) * 1000;
}

/** Both writers have `add_scalar` and `close`; prints the seconds of the log calls, and of everything. */
const programOf = (statement: string) => `
import sys, time
${statement}
count = int(sys.argv[2])
start = time.perf_counter()
writer = Writer(sys.argv[1])
opened = time.perf_counter()
for step in range(count):
    writer.add_scalar("${TAG}", step * 0.1, step)
logged = time.perf_counter()
writer.close()
print(logged - opened, time.perf_counter() - start)
`;
import { median } from '../testing/median.ts';

const PEERS = [
  { name: 'tensorboardX 2.6.5', import: 'from tensorboardX import SummaryWriter as Writer' },
  { name: 'tensorboard 2.21.0', import: 'from tensorboard.summary import Writer' },
];

async function measurePeer(python: string, directory: string, statement: string): Promise<Measurement> {
  const { stdout } = await promisify(execFile)(python, ['-c', programOf(statement), directory, String(PYTHON_SCALARS)]);
  const [logging, everything] = stdout.trim().split(' ').map(Number);
  return { buffered: PYTHON_SCALARS / logging!, toDisk: PYTHON_SCALARS / everything! };
}

const medians = (runs: readonly Measurement[]): Measurement => ({
  buffered: median(runs.map(({ buffered }) => buffered)),
  toDisk: median(runs.map(({ toDisk }) => toDisk)),
});

async function bytesIn(directory: string): Promise<number> {
  const [file] = await readdir(directory);
  return (await stat(join(directory, file!))).size;
}

const folder = await mkdtemp(join(tmpdir(), 'tensorboard-logger-'));
try {
  const python = await pythonWith(['tensorboard==2.21.0', 'tensorboardX==2.6.5', 'numpy==2.4.6']);
  const names = ['@longplay/tensorboard-logger', ...(python === undefined ? [] : PEERS.map(({ name }) => name))];
  const runs = names.map((): Measurement[] => []);
  const reads: number[] = [];
  let bytes = 0;
  // The writers take turns, so that a disturbance of the machine meets all of them.
  for (let run = 0; run <= RUNS; run++) {
    const ours = join(folder, `ours-${run}`);
    const results = [await writeScalars(ours)];
    const read = await readScalars(ours);
    bytes = (await bytesIn(ours)) / SCALARS;
    await rm(ours, { recursive: true });
    if (python !== undefined) {
      for (const [i, peer] of PEERS.entries()) {
        results.push(await measurePeer(python, join(folder, `peer-${i}-${run}`), peer.import));
      }
    }
    if (run === 0) continue; // warms up
    reads.push(read);
    results.forEach((result, i) => runs[i]!.push(result));
  }

  const ours = medians(runs[0]!);
  const rows = names.map((name, i) => {
    const { buffered, toDisk } = medians(runs[i]!);
    return {
      writer: name,
      'scalars/s buffered': Math.round(buffered),
      'scalars/s to disk': Math.round(toDisk),
      'ours / this, buffered': Number((ours.buffered / buffered).toFixed(1)),
      'ours / this, to disk': Number((ours.toDisk / toDisk).toFixed(1)),
    };
  });
  console.log(`Node ${process.version}, ${cpus()[0]!.model}, medians of ${RUNS} runs`);
  console.table(rows);
  console.log(
    `${bytes.toFixed(1)} bytes a scalar with tag ${TAG}; read back at ${Math.round(median(reads))} scalars/s`,
  );
} finally {
  await rm(folder, { recursive: true });
}
