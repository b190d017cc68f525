/**
 * Steps a second of the built-in environments, in batches in one thread, beside Gymnasium:
 *   node --conditions=@longplay/source benchmarks/environments.mts
 * Random actions, drawn beforehand; episodes begin anew as they end. Medians of ROUNDS, in which the programs take turns.
 * Gymnasium is measured as `gymnasium.make` gives it, and where it has a vector form of its own, as that.
 */
import { execFile } from 'node:child_process';
import { cpus } from 'node:os';
import { promisify } from 'node:util';
import { Random } from '@longplay/runtime';
import { loadEnvironment, newBatchStep, sample } from '@longplay/envs';
import { pythonWith } from '../testing/python.ts';

const ROUNDS = 7;
const SECONDS = 0.3;
const BATCHES = [8, 1024];
const IDS = ['CartPole-v1', 'Acrobot-v1', 'MountainCar-v0', 'MountainCarContinuous-v0', 'Pendulum-v1'];

/** Prints the steps a second of one environment, and of a vector of argv[3], or 0 where there is no such form. */
const PEER = `
import sys, time, warnings
import gymnasium
warnings.filterwarnings("ignore")
id, rows, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])

def measure(rows, actions, step):
    steps, start = 0, time.perf_counter()
    while time.perf_counter() - start < seconds:
        for action in actions:
            step(action)
        steps += rows * len(actions)
    return steps / (time.perf_counter() - start)

env = gymnasium.make(id)
env.reset(seed=0)
def step(action):
    _, _, terminated, truncated, _ = env.step(action)
    if terminated or truncated:
        env.reset()
print(measure(1, [env.action_space.sample() for _ in range(1000)], step))

if gymnasium.spec(id).vector_entry_point is None:
    print(0)
else:
    envs = gymnasium.make_vec(id, num_envs=rows, vectorization_mode="vector_entry_point")
    envs.reset(seed=0)
    print(measure(rows, [envs.action_space.sample() for _ in range(100)], envs.step))
`;
import { median } from '../testing/median.ts';

/** A function that measures an environment in batches of `rows`, in steps a second. */
async function ours(id: string, rows: number): Promise<() => number> {
  const batch = (await loadEnvironment(id)).makeBatch(rows);
  const out = newBatchStep(batch, rows);
  const random = Random.from(0);
  const actions = Array.from({ length: 64 }, () =>
    Float32Array.from({ length: rows }, () => {
      const action = sample(batch.actionSpace, random) as number | Float32Array;
      return typeof action === 'number' ? action : action[0]!;
    }),
  );
  for (let row = 0; row < rows; row++) batch.reset(row, row, out);
  return () => {
    const start = performance.now();
    let steps = 0;
    while (performance.now() - start < SECONDS * 1000) {
      for (const action of actions) batch.step(action, out);
      steps += rows * actions.length;
    }
    return (steps / (performance.now() - start)) * 1000;
  };
}

async function peer(python: string, id: string): Promise<{ one: number; vector: number }> {
  const parameters = [id, String(BATCHES.at(-1)), String(SECONDS)];
  const { stdout } = await promisify(execFile)(python, ['-c', PEER, ...parameters]);
  const [one, vector] = stdout.trim().split('\n').map(Number);
  return { one: one!, vector: vector! };
}

const inMillions = (values: readonly number[]) => Number((median(values) / 1e6).toFixed(3));

const python = await pythonWith(['gymnasium==1.4.0', 'numpy==2.4.6']);
const rows = [];
for (const id of IDS) {
  const measures = await Promise.all(BATCHES.map((batch) => ours(id, batch)));
  for (const measure of measures) measure(); // warms up
  const speeds = measures.map((): number[] => []);
  const [one, vector]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, measure] of measures.entries()) speeds[i]!.push(measure());
    if (python === undefined) continue;
    const peers = await peer(python, id);
    one.push(peers.one);
    vector.push(peers.vector);
  }
  rows.push({
    environment: id,
    ...Object.fromEntries(BATCHES.map((batch, i) => [`ours, ${batch}`, inMillions(speeds[i]!)])),
    ...(python !== undefined && {
      'Gymnasium, 1': inMillions(one),
      'ours / it': Math.round(median(speeds.at(-1)!) / median(one)),
      [`its vector, ${BATCHES.at(-1)}`]: inMillions(vector) || '-',
    }),
  });
}
console.log(`Node ${process.version}, ${cpus()[0]!.model}; millions of steps a second, medians of ${ROUNDS} rounds`);
console.table(rows);
