import { statSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { basename, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ConfigurationError } from '@longplay/runtime';
import type { BatchEnv } from './batch-env.ts';
import { batchOfMany } from './batch-of.ts';
import type { Env } from './env.ts';
import { missingMembers } from './missing-members.ts';
import { batchOnly, registered, registeredEnvironments, type EnvironmentFactory } from './registry.ts';

type Options = Readonly<Record<string, unknown>>;

/** What a module of a user's own environment exports. */
export interface EnvironmentModule {
  /** Makes one environment; where one has several agents, there is `batch` alone. */
  default?(options?: Options): Env;
  /** Makes many at once, where there is a fast form. */
  batch?(environments: number, options?: Options): BatchEnv;
}

/**
 * Loads an environment by what a job calls it: a registered id; the path or file URL of a module (`./my-env.ts`); or a
 * package's entry (`my-package/env`). The same name and options make the same factory in a worker, for which
 * `factory.name` is absolute.
 *
 * A module's default export makes one environment from the options; where it also exports `batch`, that makes many. A
 * module with `batch` alone is for environments of several agents.
 *
 * @param base - the folder, as a path or file URL, that relative paths and packages are looked for from
 * @throws ConfigurationError when there is no such environment, with the nearest id, or the module is not as above
 *
 * @example
 * const { makeBatch } = await loadEnvironment('CartPole-v1');
 * makeBatch(8).rows; // => 8
 */
export async function loadEnvironment(
  name: string,
  options: Options = {},
  base: string | URL = process.cwd(),
): Promise<EnvironmentFactory> {
  if (registeredEnvironments().some(({ id }) => id === name)) return registered(name, options);
  const folder = base instanceof URL || base.startsWith('file:') ? fileURLToPath(base) : resolve(base);
  const url = isPath(name) ? fileUrl(name, folder) : packageUrl(name, folder);
  // A name that nothing answers to is most likely a misspelt id.
  if (url === undefined) return registered(name, options);
  return factoryOf(name, url, await importModule(name, url), options);
}

function isPath(name: string): boolean {
  return /^(\.{0,2}\/|\.{1,2}\\|file:)/.test(name) || isAbsolute(name) || /\.[cm]?[jt]s$/.test(name);
}

function fileUrl(name: string, folder: string): URL {
  const path = name.startsWith('file:') ? fileURLToPath(name) : resolve(folder, name);
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) {
    throw new ConfigurationError(`environment ${name}: there is no file ${path}`, {
      cure: `check the path; a relative one begins at ${folder}`,
    });
  }
  return pathToFileURL(path);
}

/** Where a package's entry is, as an import from the folder would find it; undefined where there is none. */
function packageUrl(name: string, folder: string): URL | undefined {
  const parentURL = pathToFileURL(join(folder, 'environment.js')).href;
  const hooks = registerHooks({
    resolve: (specifier, context, next) => next(specifier, specifier === name ? { ...context, parentURL } : context),
  });
  try {
    return new URL(import.meta.resolve(name));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw cannotLoad(name, error);
  } finally {
    hooks.deregister();
  }
}

async function importModule(name: string, url: URL): Promise<Partial<EnvironmentModule>> {
  try {
    return (await import(url.href)) as Partial<EnvironmentModule>;
  } catch (error) {
    throw cannotLoad(name, error);
  }
}

function factoryOf(
  name: string,
  url: URL,
  { default: makeEnv, batch }: Partial<EnvironmentModule>,
  options: Options,
): EnvironmentFactory {
  if (typeof makeEnv !== 'function' && (makeEnv !== undefined || batch === undefined)) {
    const got = makeEnv === undefined ? 'has no default export' : `has a default export that is no function`;
    throw new ConfigurationError(`environment ${name}: the module ${got}`, {
      cure: 'export default (options) => … a function that returns an environment',
    });
  }
  if (batch !== undefined && typeof batch !== 'function') {
    throw new ConfigurationError(`environment ${name}: the module has an export batch that is no function`, {
      cure: 'export a function (environments, options) => … that returns a BatchEnv, or give it another name',
    });
  }
  const make = () => {
    if (makeEnv === undefined) return batchOnly(name);
    const env: unknown = attempt(name, () => makeEnv(options));
    const missing = missingMembers(env);
    if (missing.length > 0) {
      throw new ConfigurationError(`environment ${name}: what it returns lacks ${missing.join(', ')}`, {
        cure: 'return an object with observationSpace, actionSpace, reset() and step(); checkEnv tells the rest',
      });
    }
    return env as Env;
  };
  return {
    name: url.href,
    options,
    make,
    makeBatch: (environments, firstIndex) =>
      batch === undefined
        ? batchOfMany(make, environments, { name: basename(url.pathname), firstIndex })
        : withTeams(name, batch(environments, options), environments),
  };
}

/** A user's batch, once its rows are those of its teams. */
function withTeams(name: string, batch: BatchEnv, environments: number): BatchEnv {
  const teams: unknown = batch.teams;
  if (!Array.isArray(teams) || teams.length === 0 || !teams.every(Number.isInteger)) {
    throw new ConfigurationError(`environment ${name}: its batch has the teams ${JSON.stringify(teams)}`, {
      cure: 'give each agent of an environment its team: readonly teams = [0] where there is one agent',
    });
  }
  if (batch.rows !== environments * teams.length) {
    throw new ConfigurationError(
      `environment ${name}: its batch of ${environments} environments of ${teams.length} agents has ${batch.rows} rows`,
      { cure: 'make one row for each agent of each environment' },
    );
  }
  return batch;
}

/** Calls the user's function; what it throws is told with the environment's name. */
function attempt<Result>(name: string, call: () => Result): Result {
  try {
    return call();
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new ConfigurationError(`environment ${name} cannot be made: ${reason}`, {
      cure: 'correct the function that makes it, or its environmentOptions',
      cause: error,
    });
  }
}

function cannotLoad(name: string, error: unknown): ConfigurationError {
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new ConfigurationError(`environment ${name} cannot be loaded: ${reason}`, {
    cure: 'correct the module; it must run under Node as it is',
    cause: error,
  });
}
