export { CONTROLS, type ActionParser } from './actions/action-parser.ts';
export { continuousActions } from './actions/continuous-actions.ts';
export { actionTable, drivingTable, lookupTableActions } from './actions/lookup-table-actions.ts';
export { CarSoccer, carSoccer, type MatchStep } from './car-soccer.ts';
export { allOf, anyOf, noTouch, onGoal, timeout, type Condition } from './conditions.ts';
export { CarSoccerBatch } from './car-soccer-batch.ts';
export type { MatchState, MatchWatcher } from './match.ts';
export { advancedObservation } from './observations/advanced-observation.ts';
export { defaultObservation } from './observations/default-observation.ts';
export type { ObservationBuilder } from './observations/observation-builder.ts';
export { defaultRewards, type CarSoccerOptions } from './options.ts';
export * as arenaShape from './physics/arena-shape.ts';
export { bodies, type Axle, type Body, type BodyName } from './physics/bodies.ts';
export { BALL_RADIUS, CAR_REST_Z } from './physics/constants.ts';
export type { SimulationEvents } from './physics/events.ts';
export { kickoffBall, kickoffCar, KICKOFF_PLACES, kickoffPlacements } from './physics/kickoff.ts';
export { pads } from './physics/pads.ts';
export type { BallPlacement, CarPlacement, Vector } from './physics/placement.ts';
export {
  controlNames,
  Simulation,
  type Field,
  type SavedSimulation,
  type SimulationOptions,
} from './physics/simulation.ts';
export type { SimulationState } from './physics/state.ts';
export { namedRewards } from './rewards/named-rewards.ts';
export {
  aerial,
  align,
  boostGain,
  boostSave,
  concede,
  demolition,
  distanceBallToGoal,
  distancePlayerToBall,
  faceBall,
  goal,
  time,
  touch,
  velocityBallToGoal,
  velocityPlayerToBall,
} from './rewards/parts.ts';
export type { RewardPart } from './rewards/reward-part.ts';
export { weighted, type WeightedReward } from './rewards/weighted.ts';
export { playScenario } from './scenario.ts';
export { parseScenario, type ControlChange, type ScenarioCar, type ScenarioCase } from './scenario-file.ts';
export { fromFile, fromStates, type GivenState } from './starts/from-states.ts';
export { kickoff } from './starts/kickoff.ts';
export { looseBall } from './starts/loose-ball.ts';
export { mix } from './starts/mix.ts';
export { randomState } from './starts/random-state.ts';
export { shooting } from './starts/shooting.ts';
export type { StartState } from './starts/start-state.ts';
export type { BallView, CarView, MatchView, Team, VectorView } from './views.ts';
