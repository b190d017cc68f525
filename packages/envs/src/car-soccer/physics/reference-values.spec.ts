import { describe, expect, it } from 'vitest';
import type { BallPlacement, CarPlacement } from './placement.ts';
import { Simulation, type Field } from './simulation.ts';

/** Single values that were measured with the rocketsim 2.2.1 package, in whole arenas; the bands are those of the measuring. */

function ball(placement: BallPlacement, field: Field = 'arena'): Simulation {
  const simulation = new Simulation({ blue: 0, orange: 0, field });
  simulation.placeBall(placement);
  return simulation;
}

function car(placement: CarPlacement, controls: readonly number[], field: Field = 'flat'): Simulation {
  const simulation = new Simulation({ blue: 1, orange: 0, ball: false, field, gravity: field !== 'void' });
  simulation.placeCar(0, placement);
  simulation.controls.set(controls);
  return simulation;
}

const driving = { position: [0, -5000, 17], yaw: Math.PI / 2 } as const;
const NONE = [0, 0, 0, 0, 0, 0, 0, 0];
const JUMP = [0, 0, 0, 0, 0, 1, 0, 0];

describe('the ball', () => {
  it('falls from z = 1000, bounces and comes to rest', () => {
    const simulation = ball({ position: [0, 0, 1000], velocity: [0, 0, -0.001] }, 'flat');
    const { ballPosition: p, ballVelocity: v } = simulation.state;
    const course: [number, number][] = [[p[2]!, v[2]!]];
    const bounces: number[] = [];
    const peaks: number[] = [];
    for (let tick = 1, before = v[2]!; tick <= 640; tick++, before = v[2]!) {
      simulation.step(1);
      course.push([p[2]!, v[2]!]);
      if (before < 0 && v[2]! > 0) bounces.push(tick - 1); // the last tick in which it falls
      if (before > 0 && v[2]! <= 0) peaks.push(p[2]!);
    }
    for (const [tick, z, speed] of [
      [60, 917.806, -322.58],
      [120, 675.565, -640.28],
      [180, 275.696, -953.19],
    ] as const) {
      expect(course[tick]![0]).toBeCloseTo(z, 1);
      expect(course[tick]![1]).toBeCloseTo(speed, 1);
    }
    expect(bounces).toEqual([202, 437, 576]);
    [402.4, 200.5, 130.6].forEach((peak, i) => expect(peaks[i]).toBeCloseTo(peak, 0));
    simulation.step(1200);
    expect(p[2]).toBeCloseTo(93.1, 1);
  });

  it('flies', () => {
    const simulation = ball({ position: [0, -3000, 500], velocity: [500, 2000, 800] });
    for (const [x, y, z, vx, vy, vz] of [
      [248.07, -2007.7, 814.73, 492.44, 1969.77, 465.33],
      [492.4, -1030.4, 963.41, 485, 1940, 135.72],
    ] as const) {
      simulation.step(60);
      [x, y, z].forEach((at, k) => expect(simulation.state.ballPosition[k]).toBeCloseTo(at, 1));
      [vx, vy, vz].forEach((at, k) => expect(simulation.state.ballVelocity[k]).toBeCloseTo(at, 1));
    }
  });

  it('turns speed into spin on the floor, as far as spin goes', () => {
    const simulation = ball({
      position: [0, -2000, 300],
      velocity: [0, 1000, -1000],
      angularVelocity: [3, 0, 0],
    });
    simulation.step(25);
    [0, 631.6, 674].forEach((at, k) => expect(simulation.state.ballVelocity[k]).toBeCloseTo(at, 0));
    expect(simulation.state.ballAngularVelocity[0]).toBeCloseTo(-6, 2);
  });

  it.each([
    ['side wall', [3000, 0, 1000], [3000, 0, 0], 45, 0, 3948.4, -1779.6, 1, -1.772],
    ['back wall', [2000, 4500, 1200], [0, 2500, 0], 30, 1, 4981.3, -1488.6, 0, 1.141],
  ] as const)('bounces off a %s', (_, position, velocity, ticks, axis, place, speed, spinAxis, spin) => {
    const simulation = ball({ position, velocity });
    simulation.step(ticks);
    expect(simulation.state.ballPosition[axis]).toBeCloseTo(place, 0);
    expect(simulation.state.ballVelocity[axis]).toBeCloseTo(speed, 0);
    expect(simulation.state.ballAngularVelocity[spinAxis]).toBeCloseTo(spin, 2);
  });

  it('bounces off the ceiling', () => {
    const simulation = ball({ position: [0, 0, 1800], velocity: [0, 0, 1500] });
    simulation.step(20);
    expect(simulation.state.ballVelocity[2]).toBeCloseTo(-885.8, 0);
  });

  it('scores at tick 49', () => {
    const simulation = ball({ position: [0, 4000, 300], velocity: [0, 3000, 0] });
    simulation.step(48);
    expect(simulation.events.goal).toBe(0);
    simulation.step(1);
    expect(simulation.events.goal).toBe(1);
  });
});

describe('a car', () => {
  it('gains speed by throttle', () => {
    const simulation = car(driving, [1, 0, 0, 0, 0, 0, 0, 0]);
    const speeds = Array.from({ length: 10 }, () => {
      simulation.step(30);
      return simulation.state.velocity[1]!;
    });
    for (const [i, speed] of [
      [0, 346.21],
      [1, 623.57],
      [3, 1002.06],
      [5, 1226.85],
      [7, 1360.36],
      [9, 1410.03],
    ] as const) {
      expect(speeds[i]).toBeCloseTo(speed, 1);
    }
  });

  it('reaches its speeds by boost, of which 30 ticks take 8.333', () => {
    const simulation = car(driving, [1, 0, 0, 0, 0, 0, 1, 0]);
    const { velocity, boost } = simulation.state;
    const reached: number[] = [];
    const boosts = [boost[0]!];
    for (let tick = 1; tick <= 203; tick++) {
      simulation.step(1);
      boosts.push(boost[0]!);
      if (velocity[1]! >= [1410, 2200, Infinity][reached.length]!) reached.push(tick);
    }
    expect(boosts[30]).toBeCloseTo(100 - 8.333, 2);
    expect(reached).toEqual([96, 191]);
    expect(velocity[1]).toBeCloseTo(2299.9, 0);
  });

  it.each([
    ['brakes', -1, 20, 845.83],
    ['brakes', -1, 40, 262.5],
    ['coasts', 0, 60, 1141.87],
    ['coasts', 0, 120, 879.37],
    ['coasts', 0, 240, 354.36],
  ])('%s from 1400 at throttle %d: after %i ticks %d', (_, throttle, ticks, speed) => {
    const simulation = car({ ...driving, velocity: [0, 1400, 0] }, [throttle, 0, 0, 0, 0, 0, 0, 0]);
    simulation.step(ticks);
    expect(simulation.state.velocity[1]).toBeCloseTo(speed, 1);
  });

  it.each([
    ['pitch', 2, 0.104, 3.116],
    ['yaw', 3, 0.076, 2.277],
    ['roll', 4, 0.32, 5.5],
  ])('turns by %s in the air', (_, control, first, speed) => {
    const simulation = car({ position: [0, 0, 1000] }, NONE, 'void');
    simulation.controls[control] = 1;
    simulation.step(1);
    expect(Math.hypot(...simulation.state.angularVelocity)).toBeCloseTo(first, 3);
    simulation.step(29);
    expect(Math.hypot(...simulation.state.angularVelocity)).toBeCloseTo(speed, 3);
  });

  it('flies by boost', () => {
    const simulation = car({ position: [0, 0, 1000] }, [0, 0, 0, 0, 0, 0, 1, 0], 'void');
    simulation.step(30);
    expect(simulation.state.velocity[0]).toBeCloseTo(264.58, 2);
    simulation.step(30);
    expect(simulation.state.velocity[0]).toBeCloseTo(529.17, 2);
    expect(simulation.state.boost[0]).toBeCloseTo(100 - 16.667, 2);
  });

  it('jumps higher while the button is held', () => {
    const tap = car(driving, JUMP);
    tap.step(1);
    expect(tap.state.velocity[2]).toBeCloseTo(299.3, 0);
    tap.controls.set(NONE);
    tap.step(9);
    expect(tap.state.position[2]).toBeCloseTo(40.3, 0);
    tap.step(50);
    expect(tap.state.position[2]).toBeCloseTo(88.93, 0);
    const held = car(driving, JUMP);
    held.step(24);
    expect(held.state.position[2]).toBeCloseTo(88.69, 0);
    expect(held.state.velocity[2]).toBeCloseTo(434.2, 0);
    held.step(36);
    expect(held.state.position[2]).toBeCloseTo(188.88, 0);
    held.step(30);
    expect(held.state.position[2]).toBeCloseTo(227.69, 0);
  });

  it('jumps once more in the air', () => {
    const simulation = car(driving, JUMP);
    simulation.step(24);
    simulation.controls.set(NONE);
    simulation.step(5);
    simulation.controls.set(JUMP);
    simulation.step(1);
    expect(simulation.state.velocity[2]).toBeCloseTo(693.35, 1);
    simulation.step(90);
    expect(simulation.state.position[2]).toBeCloseTo(447.05, 1);
  });
});
