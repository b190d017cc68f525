import {
  BRAKE_FORCE,
  COASTING_BRAKE,
  ENGINE_FORCE,
  engineOfSpeed,
  GRAVITY,
  idleFrictionOfNormal,
  POWERSLIDE_FALL,
  POWERSLIDE_FORWARD_FRICTION,
  POWERSLIDE_FORWARD_GAIN,
  POWERSLIDE_RISE,
  POWERSLIDE_SIDE_FRICTION,
  powerslideSteerOfSpeed,
  SIDE_FRICTION_LOSS,
  steerOfSpeed,
  STICKY_SHARE,
  STOPPING_SPEED,
  THROTTLE_DEADZONE,
  TICK,
  WHEEL_SLIP_SPEED,
} from './constants.ts';
import type { Wheels } from './wheels.ts';
import { speedForwards } from './speed.ts';
import type { World } from './world.ts';

/**
 * Turns throttle, steer and handbrake into what the wheels do: engine, brake, steering angle and friction of the next
 * tick, and the pull towards the ground in this one.
 */
export function updateDriving(world: World, wheels: Wheels, car: number): void {
  const { state, controls, acceleration } = world;
  const forwardSpeed = speedForwards(state, car);
  const at = 8 * car;
  const handbraking = controls[at + 7]! > 0;
  const slide = state.handbrake[car]! + (handbraking ? POWERSLIDE_RISE : -POWERSLIDE_FALL) * TICK;
  state.handbrake[car] = slide < 0 ? 0 : slide > 1 ? 1 : slide;

  const throttle = controls[at + 6]! > 0 && state.boost[car]! > 0 ? 1 : controls[at]!;
  const speed = Math.abs(forwardSpeed);
  let engine = throttle;
  let brake = 0;
  if (!handbraking) {
    if (Math.abs(throttle) < THROTTLE_DEADZONE) {
      engine = 0;
      brake = speed < STOPPING_SPEED ? 1 : COASTING_BRAKE;
    } else if (speed > STOPPING_SPEED && throttle > 0 !== forwardSpeed > 0) {
      engine = 0;
      brake = 1;
    }
  }
  // Fewer than three wheels on the ground drive with a quarter of the force.
  const drive = engine === 0 ? 0 : engine * ENGINE_FORCE * engineOfSpeed.at(speed);
  state.engineForce[car] = wheels.count < 3 ? drive / 4 : drive;
  state.brakeForce[car] = brake * BRAKE_FORCE;

  const handbrake = state.handbrake[car]!;
  let steer = 0;
  if (controls[at + 1] !== 0) {
    steer = steerOfSpeed.at(speed);
    if (handbrake > 0) steer += (powerslideSteerOfSpeed.at(speed) - steer) * handbrake;
  }
  state.steerAngle[car] = steer * controls[at + 1]!;

  if (wheels.count === 0) return;
  updateFriction(world, wheels, car, throttle);
  if (!wheels.onField) return;
  const full = throttle !== 0 || speed > STOPPING_SPEED;
  const pull = (STICKY_SHARE + (full ? 1 - Math.abs(wheels.upZ) : 0)) * GRAVITY;
  acceleration[3 * car]! += pull * wheels.upX;
  acceleration[3 * car + 1]! += pull * wheels.upY;
  acceleration[3 * car + 2]! += pull * wheels.upZ;
}

/** Slipping wheels hold less, the more so in a powerslide; without throttle those on a slope do, too. */
function updateFriction({ state }: World, wheels: Wheels, car: number, throttle: number): void {
  const handbrake = state.handbrake[car]!;
  for (let wheel = 0; wheel < 4; wheel++) {
    if (wheels.contact[wheel] === 0) continue;
    const sideSpeed = Math.abs(wheels.sideSpeed[wheel]!);
    const slip = sideSpeed > WHEEL_SLIP_SPEED ? sideSpeed / (Math.abs(wheels.longSpeed[wheel]!) + sideSpeed) : 0;
    let side = 1 - SIDE_FRICTION_LOSS * slip;
    let along = 1;
    if (handbrake > 0) {
      side *= (POWERSLIDE_SIDE_FRICTION - 1) * handbrake + 1;
      along = (POWERSLIDE_FORWARD_FRICTION + POWERSLIDE_FORWARD_GAIN * slip - 1) * handbrake + 1;
    }
    if (throttle === 0) {
      const upright = wheels.normal[3 * wheel + 2]!;
      const hold = upright >= 1 ? 1 : idleFrictionOfNormal.at(upright);
      side *= hold;
      along *= hold;
    }
    state.sideFriction[4 * car + wheel] = side;
    state.forwardFriction[4 * car + wheel] = along;
  }
}
