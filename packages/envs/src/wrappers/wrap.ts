import type { Env, EnvState } from '../env.ts';
import type { SpaceValue } from '../spaces.ts';

/** What a wrapper remembers from step to step. */
export interface Memory<State> {
  save(): State;
  load(state: State): void;
}

interface WrappedState<State> {
  readonly wrapper: State;
  readonly env: EnvState;
}

/**
 * An environment that does what `env` does, but for `changes`. Where `env` can save its state, this can, with the
 * wrapper's own.
 */
export function wrap<Observation extends SpaceValue, Action extends SpaceValue, State = undefined>(
  env: Env,
  changes: Partial<Env<Observation, Action>>,
  memory?: Memory<State>,
): Env<Observation, Action> {
  return {
    observationSpace: env.observationSpace,
    actionSpace: env.actionSpace,
    ...(env.rewardParts && { rewardParts: env.rewardParts }),
    reset: env.reset.bind(env) as Env<Observation>['reset'],
    step: env.step.bind(env) as Env<Observation>['step'],
    ...(env.actionMask && { actionMask: env.actionMask.bind(env) }),
    ...stateMethods(env, memory),
    ...(env.render && { render: env.render.bind(env) }),
    ...(env.renderSvg && { renderSvg: env.renderSvg.bind(env) }),
    ...(env.close && { close: env.close.bind(env) }),
    ...changes,
  };
}

function stateMethods<State>(env: Env, memory: Memory<State> | undefined): Pick<Env, 'saveState' | 'loadState'> {
  if (env.saveState === undefined || env.loadState === undefined) return {};
  const [saveState, loadState] = [env.saveState.bind(env), env.loadState.bind(env)];
  if (memory === undefined) return { saveState, loadState };
  return {
    saveState: (): WrappedState<State> => ({ wrapper: memory.save(), env: saveState() }),
    loadState: (state) => {
      const saved = state as WrappedState<State>;
      memory.load(saved.wrapper);
      loadState(saved.env);
    },
  };
}
