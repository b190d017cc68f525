/**
 * PPO beside its public peers, on one machine in one run, taking turns, each alone:
 *   node --conditions=@longplay/source benchmarks/ppo-vs-sb3/run.mts
 *     [--repeats 5] [--only cartpole|synthetic|many-cartpoles] [--steps N] [--pufferlib PYTHON]
 *
 * Prints Markdown. Ours is the command as users run it, with its default of workers and its TensorBoard log.
 * Stable-Baselines3 is installed from PyPI and logs nothing; first it tries DummyVecEnv and SubprocVecEnv with one and
 * two threads of torch, and its fastest configuration is the one that is compared. `many-cartpoles` needs --pufferlib:
 * a Python that has PufferLib 3.0.
 */
import { execFile } from 'node:child_process';
import { availableParallelism, cpus, loadavg, totalmem, type } from 'node:os';
import { parseArgs, promisify } from 'node:util';
import { measureOurs, measurePeer, type Configuration } from './measure.mts';
import { comparison, profile, stepsPerSecond, type Pair } from './report.mts';
import { workloadsFor, type Workload } from './workloads.mts';

const trialRounds = 2;
const threads = [1, 2];

const { values: flags } = parseArgs({
  options: {
    repeats: { type: 'string', default: '5' },
    only: { type: 'string' },
    steps: { type: 'string' },
    pufferlib: { type: 'string' },
  },
});

/** For the person who waits. */
const say = (line: string) => console.error(line);
const rate = (stepsEachSecond: number) => `${Math.round(stepsEachSecond).toLocaleString('en')} steps/s`;

/** The peer's fastest configuration on a workload, and what was found of each. */
async function fastestConfiguration(workload: Workload, python: string, steps: number) {
  const { vectorisations } = workload.peer;
  const trials = vectorisations.flatMap((vectorisation) =>
    threads.map((count) => ({ configuration: { vectorisation, threads: count }, speed: 0 })),
  );
  for (let round = 0; round < trialRounds; round++) {
    for (const trial of trials) {
      const measurement = await measurePeer(workload, python, trial.configuration, steps, round);
      trial.speed = Math.max(trial.speed, stepsPerSecond(measurement));
      say(`${workload.name}, ${describe(trial.configuration)}: ${rate(stepsPerSecond(measurement))}`);
    }
  }
  const [fastest] = trials.toSorted((a, b) => b.speed - a.speed);
  const found = trials.map(({ configuration, speed }) => `${describe(configuration)} ${rate(speed)}`);
  return { configuration: fastest!.configuration, found: found.join('; ') };
}

const describe = ({ vectorisation, threads: count }: Configuration) =>
  `${vectorisation} with ${count} ${count === 1 ? 'thread' : 'threads'}`;

async function versionsIn(python: string, packages: readonly string[]): Promise<string[]> {
  const program = 'import platform, sys\nfrom importlib.metadata import version\nprint(platform.python_version())';
  const { stdout } = await promisify(execFile)(python, [
    '-c',
    `${program}\nfor name in sys.argv[1:]: print(version(name))`,
    ...packages,
  ]);
  const [pythonVersion, ...versions] = stdout.trim().split('\n');
  return [...packages.map((name, i) => `${name} ${versions[i]}`), `Python ${pythonVersion}`];
}

/** A section of the report: trials of the peer, then both in turns. */
async function compare(workload: Workload, repeats: number): Promise<string> {
  const { name, title, peer } = workload;
  const steps = Number(flags.steps ?? workload.steps);
  const python = await peer.python();
  const versions = await versionsIn(python, peer.packages);
  const { configuration, found } = await fastestConfiguration(workload, python, Math.min(steps, workload.trialSteps));
  const pairs: Pair[] = [];
  for (let repeat = 1; repeat <= repeats; repeat++) {
    const pair = {
      ours: await measureOurs(workload, steps, repeat),
      peer: await measurePeer(workload, python, configuration, steps, repeat),
    };
    pairs.push(pair);
    const [mine, theirs] = [pair.ours, pair.peer].map((measurement) => rate(stepsPerSecond(measurement)));
    say(`${name} ${repeat}/${repeats}: ours ${mine}, ${peer.name} ${theirs}`);
  }
  return [
    `### ${title}`,
    `${pairs[0]!.ours.timesteps.toLocaleString('en')} timesteps, ${repeats} pairs of runs, seeds 1 to ${repeats}.`,
    comparison(pairs, 'Longplay', peer.name),
    profile(pairs),
    `${peer.name}: ${describe(configuration)}, its fastest of ${found} (${trialRounds} short trials each, the better one); ${versions.join(', ')}.`,
  ].join('\n\n');
}

const workloads = workloadsFor(flags.pufferlib).filter(({ name }) => flags.only === undefined || name === flags.only);
if (workloads.length === 0) {
  const names = workloadsFor(flags.pufferlib).map(({ name }) => name);
  throw new RangeError(`--only ${flags.only}: there is ${names.join(', ')}; many-cartpoles needs --pufferlib PYTHON`);
}
const memory = Math.round(totalmem() / 2 ** 30);
console.log(
  [
    `Machine: ${cpus()[0]!.model}, ${availableParallelism()} cores, ${memory} GiB, ${type()}`,
    `Node ${process.version}`,
    `load average before: ${loadavg()[0]!.toFixed(2)}`,
  ].join('; '),
);
for (const workload of workloads) console.log(`\n${await compare(workload, Number(flags.repeats))}`);
