import { describe, expect, it } from 'vitest';
import { ConfigurationError, Random } from '@longplay/runtime';
import { BALL_MAX_SPEED, CAR_MAX_ANGULAR_SPEED, CAR_MAX_SPEED, GOAL_LINE_Y, RESPAWN_TIME } from './constants.ts';
import { kickoffBall, kickoffPlacements } from './kickoff.ts';
import { hasFlip } from './jump.ts';
import { pads } from './pads.ts';
import { Simulation, type SimulationOptions } from './simulation.ts';
import { outsideArena, pressRandomly, scatter } from '../../fixtures/car-soccer/play.ts';

const oneEach: SimulationOptions = { blue: 1, orange: 1 };

function kickedOff(options: SimulationOptions): Simulation {
  const simulation = new Simulation(options);
  kickoffPlacements(options.blue, options.orange, [0, 2, 4]).forEach((car, i) => simulation.placeCar(i, car));
  simulation.placeBall(kickoffBall);
  return simulation;
}

describe('a simulation refuses', () => {
  it.each([
    [{ blue: 4, orange: 0 }, 'blue is 4'],
    [{ blue: 0.5, orange: 0 }, 'blue is 0.5'],
    [{ blue: 0, orange: -1 }, 'orange is -1'],
    [{ blue: 1, orange: 1, bodies: ['octane'] as const }, 'bodies has 1 names for 2 cars'],
    [{ blue: 1, orange: 0, bodies: ['batmobile' as 'octane'] }, 'unknown body batmobile'],
    [{ blue: 1, orange: 0, field: 'moon' as 'void' }, 'unknown field moon'],
  ])('%o', (options, message) => {
    const make = () => new Simulation(options);
    expect(make).toThrow(ConfigurationError);
    expect(make).toThrow(message);
  });

  it('a saved state of another number of cars', () => {
    const saved = new Simulation({ blue: 1, orange: 0 }).saveState();
    expect(() => new Simulation(oneEach).loadState(saved)).toThrow(/24 bytes of position where .* has 48/);
  });
});

describe('saving', () => {
  it('lets a simulation continue as if it had never stopped, bit for bit', () => {
    const random = Random.from(1);
    const first = kickedOff({ blue: 2, orange: 2 });
    for (let i = 0; i < 60; i++) {
      pressRandomly(first, random);
      first.step(8);
    }
    const saved = JSON.parse(JSON.stringify(first.saveState()));
    const second = new Simulation({ blue: 2, orange: 2 });
    second.loadState(saved);
    expect(second.saveState()).toEqual(saved);
    const [a, b] = [Random.from(2), Random.from(2)];
    for (let i = 0; i < 100; i++) {
      pressRandomly(first, a);
      pressRandomly(second, b);
      first.step(8);
      second.step(8);
    }
    expect(second.saveState()).toEqual(first.saveState());
  });
});

/** The numbers of a state that a turn about the vertical axis, or a mirror, changes: x and y of each vector. */
const vectors = ['ballPosition', 'ballVelocity', 'position', 'velocity', 'forward', 'right', 'up'] as const;
const axial = ['ballAngularVelocity', 'angularVelocity'] as const;

/** The starts of a match and of what a map of the plane makes of it. */
function pairOf(seed: number, flipY: 1 | -1): [Simulation, Simulation] {
  const random = Random.from(seed);
  const first = new Simulation(oneEach);
  scatter(first, random);
  const second = new Simulation(oneEach);
  second.loadState(first.saveState());
  const { state } = second;
  const mirrored = flipY === 1;
  for (const name of vectors) {
    for (let i = 0; i < state[name].length; i += 3) {
      state[name][i]! *= -1;
      state[name][i + 1]! *= flipY;
    }
  }
  for (const name of axial) {
    for (let i = 0; i < state[name].length; i += 3) {
      state[name][i]! *= mirrored ? 1 : -1;
      state[name][i + 1]! *= -1;
      state[name][i + 2]! *= mirrored ? -1 : 1;
    }
  }
  if (mirrored) for (let i = 0; i < state.right.length; i++) state.right[i]! *= -1;
  return [first, second];
}

describe('symmetry', () => {
  it.each([1, 2, 3, 4, 5])('a match turned by 180 degrees is the same match, bit for bit (seed %i)', (seed) => {
    const [first, second] = pairOf(seed, -1);
    const random = Random.from(seed, 1);
    for (let i = 0; i < 150; i++) {
      pressRandomly(first, random);
      second.controls.set(first.controls);
      first.step(8);
      second.step(8);
    }
    for (const name of vectors) {
      const turned = second.state[name].map((x, i) => (i % 3 === 2 ? x : -x) + 0); // no -0
      expect(turned).toEqual(first.state[name].map((x) => x + 0));
    }
    expect(second.state.boost).toEqual(first.state.boost);
    expect(second.state.padCooldown).toEqual(first.state.padCooldown.toReversed());
  });

  it.each([1, 2, 3])('a mirrored match agrees to rounding until contact (seed %i)', (seed) => {
    const [first, second] = pairOf(seed, 1);
    const random = Random.from(seed, 1);
    for (let i = 0; i < 8; i++) {
      pressRandomly(first, random);
      second.controls.set(first.controls);
      for (let car = 0; car < 2; car++) {
        for (const control of [1, 3, 4]) second.controls[8 * car + control]! *= -1; // steer, yaw, roll
      }
      first.step(8);
      second.step(8);
      for (let car = 0; car < 2; car++) {
        expect(-second.state.position[3 * car]!).toBeCloseTo(first.state.position[3 * car]!, 6);
        expect(second.state.position[3 * car + 1]!).toBeCloseTo(first.state.position[3 * car + 1]!, 6);
        expect(second.state.velocity[3 * car + 2]!).toBeCloseTo(first.state.velocity[3 * car + 2]!, 6);
      }
    }
  });
});

it('keeps everything inside, finite and under its speed, whatever the controls', () => {
  const random = Random.from(7);
  const simulation = kickedOff({ blue: 2, orange: 2 });
  const { state, cars } = simulation;
  let [worstBall, worstCar, fastBall, fastCar, fastTurn] = [0, 0, 0, 0, 0];
  for (let i = 0; i < 12_500; i++) {
    if (i % 100 === 0) scatter(simulation, random);
    pressRandomly(simulation, random);
    simulation.step(8);
    if (simulation.events.goal > 0) {
      simulation.clearEvents();
      simulation.placeBall(kickoffBall);
    }
    worstBall = Math.max(worstBall, outsideArena(state.ballPosition, 0));
    fastBall = Math.max(fastBall, Math.hypot(...state.ballVelocity));
    for (let car = 0; car < cars; car++) {
      worstCar = Math.max(worstCar, outsideArena(state.position, 3 * car));
      fastCar = Math.max(fastCar, Math.hypot(...state.velocity.subarray(3 * car, 3 * car + 3)));
      fastTurn = Math.max(fastTurn, Math.hypot(...state.angularVelocity.subarray(3 * car, 3 * car + 3)));
    }
  }
  // NaN would fail here, too. Centres stay inside; a fast ball enters a wall by less than its radius.
  expect(worstBall).toBeLessThanOrEqual(0);
  // A car's centre of mass lies just below its hitbox: over a post's edge it may pass the wall's line.
  expect(worstCar).toBeLessThanOrEqual(5);
  expect(fastBall).toBeLessThanOrEqual(BALL_MAX_SPEED * (1 + 1e-12));
  expect(fastCar).toBeLessThanOrEqual(CAR_MAX_SPEED * (1 + 1e-12));
  expect(fastTurn).toBeLessThanOrEqual(CAR_MAX_ANGULAR_SPEED * (1 + 1e-12));
});

it('takes energy from the ball at every bounce and never gives any', () => {
  const random = Random.from(3);
  const simulation = new Simulation({ blue: 0, orange: 0 });
  const { ballPosition: p, ballVelocity: v, ballAngularVelocity: w } = simulation.state;
  /** Per mass; a ball has 0.4 m r^2 of inertia. */
  const energy = () =>
    0.5 * (v[0]! ** 2 + v[1]! ** 2 + v[2]! ** 2) +
    650 * p[2]! +
    0.2 * 91.25 ** 2 * (w[0]! ** 2 + w[1]! ** 2 + w[2]! ** 2);
  for (let start = 0; start < 40; start++) {
    scatter(simulation, random);
    let before = energy();
    for (let i = 0; i < 100; i++) {
      simulation.step(8);
      const after = energy();
      // Pushing the ball out of a surface lifts it, by 8 ticks of at most 50 uu of penetration at the very fastest.
      expect(after).toBeLessThan(before * (1 + 1e-3) + 650 * 10);
      before = after;
    }
  }
});

/** A car that boosts from a place, after so many ticks. */
function drive(position: [number, number, number], yaw: number, ticks: number): Simulation {
  const simulation = new Simulation({ blue: 1, orange: 0, ball: false });
  simulation.placeCar(0, { position, yaw, velocity: [1500 * Math.cos(yaw), 1500 * Math.sin(yaw), 0] });
  simulation.controls.set([1, 0, 0, 0, 0, 0, 1, 0]);
  simulation.step(ticks);
  return simulation;
}

describe('driving up the walls', () => {
  it('a car follows the ramp onto the side wall and sticks to it', () => {
    const { state } = drive([2500, 0, 17], 0, 150);
    expect(state.onGround[0]).toBe(1);
    expect(state.position[0]).toBeGreaterThan(4096 - 20);
    expect(state.position[2]).toBeGreaterThan(700);
    expect(state.up[0]).toBeLessThan(-0.99);
    expect(state.velocity[2]).toBeGreaterThan(1900);
  });

  it('continues over the ramp of the ceiling, and drives upside down', () => {
    const { state } = drive([2500, 0, 17], 0, 250);
    expect(state.onGround[0]).toBe(1);
    expect(state.position[2]).toBeGreaterThan(2048 - 25);
    expect(state.up[2]).toBeLessThan(-0.99);
    expect(state.velocity[0]).toBeLessThan(-1900);
  });

  it('climbs a corner', () => {
    const { state } = drive([2300, 3300, 17], Math.PI / 4, 150);
    expect(state.onGround[0]).toBe(1);
    expect(state.up[0]).toBeCloseTo(-Math.SQRT1_2, 1);
    expect(state.up[1]).toBeCloseTo(-Math.SQRT1_2, 1);
  });

  it('drives into the goal and up its net', () => {
    const { state } = drive([0, 4000, 17], Math.PI / 2, 120);
    expect(state.onGround[0]).toBe(1);
    expect(state.position[1]).toBeGreaterThan(5880);
    expect(state.position[1]).toBeLessThan(6000);
    expect(state.up[1]).toBeLessThan(-0.7);
  });
});

/** A ball that was shot in weightlessness, a second later. */
function shoot(position: [number, number, number], velocity: [number, number, number]): Simulation {
  const simulation = new Simulation({ blue: 0, orange: 0, gravity: false });
  simulation.placeBall({ position, velocity });
  simulation.step(120);
  return simulation;
}

describe('the ball and the frame of a goal', () => {
  it('a ball into the middle scores, for blue at +y and for orange at -y', () => {
    expect(shoot([0, 4000, 300], [0, 3000, 0]).events.goal).toBe(1);
    expect(shoot([0, -4000, 300], [0, -3000, 0]).events.goal).toBe(2);
  });

  it('a ball against post, crossbar or the wall beside comes back', () => {
    for (const [x, z] of [
      [892, 300],
      [0, 643],
      [1200, 400],
    ] as const) {
      const { events, state } = shoot([x, 4000, z], [0, 3000, 0]);
      expect(events.goal).toBe(0);
      expect(state.ballVelocity[1]).toBeLessThan(-1000);
    }
  });

  it('a goal counts as the ball crosses the line, and once', () => {
    const simulation = new Simulation({ blue: 0, orange: 0, gravity: false });
    simulation.placeBall({ position: [0, GOAL_LINE_Y - 10, 300], velocity: [0, 600, 0] });
    simulation.step(1);
    expect(simulation.events.goal).toBe(0);
    simulation.step(2);
    expect(simulation.events.goal).toBe(1);
    simulation.clearEvents();
    simulation.step(1);
    expect(simulation.events.goal).toBe(0);
  });
});

describe('boost pads', () => {
  const small = pads.findIndex(({ big }) => !big);
  const big = pads.findIndex((pad) => pad.big);

  it.each([
    [small, 12, 4],
    [big, 100, 10],
  ])('pad %i gives %i and is back after %i s', (pad, boost, seconds) => {
    const simulation = new Simulation({ blue: 1, orange: 0, ball: false });
    const { x, y } = pads[pad]!;
    simulation.placeCar(0, { position: [x, y, 17], boost: 0 });
    simulation.step(1);
    expect(simulation.state.boost[0]).toBe(boost);
    expect(simulation.events.boostGained[0]).toBe(boost);
    expect(simulation.state.padCooldown[pad]).toBe(seconds);
    simulation.placeCar(0, { position: [0, 200, 17] });
    simulation.step(120 * seconds - 2);
    expect(simulation.state.padCooldown[pad]).toBeGreaterThan(0);
    simulation.step(4);
    expect(simulation.state.padCooldown[pad]).toBe(0);
  });

  it('give nothing to a full car', () => {
    const simulation = new Simulation({ blue: 1, orange: 0, ball: false });
    simulation.placeCar(0, { position: [pads[big]!.x, pads[big]!.y, 17], boost: 100 });
    simulation.step(10);
    expect(simulation.state.padCooldown[big]).toBe(0);
  });
});

/** One against one, of whom orange has just been demolished while it was boosting. */
function demolished(): Simulation {
  const simulation = new Simulation({ ...oneEach, ball: false });
  simulation.placeCar(0, { position: [0, -600, 17], velocity: [0, 2290, 0], yaw: Math.PI / 2 });
  simulation.placeCar(1, { position: [0, 0, 17], boost: 100 });
  simulation.controls.set([1, 0, 0, 0, 0, 0, 1, 0], 0);
  simulation.controls.set([0, 0, 0, 0, 0, 0, 1, 0], 8);
  simulation.step(60);
  return simulation;
}

it('lets a simulation continue in which a car waits for its return', () => {
  const first = demolished();
  const second = new Simulation({ ...oneEach, ball: false });
  second.loadState(first.saveState());
  expect(second.state.demolished[1]).toBe(1);
  first.step(120 * RESPAWN_TIME);
  second.step(120 * RESPAWN_TIME);
  expect(second.state.demolished[1]).toBe(0);
  expect(second.saveState()).toEqual(first.saveState());
});

it('demolishes an opponent at supersonic speed, who is back after three seconds', () => {
  const simulation = demolished();
  const { state, events } = simulation;
  expect([...events.demolitions]).toEqual([1, 0]);
  expect([...events.demolished]).toEqual([0, 1]);
  expect(state.demolished[1]).toBe(1);
  simulation.controls.fill(0);
  simulation.step(120 * RESPAWN_TIME);
  expect(state.demolished[1]).toBe(0);
  expect(state.position[4]).toBeGreaterThan(4000); // orange's own side
  expect(state.boost[1]).toBeCloseTo(100 / 3);
});

it('a team mate is bumped, not demolished', () => {
  const simulation = new Simulation({ blue: 2, orange: 0, ball: false });
  simulation.placeCar(0, { position: [0, -600, 17], velocity: [0, 2290, 0], yaw: Math.PI / 2 });
  simulation.placeCar(1, { position: [0, 0, 17] });
  simulation.controls.set([1, 0, 0, 0, 0, 0, 1, 0], 0);
  simulation.step(60);
  expect([...simulation.events.demolitions]).toEqual([0, 0]);
  expect(simulation.events.bumps[0]).toBe(1);
  expect(simulation.state.velocity[4]).toBeGreaterThan(1000);
});

it('counts each touch of the ball once, and knows who touched it last', () => {
  const simulation = kickedOff(oneEach);
  simulation.placeCar(1, { position: [0, 2000, 17], yaw: -Math.PI / 2 });
  simulation.controls.set([1, 0, 0, 0, 0, 0, 1, 0], 8);
  simulation.step(240);
  expect(simulation.state.lastTouch).toBe(1);
  expect(simulation.events.touches[0]).toBe(0);
  expect(simulation.events.touches[1]).toBeGreaterThanOrEqual(1);
  expect(simulation.events.touches[1]).toBeLessThan(10);
});

it('gives the dodge back on the ground, and takes it 1.25 s after a jump', () => {
  const simulation = new Simulation({ blue: 1, orange: 0, ball: false, field: 'void', gravity: false });
  simulation.placeCar(0, { position: [0, 0, 1000], hasJumped: true });
  expect(hasFlip(simulation.state, 0)).toBe(true);
  simulation.step(149);
  expect(hasFlip(simulation.state, 0)).toBe(true);
  simulation.step(3);
  expect(hasFlip(simulation.state, 0)).toBe(false);
});
