export { actorCriticLayout, type ActorCriticLayout, type ActorCriticShape, type Layer } from './actor-critic.ts';
export { BackendError, backendNames, type Backend, type BackendName } from './backends/backend.ts';
export { checkBackend, checkBackends, type BackendReport, type SpeedOptions } from './backends/check.ts';
export { chooseBackend } from './backends/choose.ts';
export type { Learner, LearnerOptions, Minibatch, Policy, PolicyOutput, StepMetrics } from './learner.ts';
