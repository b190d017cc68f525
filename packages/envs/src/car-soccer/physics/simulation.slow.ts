import { expect, it } from 'vitest';
import { Random } from '@longplay/runtime';
import { outsideArena, pressRandomly, scatter } from '../../fixtures/car-soccer/play.ts';
import { BALL_MAX_SPEED, CAR_MAX_SPEED } from './constants.ts';
import { Simulation } from './simulation.ts';

it.each([1, 2, 3])(
  'keeps a match of %i a side inside, finite and under its speeds for a million ticks',
  (side) => {
    const random = Random.from(side);
    const simulation = new Simulation({ blue: side, orange: side });
    const { state, cars } = simulation;
    let [ballOutside, carOutside] = [-Infinity, -Infinity];
    let [ballSpeed, carSpeed] = [0, 0];
    for (let i = 0; i < 125_000; i++) {
      // Anew after a goal, and now and then, so that fast balls and falling cars stay frequent.
      if (i % 500 === 0 || simulation.events.goal > 0) {
        scatter(simulation, random);
        simulation.clearEvents();
      }
      pressRandomly(simulation, random);
      simulation.step(8);
      ballOutside = Math.max(ballOutside, outsideArena(state.ballPosition, 0));
      ballSpeed = Math.max(ballSpeed, Math.hypot(...state.ballVelocity));
      for (let car = 0; car < cars; car++) {
        carOutside = Math.max(carOutside, outsideArena(state.position, 3 * car));
        carSpeed = Math.max(carSpeed, Math.hypot(...state.velocity.subarray(3 * car, 3 * car + 3)));
      }
    }
    expect(ballOutside).toBeLessThanOrEqual(0);
    // The centre of mass lies just below the hitbox: over a post's edge it may pass the wall's line.
    expect(carOutside).toBeLessThanOrEqual(5);
    expect(ballSpeed).toBeLessThanOrEqual(BALL_MAX_SPEED * (1 + 1e-12));
    expect(carSpeed).toBeLessThanOrEqual(CAR_MAX_SPEED * (1 + 1e-12));
  },
  120_000,
);
