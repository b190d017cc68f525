import {
  cfr,
  cfrPlus,
  dcfr,
  discounted,
  emptyTables,
  externalSampling,
  linearCfr,
  outcomeSampling,
  predictiveCfrPlus,
  SamplingSolver,
  type CompiledGame,
  type DcfrOptions,
  type SamplingOptions,
  type Solver,
} from '@longplay/mccfr';
import { ConfigurationError, unknownName } from '@longplay/runtime';

/** The exponents of discounting. */
export const exponentNames = ['alpha', 'beta', 'gamma'] as const;

/** Those that are given. */
export type Exponents = { readonly [Name in (typeof exponentNames)[number]]?: number | undefined };

const givenOf = (exponents: Exponents) => exponentNames.filter((name) => exponents[name] !== undefined);

const exact: Readonly<Record<string, (game: CompiledGame, options: DcfrOptions) => Solver>> = {
  cfr: (game) => cfr(game),
  'cfr+': (game) => cfrPlus(game),
  dcfr,
  lcfr: (game) => linearCfr(game),
  'pcfr+': (game) => predictiveCfrPlus(game),
};

const sampling: Readonly<Record<string, (game: CompiledGame, options: SamplingOptions) => SamplingSolver>> = {
  'es-mccfr': externalSampling,
  'os-mccfr': outcomeSampling,
};

/** The algorithms that have a name, those that sample last. */
export const algorithmNames: readonly string[] = [...Object.keys(exact), ...Object.keys(sampling)];

/** @throws ConfigurationError for an unknown name, with the nearest one, or exponents where an algorithm has none */
export function checkAlgorithm(name: string, exponents: Exponents): void {
  if (!algorithmNames.includes(name)) {
    throw new ConfigurationError(unknownName('algorithm', name, algorithmNames), {
      cure: 'take one of those',
    });
  }
  const [given] = givenOf(exponents);
  if (given === undefined || name === 'dcfr' || name in sampling) return;
  throw new ConfigurationError(`--${given} is given, and ${name} has no such exponent`, {
    cure: `leave it out, or take --algorithm dcfr, ${Object.keys(sampling).join(' or ')}`,
  });
}

/** Whether the algorithm samples, and so can use several workers. */
export const samples = (name: string): boolean => name in sampling;

/** What a solver is made by. */
export interface SolverChoice extends Exponents {
  readonly algorithm: string;
  readonly seed: number;
  readonly averaging?: SamplingOptions['averaging'];
}

/**
 * A solver by the name of its algorithm; one that samples discounts only where exponents are given. External sampling
 * averages in full from three players on, where its simple average is biased.
 */
export function makeSolver(game: CompiledGame, choice: SolverChoice): Solver {
  const { algorithm, seed, alpha, beta, gamma } = choice;
  const given = givenOf(choice);
  const make = sampling[algorithm];
  if (make === undefined) return exact[algorithm]!(game, Object.fromEntries(given.map((name) => [name, choice[name]])));
  const { averaging = algorithm === 'es-mccfr' && game.players > 2 ? 'full' : 'simple' } = choice;
  const weighting = given.length > 0 ? { weighting: discounted(alpha, beta, gamma) } : {};
  return make(game, { seed, averaging, tables: emptyTables(game, { shared: true }), ...weighting });
}
