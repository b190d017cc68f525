/**
 * Constants of the simulation. Unless a line says otherwise a value was read from, or measured with, the rocketsim 2.2.1
 * package. Lengths in uu (about 1 cm), times in s, angles in rad, masses in the package's own unit.
 */
import { Curve } from './curve.ts';

export const TICKS_PER_SECOND = 120;
/** Seconds. This and the times that are compared with are in single precision, as the reference has them. */
export const TICK = Math.fround(1 / TICKS_PER_SECOND);
export const GRAVITY = -650; // uu/s^2

// The ball
export const BALL_RADIUS = 91.25; // uu
export const BALL_REST_Z = 93.15; // uu
export const BALL_MASS = 30;
export const BALL_INERTIA = 0.4 * BALL_MASS * BALL_RADIUS * BALL_RADIUS;
export const BALL_MAX_SPEED = 6000; // uu/s
export const BALL_MAX_ANGULAR_SPEED = 6; // rad/s
/** Share of its velocity that the ball keeps in a tick: 1 - 0.03 in a second. */
export const BALL_DRAG_FACTOR = 0.9997462107840804; // 0.97 ^ (1 / 120)

// The car
export const CAR_REST_Z = 17; // uu
export const CAR_RESPAWN_Z = 36; // uu
export const CAR_MASS = 180;
export const CAR_MAX_SPEED = 2300; // uu/s
export const CAR_MAX_ANGULAR_SPEED = 5.5; // rad/s
export const SUPERSONIC_SPEED = 2200; // uu/s
/** A supersonic car stays so down to this speed, in uu/s, for this long. */
export const SUPERSONIC_KEEP_SPEED = 2100;
export const SUPERSONIC_KEEP_TIME = Math.fround(1); // s

// Boost
export const BOOST_MAX = 100;
export const BOOST_AT_START = 100 / 3;
export const BOOST_PER_SECOND = 100 / 3;
export const BOOST_MIN_TIME = Math.fround(0.1); // s
export const BOOST_ACCELERATION_GROUND = 991.66668701; // uu/s^2
export const BOOST_ACCELERATION_AIR = 1058.33337402; // uu/s^2
/** Throttle in the air. */
export const THROTTLE_ACCELERATION_AIR = 66.66666412; // uu/s^2

// Jump and dodge
export const JUMP_SPEED = 291.66665649; // uu/s, at once
export const JUMP_ACCELERATION = 1458.33337402; // uu/s^2, while held
/** Until JUMP_MIN_TIME the thrust has this share. */
export const JUMP_FIRST_SHARE = 0.62;
export const JUMP_MIN_TIME = Math.fround(0.025); // s
export const JUMP_MAX_TIME = Math.fround(0.2); // s
/** Within this time after a jump wheels that still touch do not give the jump back. */
export const JUMP_RESET_TIME = Math.fround(0.05); // s
export const DOUBLE_JUMP_MAX_DELAY = Math.fround(1.25); // s
/** Sum of |pitch|, |yaw|, |roll| from which a second jump is a dodge. */
export const DODGE_DEADZONE = 0.5;
export const DODGE_SPEED = 500; // uu/s
/** How much more a dodge gives at full speed: forwards, sideways, backwards. */
export const DODGE_FORWARD_SCALE = 1;
export const DODGE_SIDE_SCALE = 1.9;
export const DODGE_BACKWARD_SCALE = 2.5;
/** A backward dodge is stronger by this at any speed. */
export const DODGE_BACKWARD_FACTOR = 16 / 15;
export const DODGE_TORQUE_TIME = Math.fround(0.65); // s
/** So long after its start a dodge locks the pitch. */
export const DODGE_PITCH_LOCK_TIME = Math.fround(0.95); // s
export const DODGE_ROLL_ACCELERATION = 260; // rad/s^2
export const DODGE_PITCH_ACCELERATION = 224; // rad/s^2
/** Each tick of a dodge in this time takes this share of the vertical speed; after its end only when falling. */
export const DODGE_Z_DAMPING = 0.35;
export const DODGE_Z_DAMPING_START = Math.fround(0.15); // s
export const DODGE_Z_DAMPING_END = Math.fround(0.21); // s

// Air control: accelerations at full input and damping, of pitch, yaw, roll
const AIR_TORQUE_SCALE = 0.0958738; // 2 pi / 2^16 * 1000
export const AIR_PITCH = 130 * AIR_TORQUE_SCALE; // rad/s^2
export const AIR_YAW = 95 * AIR_TORQUE_SCALE;
export const AIR_ROLL = 400 * AIR_TORQUE_SCALE;
export const AIR_PITCH_DAMPING = 30 * AIR_TORQUE_SCALE; // 1/s
export const AIR_YAW_DAMPING = 20 * AIR_TORQUE_SCALE;
export const AIR_ROLL_DAMPING = 50 * AIR_TORQUE_SCALE;

// Getting back on the wheels
export const AUTO_FLIP_SPEED = 200; // uu/s, away from the roof
export const AUTO_FLIP_ACCELERATION = 50; // rad/s^2
export const AUTO_FLIP_TIME = 0.4; // s, for half a turn
export const AUTO_FLIP_MIN_NORMAL_Z = Math.SQRT1_2;
export const AUTO_FLIP_MIN_ROLL = 2.8; // rad
export const AUTO_ROLL_ACCELERATION = 100; // uu/s^2, towards the ground
export const AUTO_ROLL_ANGULAR_ACCELERATION = 80; // rad/s^2

// Driving
export const ENGINE_FORCE = 72000; // a wheel, mass x uu/s^2
export const BRAKE_FORCE = 2625; // a wheel, before the scale of the wheels' friction
export const THROTTLE_DEADZONE = 0.001;
export const COASTING_BRAKE = 0.15;
/** Below this speed a car without throttle brakes fully. */
export const STOPPING_SPEED = 25; // uu/s
export const POWERSLIDE_RISE = 5; // 1/s
export const POWERSLIDE_FALL = 2; // 1/s
export const engineOfSpeed = new Curve([0, 1], [1400, 0.1], [1410, 0]);
export const steerOfSpeed = new Curve(
  [0, 0.53356],
  [500, 0.3193],
  [1000, 0.18203],
  [1500, 0.1057],
  [1750, 0.08507],
  [3000, 0.03454],
); // rad
export const powerslideSteerOfSpeed = new Curve([0, 0.39235], [2500, 0.1261]); // rad

// Wheels
export const SUSPENSION_TRAVEL = 12; // uu
/** The ray of a wheel is this much shorter than the wheel reaches. */
export const SUSPENSION_SHORTENING = 2.5; // uu
export const SUSPENSION_STIFFNESS = 500; // 1/s^2
export const SUSPENSION_COMPRESSION_DAMPING = 25; // 1/s
export const SUSPENSION_RELAXATION_DAMPING = 40; // 1/s
export const SUSPENSION_FORCE_FRONT = 35.75; // mass
export const SUSPENSION_FORCE_BACK = 54.265; // mass
/** Share of a wheel's penetration that is corrected in a tick. */
export const WHEEL_PENETRATION_CORRECTION = 0.2;
/** Share of the sideways velocity of a wheel that its friction cancels, before the other scales. */
export const WHEEL_SIDE_DAMPING = 0.2;
/** Brake per uu/s of rolling, up to BRAKE_FORCE. */
export const WHEEL_BRAKE_SLOPE = 113.73963;
/** Below this sideways speed a wheel does not slip. */
export const WHEEL_SLIP_SPEED = 5; // uu/s
/** Pull towards the surface under the wheels, as a share of gravity; more on walls when driving. */
export const STICKY_SHARE = 0.5;
/** Friction across a wheel falls by this share from rolling to sliding sideways. */
export const SIDE_FRICTION_LOSS = 0.8;
/** In a powerslide this share of it is left. */
export const POWERSLIDE_SIDE_FRICTION = 0.1;
/** In a powerslide friction along a wheel has this share when rolling, and gains the other to sliding sideways. */
export const POWERSLIDE_FORWARD_FRICTION = 0.5;
export const POWERSLIDE_FORWARD_GAIN = 0.4;
/** Friction without throttle by the vertical part of the ground's normal. */
export const idleFrictionOfNormal = new Curve([0, 0.1], [0.7075, 0.5], [1, 1]);

// Contacts. The package's engine, Bullet, works at a scale of 50 uu.
const ENGINE_SCALE = 50; // uu
export const SOLVER_ITERATIONS = 10;
/** Share of a penetration that is corrected in a tick. */
export const PENETRATION_CORRECTION = 0.8;
/** Share of the rotation that this correction causes. */
export const TURN_CORRECTION = 0.1;
/** Slower impacts do not bounce. */
export const RESTITUTION_MIN_SPEED = 0.2 * ENGINE_SCALE; // uu/s
/** Bodies touch within this share of the smaller one's reach about its origin. */
export const CONTACT_BREAKING_SHARE = 0.02;
/** The ball reaches 4 uu further than its radius here. */
export const BALL_BREAKING_DISTANCE = CONTACT_BREAKING_SHARE * (BALL_RADIUS + 4); // uu
/** Boxes meet a sphere with rounded edges: this share of their smallest half edge, and at most so much. */
export const BOX_ROUNDING_SHARE = 0.1;
export const BOX_ROUNDING_MAX = 0.04 * ENGINE_SCALE; // uu
export const BALL_WORLD_FRICTION = 0.35;
export const BALL_WORLD_RESTITUTION = 0.6;
export const CAR_WORLD_FRICTION = 0.3;
export const CAR_WORLD_RESTITUTION = 0.3;
export const CAR_BALL_FRICTION = 2;
export const CAR_BALL_RESTITUTION = 0;
export const CAR_CAR_FRICTION = 0.09;
export const CAR_CAR_RESTITUTION = 0.1;

// The extra impulse that a car gives the ball
export const HIT_MAX_SPEED = 4600; // uu/s
/** The hit's direction is flattened by this. */
export const HIT_Z_SCALE = 0.35;
/** Of its part along the car's nose so much stays. */
export const HIT_FORWARD_SCALE = 0.65;
export const hitOfSpeed = new Curve([0, 0.65], [500, 0.65], [2300, 0.55], [4600, 0.3]);

// Bumps and demolitions
export const BUMP_COOLDOWN = 0.25; // s
/** A bump is given with what lies further forward than this. */
export const BUMP_MIN_FORWARD = 64.5; // uu
export const RESPAWN_TIME = 3; // s
export const bumpOfSpeedOnGround = new Curve([0, 5 / 6], [1400, 1100], [2200, 1530]); // uu/s
export const bumpOfSpeedInAir = new Curve([0, 5 / 6], [1400, 1390], [2200, 1945]); // uu/s
export const bumpLiftOfSpeed = new Curve([0, 1 / 3], [1400, 278], [2200, 417]); // uu/s

// Boost pads
export const PAD_RADIUS_SMALL = 144; // uu
export const PAD_RADIUS_BIG = 208; // uu
export const PAD_HEIGHT = 95; // uu
/** A car that took the pad takes it again while its bounding box meets this box. */
export const PAD_BOX_SMALL = 120; // uu, half an edge
export const PAD_BOX_BIG = 160; // uu
export const PAD_BOX_HEIGHT = 64; // uu
export const PAD_Z_SMALL = 70; // uu
export const PAD_Z_BIG = 73; // uu
export const PAD_BOOST_SMALL = 12;
export const PAD_BOOST_BIG = 100;
export const PAD_COOLDOWN_SMALL = 4; // s
export const PAD_COOLDOWN_BIG = 10; // s

/** The ball has scored when its centre is beyond this, in |y|. */
export const GOAL_LINE_Y = 5124.25 + BALL_RADIUS; // uu
