/**
 * Acrobot-v1: two links hang from a fixed point; a torque on the joint between them must swing the tip above a line [0].
 * Equal to Gymnasium's [1], with the equations of the book [2] and one Runge-Kutta step of 0.2 s.
 *
 * [0] Sutton, "Generalization in Reinforcement Learning: Successful Examples Using Sparse Coarse Coding", NIPS 1996
 * [1] https://gymnasium.farama.org/environments/classic_control/acrobot
 * [2] Sutton and Barto, "Reinforcement Learning: An Introduction", 1st edition, 1998, section 11.3
 */
import type { Random } from '@longplay/runtime';
import type { BatchStep } from '../batch-env.ts';
import type { Dynamics } from '../dynamics/dynamics.ts';
import { colors, type Scene } from '../dynamics/scene.ts';
import { box, discrete } from '../spaces.ts';
import { cos, sin } from './sincos.ts';

// Both links have 1 m, 1 kg, a moment of inertia of 1 kg m^2, and their centre of mass in the middle.
const GRAVITY = 9.8; // m/s^2
const DT = 0.2; // s a step
const MAX_SPEED_1 = 4 * Math.PI; // radians/s
const MAX_SPEED_2 = 9 * Math.PI;
/** The state begins uniformly within this of 0. */
const START = 0.1;

export class Acrobot implements Dynamics {
  readonly id = 'Acrobot-v1';
  readonly observationSpace = box([-1, -1, -1, -1, -MAX_SPEED_1, -MAX_SPEED_2], [1, 1, 1, 1, MAX_SPEED_1, MAX_SPEED_2]);
  readonly actionSpace = discrete(3);
  readonly timeLimit = 500;
  readonly stateSize = 4;
  /** Angle of the first link from hanging down, of the second from the first, in radians; their velocities, in radians/s. */
  readonly state: Float64Array;

  constructor(rows: number) {
    this.state = new Float64Array(rows * this.stateSize);
  }

  /** Gymnasium draws it in 32 bits. */
  begin(row: number, random: Random): void {
    for (let i = 4 * row; i < 4 * row + 4; i++) this.state[i] = Math.fround(START * (2 * random.float() - 1));
  }

  observe(row: number, observations: Float32Array): void {
    const { state } = this;
    const theta1 = state[4 * row]!;
    const theta2 = state[4 * row + 1]!;
    observations[6 * row] = cos(theta1);
    observations[6 * row + 1] = sin(theta1);
    observations[6 * row + 2] = cos(theta2);
    observations[6 * row + 3] = sin(theta2);
    observations[6 * row + 4] = state[4 * row + 2]!;
    observations[6 * row + 5] = state[4 * row + 3]!;
  }

  advance(actions: Float32Array, { observations, rewards, terminated }: BatchStep): void {
    const { state } = this;
    for (let row = 0; 4 * row < state.length; row++) {
      const torque = actions[row]! - 1;
      const theta1 = state[4 * row]!;
      const theta2 = state[4 * row + 1]!;
      const omega1 = state[4 * row + 2]!;
      const omega2 = state[4 * row + 3]!;
      // The classic Runge-Kutta step: four slopes, each taken `ahead` along the one before it; their weighted sum.
      let [slope1, slope2, slope3, slope4] = [0, 0, 0, 0];
      let [sum1, sum2, sum3, sum4] = [0, 0, 0, 0];
      for (let stage = 0; stage < 4; stage++) {
        const ahead = stage === 0 ? 0 : stage === 3 ? DT : DT / 2;
        const weight = stage === 0 || stage === 3 ? 1 : 2;
        const angle1 = theta1 + ahead * slope1;
        const angle2 = theta2 + ahead * slope2;
        const speed1 = omega1 + ahead * slope3;
        const speed2 = omega2 + ahead * slope4;
        const sin1 = sin(angle1);
        const cos1 = cos(angle1);
        const sin2 = sin(angle2);
        const cos2 = cos(angle2);
        // The equations of motion of [2], with these links in them.
        const d1 = 3.5 + cos2;
        const d2 = 1.25 + 0.5 * cos2;
        const ratio = d2 / d1;
        const phi2 = 0.5 * GRAVITY * (sin1 * cos2 + cos1 * sin2);
        const phi1 = -0.5 * speed2 * speed2 * sin2 - speed2 * speed1 * sin2 + 1.5 * GRAVITY * sin1 + phi2;
        slope1 = speed1;
        slope2 = speed2;
        slope4 = (torque + ratio * phi1 - 0.5 * speed1 * speed1 * sin2 - phi2) / (1.25 - d2 * ratio);
        slope3 = -(d2 * slope4 + phi1) / d1;
        sum1 += weight * slope1;
        sum2 += weight * slope2;
        sum3 += weight * slope3;
        sum4 += weight * slope4;
      }
      const newTheta1 = wrap(theta1 + (DT / 6) * sum1);
      const newTheta2 = wrap(theta2 + (DT / 6) * sum2);
      state[4 * row] = newTheta1;
      state[4 * row + 1] = newTheta2;
      state[4 * row + 2] = Math.max(-MAX_SPEED_1, Math.min(MAX_SPEED_1, omega1 + (DT / 6) * sum3));
      state[4 * row + 3] = Math.max(-MAX_SPEED_2, Math.min(MAX_SPEED_2, omega2 + (DT / 6) * sum4));
      this.observe(row, observations);
      const up = tipHeight(newTheta1, newTheta2) > 1;
      rewards[row] = up ? 0 : -1;
      terminated[row] = up ? 1 : 0;
    }
  }

  scene(row: number): Scene {
    const theta1 = this.state[4 * row]!;
    const theta12 = theta1 + this.state[4 * row + 1]!;
    const joint = [sin(theta1), -cos(theta1)] as const;
    const tip = [joint[0] + sin(theta12), joint[1] - cos(theta12)] as const;
    return {
      left: -2.2,
      right: 2.2,
      bottom: -2.2,
      top: 2.2,
      shapes: [
        {
          points: [
            [-2.2, 1],
            [2.2, 1],
          ],
          width: 0.02,
          color: colors.goal,
        },
        { points: [[0, 0], joint, tip], width: 0.16, color: colors.link },
        { center: [0, 0], radius: 0.08, color: colors.joint },
        { center: joint, radius: 0.08, color: colors.joint },
      ],
    };
  }
}

/** Of the end of the second link, in m above the fixed point. */
function tipHeight(theta1: number, theta2: number): number {
  return -cos(theta1) - cos(theta2 + theta1);
}

/** The angle in [-pi, pi] that is a whole number of turns away. */
function wrap(angle: number): number {
  while (angle > Math.PI) angle -= 2 * Math.PI;
  while (angle < -Math.PI) angle += 2 * Math.PI;
  return angle;
}
