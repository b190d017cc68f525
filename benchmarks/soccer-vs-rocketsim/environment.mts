/**
 * Steps a second of the whole environment, one against one, in one thread, beside RLGym's own example:
 *   node --conditions=@longplay/source benchmarks/soccer-vs-rocketsim/environment.mts
 * A step is 8 ticks of the match, with the observations (107 numbers an agent; RLGym's have 92), rewards and ends of both
 * agents; random actions of the table of 90. Medians of ROUNDS in which the programs take turns, by processor time.
 */
import { cpus } from 'node:os';
import { newBatchStep } from '@longplay/envs';
import { advancedObservation, carSoccer, goal, kickoff, touch, weighted } from '@longplay/envs/car-soccer';
import { Random } from '@longplay/runtime';
import { pythonWith } from '../../testing/python.ts';
import { median } from '../../testing/median.ts';
import { microseconds, runPython } from './measure.mts';

const ROUNDS = 5;
const SECONDS = 1;
const STEPS_BETWEEN_LOOKS = 200;

const match = carSoccer({
  observe: advancedObservation(),
  reward: weighted({ goal: [10, goal()], touch: [0.1, touch()] }),
  start: kickoff(),
}).batch(1);
const out = newBatchStep(match, match.rows);
match.reset(0, 1, out);
const random = Random.from(1);
const actions = new Float32Array(match.rows);

function ours(): number {
  const start = process.cpuUsage();
  let steps = 0;
  for (; microseconds(start) < SECONDS * 1e6; steps += STEPS_BETWEEN_LOOKS) {
    for (let i = 0; i < STEPS_BETWEEN_LOOKS; i++) {
      for (let row = 0; row < actions.length; row++) actions[row] = random.int(90);
      match.step(actions, out);
    }
  }
  return (1e6 * steps) / microseconds(start);
}

const python = await pythonWith(['rlgym==2.0.1', 'rlgym-rocket-league==2.0.1', 'rlgym-api==2.0.0', 'rocketsim==2.2.1']);
ours(); // warms up
const speeds: { ours: number[]; rlgym: number[] } = { ours: [], rlgym: [] };
for (let round = 0; round < ROUNDS; round++) {
  speeds.ours.push(ours());
  if (python !== undefined) speeds.rlgym.push(await runPython(python, 'rlgym_example.py', SECONDS));
}
console.log(`Node ${process.version}, ${cpus()[0]!.model}; steps a second of a match, medians of ${ROUNDS} rounds`);
console.table({
  ours: Math.round(median(speeds.ours)),
  ...(python !== undefined && {
    'RLGym 2.0.1': Math.round(median(speeds.rlgym)),
    'ours / RLGym': Number(median(speeds.ours.map((speed, round) => speed / speeds.rlgym[round]!)).toFixed(1)),
  }),
});
