/** One tick of a match, in the order of the reference: controls, contacts, motion, what follows from them. */
import { updateAirControl } from './air-control.ts';
import { BoostPads } from './boost-pads.ts';
import { updateBoost } from './boost.ts';
import { collideCarBall } from './car-ball.ts';
import { collideCars } from './car-car.ts';
import {
  BALL_DRAG_FACTOR,
  BALL_MAX_ANGULAR_SPEED,
  BALL_MAX_SPEED,
  CAR_MAX_ANGULAR_SPEED,
  CAR_MAX_SPEED,
  GOAL_LINE_Y,
  SUPERSONIC_KEEP_SPEED,
  SUPERSONIC_KEEP_TIME,
  SUPERSONIC_SPEED,
  TICK,
} from './constants.ts';
import { ContactSolver } from './contact-solver.ts';
import { Contacts } from './contacts.ts';
import { updateSecondJump } from './dodge.ts';
import { updateDriving } from './driving.ts';
import { voidField, type Surroundings } from './surroundings.ts';
import { updateJump } from './jump.ts';
import { updateAutoFlip, updateAutoRoll } from './recovery.ts';
import { turnAxes } from './rotation.ts';
import { Wheels } from './wheels.ts';
import type { World } from './world.ts';

export class Ticker {
  private readonly world: World;
  private readonly field: Surroundings;
  private readonly wheels: Wheels;
  private readonly contacts: Contacts;
  private readonly solver: ContactSolver;
  private readonly pads: BoostPads;
  private readonly respawn: (car: number) => void;

  /** @param respawn - puts a demolished car back on the field */
  constructor(world: World, field: Surroundings, respawn: (car: number) => void) {
    this.world = world;
    this.field = field;
    this.wheels = new Wheels(world, field);
    this.contacts = new Contacts(world);
    this.solver = new ContactSolver(world, this.contacts);
    this.pads = new BoostPads(world);
    this.respawn = respawn;
  }

  /** Plays so many ticks. */
  run(ticks: number): void {
    this.pads.begin();
    for (let i = 0; i < ticks; i++) this.tick();
  }

  private tick(): void {
    const { world } = this;
    const { state, cars } = world;
    this.wakeBall();
    for (let car = 0; car < cars; car++) {
      if (state.demolished[car] === 1) this.waitForRespawn(car);
      if (state.demolished[car] === 0) this.control(car);
    }
    if (world.hasBall) for (let k = 0; k < 3; k++) state.ballVelocity[k]! *= BALL_DRAG_FACTOR;
    this.collide();
    this.solver.solve();
    const wasScored = scorerOf(state.ballPosition);
    this.move();
    for (let car = 0; car < cars; car++) if (state.demolished[car] === 0) this.finishCar(car);
    if (this.field !== voidField) {
      this.pads.update();
      this.noticeGoal(wasScored);
    }
    if (world.hasBall) this.finishBall();
    state.tick++;
  }

  private wakeBall(): void {
    const { ballVelocity: v, ballAngularVelocity: w } = this.world.state;
    this.world.ballAwake = v[0] !== 0 || v[1] !== 0 || v[2] !== 0 || w[0] !== 0 || w[1] !== 0 || w[2] !== 0;
  }

  private waitForRespawn(car: number): void {
    const { state } = this.world;
    state.respawnTimer[car] = Math.max(state.respawnTimer[car]! - TICK, 0);
    if (state.respawnTimer[car] === 0) this.respawn(car);
  }

  /** What the controls of a car do in this tick. */
  private control(car: number): void {
    const { world, wheels } = this;
    const { state, controls } = world;
    const at = 3 * car;
    world.acceleration[at] = 0;
    world.acceleration[at + 1] = 0;
    world.acceleration[at + 2] = world.gravity;
    for (let i = at; i < at + 3; i++) world.angularAcceleration[i] = 0;
    wheels.cast(car);
    state.onGround[car] = wheels.count >= 3 ? 1 : 0;
    const pressed = controls[8 * car + 5]! > 0 && state.jumpHeld[car] === 0;
    updateDriving(world, wheels, car);
    if (wheels.count < 3) updateAirControl(world, car, wheels.count === 0);
    else state.flipping[car] = 0;
    updateJump(world, car, pressed);
    updateAutoFlip(world, car, pressed);
    updateSecondJump(world, car, pressed);
    const tilted = (wheels.count > 0 && wheels.count < 4) || state.worldContact[car] === 1;
    if (tilted && controls[8 * car] !== 0) updateAutoRoll(world, wheels, car);
    state.worldContact[car] = 0;
    wheels.push(car);
    updateBoost(world, car);
  }

  private collide(): void {
    const { world, field, contacts } = this;
    const { state, cars } = world;
    contacts.count = 0;
    for (let car = cars - 1; car >= 0; car--) {
      if (state.demolished[car] === 1) continue;
      for (let other = 0; other < car; other++) collideCars(contacts, other, car);
    }
    for (let car = 0; car < cars; car++)
      if (world.hasBall && state.demolished[car] === 0) collideCarBall(contacts, car);
    for (let car = cars - 1; car >= 0; car--) {
      if (state.demolished[car] === 1) continue;
      field.collideCar(contacts, car);
    }
    if (world.hasBall && world.ballAwake) field.collideBall(contacts);
  }

  private move(): void {
    const { state, cars } = this.world;
    const { ballPosition, ballVelocity, position, velocity, angularVelocity } = state;
    for (let k = 0; k < 3; k++) ballPosition[k]! += ballVelocity[k]! * TICK;
    for (let car = 0; car < cars; car++) {
      if (state.demolished[car] === 1) continue;
      const at = 3 * car;
      for (let i = at; i < at + 3; i++) position[i]! += velocity[i]! * TICK;
      turnAxes(state, at, angularVelocity, at, TICK);
    }
  }

  private finishCar(car: number): void {
    const { state, carKick, controls } = this.world;
    const { velocity } = state;
    const at = 3 * car;
    const speed2 = squared(velocity, at);
    const keeps = state.supersonic[car] === 1 && state.supersonicTime[car]! < SUPERSONIC_KEEP_TIME;
    const needed = keeps ? SUPERSONIC_KEEP_SPEED : SUPERSONIC_SPEED;
    state.supersonic[car] = speed2 >= needed * needed ? 1 : 0;
    state.supersonicTime[car] = state.supersonic[car] === 1 ? state.supersonicTime[car]! + TICK : 0;
    if (state.bumpCooldown[car]! > 0) state.bumpCooldown[car] = Math.max(state.bumpCooldown[car]! - TICK, 0);
    state.jumpHeld[car] = controls[8 * car + 5]! > 0 ? 1 : 0;
    for (let i = at; i < at + 3; i++) {
      velocity[i]! += carKick[i]!;
      carKick[i] = 0;
    }
    limit(velocity, at, CAR_MAX_SPEED);
    limit(state.angularVelocity, at, CAR_MAX_ANGULAR_SPEED);
  }

  private finishBall(): void {
    const { state, ballKick } = this.world;
    for (let k = 0; k < 3; k++) {
      state.ballVelocity[k]! += ballKick[k]!;
      ballKick[k] = 0;
    }
    limit(state.ballVelocity, 0, BALL_MAX_SPEED);
    limit(state.ballAngularVelocity, 0, BALL_MAX_ANGULAR_SPEED);
  }

  /** A goal is scored once, as the ball crosses the line; a ball that stays behind it scores no more. */
  private noticeGoal(wasScored: number): void {
    const { state, events } = this.world;
    const scorer = scorerOf(state.ballPosition);
    if (scorer !== wasScored && events.goal === 0) events.goal = scorer;
  }
}

/** In whose favour the ball lies behind a goal's line: 1 blue's, 2 orange's, 0 neither's. */
function scorerOf(ballPosition: Float64Array): number {
  const y = ballPosition[1]!;
  if (Math.abs(y) <= GOAL_LINE_Y) return 0;
  return y > 0 ? 1 : 2;
}

function squared(v: Float64Array, at: number): number {
  return v[at]! * v[at]! + v[at + 1]! * v[at + 1]! + v[at + 2]! * v[at + 2]!;
}

/** Shortens a vector that is longer than `most`. */
function limit(v: Float64Array, at: number, most: number): void {
  const q = squared(v, at);
  if (q <= most * most) return;
  const k = most / Math.sqrt(q);
  v[at]! *= k;
  v[at + 1]! *= k;
  v[at + 2]! *= k;
}
