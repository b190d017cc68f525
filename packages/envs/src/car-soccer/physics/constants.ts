/**
 * Constants of the simulation. Unless a line says otherwise the value was read from, or measured with, the rocketsim
 * 2.2.1 package. Lengths in uu (about 1 cm), times in s, angles in rad, masses in the package's unit.
 */

export const TICKS_PER_SECOND = 120;
export const TICK = 1 / TICKS_PER_SECOND; // s
export const GRAVITY = -650; // uu/s^2

export const BALL_REST_Z = 93.15; // uu
export const CAR_REST_Z = 17; // uu
export const BOOST_AT_START = 100 / 3;
export const BOOST_MAX = 100;
export const BALL_MAX_SPEED = 6000; // uu/s
export const BALL_MAX_ANGULAR_SPEED = 6; // rad/s
export const BALL_RADIUS = 91.25; // uu
export const CAR_MAX_SPEED = 2300; // uu/s
export const CAR_MAX_ANGULAR_SPEED = 5.5; // rad/s
