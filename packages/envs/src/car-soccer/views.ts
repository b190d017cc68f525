/**
 * What the parts of car soccer see of a match: objects over the simulation's arrays, made once a match. They always show
 * the present; a part reads them and keeps nothing. Units: uu (about 1 cm), uu/s, rad/s, seconds.
 */

/** 0 blue, which attacks +y; 1 orange, which attacks -y. */
export type Team = 0 | 1;

/** Three numbers: x across the field, y along it, z up. */
export type VectorView = ArrayLike<number>;

export interface BallView {
  readonly position: VectorView;
  readonly velocity: VectorView;
  readonly angularVelocity: VectorView;
}

/** A car, and what has happened to it within this step. */
export interface CarView {
  /** Its place among the cars of the match: blue ones first. */
  readonly index: number;
  readonly team: Team;
  /** The other cars: those of its team first. */
  readonly others: readonly CarView[];
  readonly position: VectorView;
  readonly velocity: VectorView;
  readonly angularVelocity: VectorView;
  /** Unit vectors of the car's axes. */
  readonly forward: VectorView;
  readonly right: VectorView;
  readonly up: VectorView;
  /** The controls that it holds: throttle, steer, pitch, yaw, roll, jump, boost, handbrake; 0 before the first step. */
  readonly controls: ArrayLike<number>;
  /** 0 to 100. */
  readonly boost: number;
  /** Boost before this step. */
  readonly boostBefore: number;
  /** Boost collected from pads. */
  readonly boostGained: number;
  readonly onGround: boolean;
  /** It can dodge or jump again in the air. */
  readonly hasFlip: boolean;
  readonly supersonic: boolean;
  /** It waits for its return. */
  readonly demolished: boolean;
  /** A touch of the ball began: one that lasts is counted once. */
  readonly touched: boolean;
  /** Cars of the other team that it demolished. */
  readonly demolitions: number;
  /** It was demolished in this step. */
  readonly wasDemolished: boolean;
  readonly teamScored: boolean;
  readonly teamConceded: boolean;
  /** Middle of the goal that its team shoots at, where the ball's centre counts as a goal: |y| = 5215.5 uu. */
  readonly opponentGoal: VectorView;
  /** The same of the goal that its team defends. */
  readonly ownGoal: VectorView;
}

export interface MatchView {
  readonly cars: readonly CarView[];
  readonly ball: BallView;
  /** Of the 34 boost pads, in the order of physics/pads.ts: seconds until each can be taken, 0: now. */
  readonly padCooldown: ArrayLike<number>;
  /** Simulated ticks of 1/120 s since the episode began. */
  readonly ticks: number;
  /** Ticks since any car was in touch with the ball, or since the episode began. */
  readonly ticksSinceTouch: number;
  /** The team that scored in this step. */
  readonly scorer: Team | undefined;
}
