import { ConfigurationError, unknownName } from '@longplay/runtime';
import { z } from 'zod';
import type { BatchEnv } from './batch-env.ts';
import { batchOfMany } from './batch-of.ts';
import { builtIn } from './built-in.ts';
import type { Env } from './env.ts';
import { parseOptions } from './environment-options.ts';
import type { EnvironmentSpec } from './environment-spec.ts';

/** Makes environments of one kind, one or many. */
export interface EnvironmentFactory {
  /** The id, or the URL of the module: with it `loadEnvironment` makes the same factory in a worker. */
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly rewardThreshold?: number | undefined;
  /** @throws ConfigurationError where there is a batch form only. */
  make(): Env;
  /** @param firstIndex - the index of the first environment within a larger set: for errors. Default 0. */
  makeBatch(environments: number, firstIndex?: number): BatchEnv;
}

const specs = new Map<string, EnvironmentSpec>(builtIn.map((spec) => [spec.id, spec]));

/**
 * Makes an environment known by an id, in this thread: workers load an environment from a module (`loadEnvironment`).
 *
 * @throws RangeError when the id is taken; TypeError when there is neither `make` nor `makeBatch`
 *
 * @example
 * register({ id: 'MyEnv-v0', description: 'An example.', make: () => make('CartPole-v1') });
 * registeredEnvironments().some(({ id }) => id === 'MyEnv-v0'); // => true
 */
export function register<Options>(spec: EnvironmentSpec<Options>): void {
  if (specs.has(spec.id)) throw new RangeError(`an environment "${spec.id}" is registered already`);
  if (spec.make === undefined && spec.makeBatch === undefined) {
    throw new TypeError(`the environment "${spec.id}" has neither make nor makeBatch: give one of them`);
  }
  specs.set(spec.id, spec);
}

/** Every environment that has an id. */
export function registeredEnvironments(): readonly EnvironmentSpec[] {
  return [...specs.values()];
}

/**
 * A new environment.
 *
 * @param options - as the environment documents them
 * @throws ConfigurationError when the id is unknown, with the nearest one, or an option is
 *
 * @example
 * const env = make('CartPole-v1');
 * env.reset({ seed: 1 }).observation.length; // => 4
 */
export function make(id: string, options: Readonly<Record<string, unknown>> = {}): Env {
  return registered(id, options).make();
}

/** The factory of a registered environment. @throws ConfigurationError as `make` does. */
export function registered(id: string, options: Readonly<Record<string, unknown>>): EnvironmentFactory {
  const spec = specs.get(id);
  if (spec === undefined) {
    throw new ConfigurationError(unknownName('environment', id, specs.keys()), {
      cure: 'give the id of a registered environment, or the path of a module such as ./my-env.ts',
    });
  }
  const parsed = parseOptions(id, spec.options ?? z.strictObject({}), options);
  const makeOne = () => spec.make?.(parsed) ?? batchOnly(id);
  return {
    name: id,
    options,
    rewardThreshold: spec.rewardThreshold,
    make: makeOne,
    makeBatch: (environments, firstIndex) =>
      spec.makeBatch?.(environments, parsed) ?? batchOfMany(makeOne, environments, { name: id, firstIndex }),
  };
}

/** @throws ConfigurationError where one environment is asked of what makes batches only */
export function batchOnly(name: string): never {
  throw new ConfigurationError(`${name} cannot be made as one Env, which has one agent: it has batches only`, {
    cure: 'take makeBatch(1), or an environment of one agent',
  });
}
