/**
 * Ticks a second of car soccer's physics, in one thread, beside RocketSim called from Python:
 *   node --conditions=@longplay/source benchmarks/soccer-vs-rocketsim/run.mts
 * 8 ticks a call, random controls for every car in every call, kicked off anew after 50 calls. Medians of ROUNDS, in which
 * the programs take turns; a second is one of the process's own processor time, so that other work on the machine counts
 * for less. RocketSim plays on floor, ceiling and side walls, all that it has without the game's meshes:
 * ours plays there, too ('flat'), and in the whole arena.
 */
import { cpus } from 'node:os';
import { kickoffBall, kickoffPlacements, Simulation, type Field } from '@longplay/envs/car-soccer';
import { Random } from '@longplay/runtime';
import { pythonWith } from '../../testing/python.ts';
import { median } from '../../testing/median.ts';
import { microseconds, runPython } from './measure.mts';

const ROUNDS = 7;
const SECONDS = 0.5;
const CARS = [1, 2, 4, 6];
const CALLS_OF_A_GAME = 50;

/** A function that measures matches of so many cars, in ticks a second. */
function ours(cars: number, field: Field): () => number {
  const blue = Math.ceil(cars / 2);
  const simulation = new Simulation({ blue, orange: cars - blue, field });
  const places = kickoffPlacements(blue, cars - blue, [0, 2, 4]);
  const random = Random.from(cars);
  const draw = () => Array.from({ length: 8 }, (_, i) => (i < 5 ? random.int(3) - 1 : random.int(2)));
  const drawn = Array.from({ length: 512 }, () => Float64Array.from(draw()));
  return () => {
    const start = process.cpuUsage();
    let calls = 0;
    while (microseconds(start) < SECONDS * 1e6) {
      places.forEach((place, car) => simulation.placeCar(car, place));
      simulation.placeBall(kickoffBall);
      simulation.resetPads();
      for (let call = 0; call < CALLS_OF_A_GAME; call++) {
        for (let car = 0; car < cars; car++) simulation.controls.set(drawn[random.int(512)]!, 8 * car);
        simulation.step(8);
      }
      calls += CALLS_OF_A_GAME;
    }
    return (8e6 * calls) / microseconds(start);
  };
}

const python = await pythonWith(['rocketsim==2.2.1']);
const rows = [];
for (const cars of CARS) {
  const measures = { flat: ours(cars, 'flat'), arena: ours(cars, 'arena') };
  for (const measure of Object.values(measures)) measure(); // warms up
  const speeds: Record<'flat' | 'arena' | 'rocketsim', number[]> = { flat: [], arena: [], rocketsim: [] };
  for (let round = 0; round < ROUNDS; round++) {
    speeds.flat.push(measures.flat());
    speeds.arena.push(measures.arena());
    if (python !== undefined) speeds.rocketsim.push(await runPython(python, 'rocketsim.py', cars, SECONDS));
  }
  const ratio = median(speeds.flat.map((speed, round) => speed / speeds.rocketsim[round]!));
  rows.push({
    cars,
    'ours, flat': Math.round(median(speeds.flat) / 1000),
    'ours, arena': Math.round(median(speeds.arena) / 1000),
    ...(python !== undefined && {
      RocketSim: Math.round(median(speeds.rocketsim) / 1000),
      'flat / RocketSim': Number(ratio.toFixed(2)),
    }),
  });
}
console.log(`Node ${process.version}, ${cpus()[0]!.model}; thousands of ticks a second, medians of ${ROUNDS} rounds`);
console.table(rows);
