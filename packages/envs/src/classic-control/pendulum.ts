/**
 * Pendulum-v1: swing a pendulum up and hold it there, with a torque too weak to lift it at once. Equal to Gymnasium's
 * [0], which computes with the torque in 32 bits and with all else in 64.
 *
 * [0] https://gymnasium.farama.org/environments/classic_control/pendulum
 */
import type { Random } from '@longplay/runtime';
import type { BatchStep } from '../batch-env.ts';
import type { Dynamics } from '../dynamics/dynamics.ts';
import { colors, type Scene } from '../dynamics/scene.ts';
import { box } from '../spaces.ts';
import { cos, sin } from './sincos.ts';

const GRAVITY = 10; // m/s^2; the rod has 1 m and 1 kg
const MAX_SPEED = 8; // radians/s
const MAX_TORQUE = 2; // N m
const DT = 0.05; // s a step
const TURN = 2 * Math.PI;

export class Pendulum implements Dynamics {
  readonly id = 'Pendulum-v1';
  readonly observationSpace = box([-1, -1, -MAX_SPEED], [1, 1, MAX_SPEED]);
  readonly actionSpace = box(-MAX_TORQUE, MAX_TORQUE);
  readonly timeLimit = 200;
  readonly stateSize = 2;
  /** Angle in radians from upright, not wrapped; angular velocity in radians/s. */
  readonly state: Float64Array;

  constructor(rows: number) {
    this.state = new Float64Array(rows * this.stateSize);
  }

  begin(row: number, random: Random): void {
    this.state[2 * row] = Math.PI * (2 * random.float() - 1);
    this.state[2 * row + 1] = 2 * random.float() - 1;
  }

  observe(row: number, observations: Float32Array): void {
    const theta = this.state[2 * row]!;
    observations[3 * row] = cos(theta);
    observations[3 * row + 1] = sin(theta);
    observations[3 * row + 2] = this.state[2 * row + 1]!;
  }

  advance(actions: Float32Array, { observations, rewards, terminated }: BatchStep): void {
    const { state } = this;
    for (let row = 0; 2 * row < state.length; row++) {
      const theta = state[2 * row]!;
      const omega = state[2 * row + 1]!;
      const torque = Math.max(-MAX_TORQUE, Math.min(MAX_TORQUE, actions[row]!));
      const error = theta - TURN * Math.floor((theta + Math.PI) / TURN); // in [-pi, pi)
      const effort = Math.fround(Math.fround(0.001) * Math.fround(torque * torque));
      rewards[row] = -(error * error + 0.1 * (omega * omega) + effort);
      const alpha = ((3 * GRAVITY) / 2) * sin(theta) + Math.fround(3 * torque);
      const speed = Math.max(-MAX_SPEED, Math.min(MAX_SPEED, omega + alpha * DT));
      const angle = theta + speed * DT;
      state[2 * row] = angle;
      state[2 * row + 1] = speed;
      observations[3 * row] = cos(angle);
      observations[3 * row + 1] = sin(angle);
      observations[3 * row + 2] = speed;
      terminated[row] = 0;
    }
  }

  scene(row: number): Scene {
    const theta = this.state[2 * row]!;
    const tip = [sin(theta), cos(theta)] as const;
    return {
      left: -1.2,
      right: 1.2,
      bottom: -1.2,
      top: 1.2,
      shapes: [
        { points: [[0, 0], tip], width: 0.12, color: colors.link },
        { center: [0, 0], radius: 0.06, color: colors.joint },
      ],
    };
  }
}
