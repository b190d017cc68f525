/**
 * CartPole-v1: a pole stands on a cart; pushing the cart left or right keeps it up [0]. Equal to Gymnasium's [1], with
 * explicit Euler integration.
 *
 * [0] Barto, Sutton and Anderson, "Neuronlike adaptive elements that can solve difficult learning control problems",
 *     1983; the equations without friction: Florian, "Correct equations for the dynamics of the cart-pole system", 2007
 * [1] https://gymnasium.farama.org/environments/classic_control/cart_pole
 */
import type { Random } from '@longplay/runtime';
import type { BatchStep } from '../batch-env.ts';
import type { Dynamics } from '../dynamics/dynamics.ts';
import { colors, type Scene } from '../dynamics/scene.ts';
import { box, discrete } from '../spaces.ts';
import { cos, sin } from './sincos.ts';

const GRAVITY = 9.8; // m/s^2
const POLE_MASS = 0.1; // kg
const TOTAL_MASS = 1.1; // kg, with the cart of 1 kg
const LENGTH = 0.5; // m, half the pole
const POLE_MASS_LENGTH = POLE_MASS * LENGTH;
const FORCE = 10; // N
const TAU = 0.02; // s a step
/** The episode ends beyond this position, in m, or this angle: 12 degrees. */
const POSITION_LIMIT = 2.4;
const ANGLE_LIMIT = (12 * 2 * Math.PI) / 360;
/** The state begins uniformly within this of 0. */
const START = 0.05;

export class CartPole implements Dynamics {
  readonly id = 'CartPole-v1';
  readonly observationSpace = box(
    [-2 * POSITION_LIMIT, -Infinity, -2 * ANGLE_LIMIT, -Infinity],
    [2 * POSITION_LIMIT, Infinity, 2 * ANGLE_LIMIT, Infinity],
  );
  readonly actionSpace = discrete(2);
  readonly timeLimit = 500;
  readonly stateSize = 4;
  /** Position in m, velocity in m/s, angle in radians from upright, angular velocity in radians/s. */
  readonly state: Float64Array;

  constructor(rows: number) {
    this.state = new Float64Array(rows * this.stateSize);
  }

  begin(row: number, random: Random): void {
    for (let i = row * 4; i < row * 4 + 4; i++) this.state[i] = -START + 2 * START * random.float();
  }

  observe(row: number, observations: Float32Array): void {
    for (let i = row * 4; i < row * 4 + 4; i++) observations[i] = this.state[i]!;
  }

  advance(actions: Float32Array, { observations, rewards, terminated }: BatchStep): void {
    const { state } = this;
    for (let row = 0, at = 0; at < state.length; row++, at += 4) {
      let x = state[at]!;
      let v = state[at + 1]!;
      let theta = state[at + 2]!;
      let omega = state[at + 3]!;
      const force = FORCE * (2 * actions[row]! - 1); // without a branch, which random actions would mispredict
      // Within 12 degrees these Taylor polynomials are exact to the last bit or two, and faster than sincos.ts.
      const q = theta * theta;
      const sinTheta =
        theta - theta * q * (1 / 6 - q * (1 / 120 - q * (1 / 5040 - q * (1 / 362880 - q * (1 / 39916800)))));
      const cosTheta = 1 - q * (1 / 2 - q * (1 / 24 - q * (1 / 720 - q * (1 / 40320 - q * (1 / 3628800)))));
      const temp = (force + POLE_MASS_LENGTH * (omega * omega) * sinTheta) / TOTAL_MASS;
      const alpha =
        (GRAVITY * sinTheta - cosTheta * temp) / (LENGTH * (4 / 3 - (POLE_MASS * (cosTheta * cosTheta)) / TOTAL_MASS));
      const acceleration = temp - (POLE_MASS_LENGTH * alpha * cosTheta) / TOTAL_MASS;
      x += TAU * v;
      v += TAU * acceleration;
      theta += TAU * omega;
      omega += TAU * alpha;
      observations[at] = state[at] = x;
      observations[at + 1] = state[at + 1] = v;
      observations[at + 2] = state[at + 2] = theta;
      observations[at + 3] = state[at + 3] = omega;
      rewards[row] = 1;
      terminated[row] = Math.abs(x) > POSITION_LIMIT || Math.abs(theta) > ANGLE_LIMIT ? 1 : 0;
    }
  }

  scene(row: number): Scene {
    const x = this.state[4 * row]!;
    const theta = this.state[4 * row + 2]!;
    const tip = [x + 2 * LENGTH * sin(theta), 0.2 + 2 * LENGTH * cos(theta)] as const;
    return {
      left: -POSITION_LIMIT,
      right: POSITION_LIMIT,
      bottom: -0.1,
      top: 1.3,
      shapes: [
        {
          points: [
            [-POSITION_LIMIT, 0],
            [POSITION_LIMIT, 0],
          ],
          width: 0.01,
          color: colors.ground,
        },
        {
          points: [
            [x - 0.2, 0.1],
            [x + 0.2, 0.1],
          ],
          width: 0.2,
          color: colors.body,
        },
        { points: [[x, 0.2], tip], width: 0.06, color: colors.link },
        { center: [x, 0.2], radius: 0.03, color: colors.joint },
      ],
    };
  }
}
