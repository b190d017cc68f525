import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { inspect } from 'node:util';
import { ConfigurationError, explainFileError, unknownName } from '@longplay/runtime';
import { z } from 'zod';
import { parseOptions } from '../../environment-options.ts';
import { bootstrapMarket, type BootstrapOptions } from './bootstrap-market.ts';
import { defaultAssets, lognormalMarket, type LognormalOptions } from './lognormal-market.ts';
import type { Market } from './market.ts';
import { regimeMarket, type RegimeOptions } from './regime-market.ts';
import { studentMarket, type StudentOptions } from './student-market.ts';

/** A market as data: its kind and the options of the function that makes it. */
export type MarketDescription = Readonly<Record<string, unknown>>;

/** Makes the markets of each kind; the functions check what they are given. */
const kinds: Readonly<Record<string, (options: MarketDescription, folder: string) => Market>> = {
  lognormal: (options) => lognormalMarket(withAssets(options) as LognormalOptions),
  regimes: (options) => regimeMarket(options as RegimeOptions),
  student: (options) => studentMarket(withAssets(options) as StudentOptions),
  bootstrap: (options, folder) =>
    'file' in options ? bootstrapFromFile(options, folder) : bootstrapMarket(options as BootstrapOptions),
};

/** Without assets they are those of `defaultMarket`. */
const withAssets = (options: MarketDescription): MarketDescription =>
  'assets' in options ? options : { ...defaultAssets, ...options };

/**
 * The market of a description, such as that of a profile or a job: `kind` is lognormal, regimes, student or bootstrap, and
 * the other keys are the options of `lognormalMarket`, `regimeMarket`, `studentMarket` and `bootstrapMarket`. A bootstrap
 * may name a `file` in place of its `csv`. Without a kind the market is lognormal; a lognormal or student one without
 * assets has those of `defaultMarket`, which is what an empty description gives.
 *
 * @param folder - where a file of a relative path is looked for.
 * @param place - of the description, which messages begin with, such as 'anne.yaml: market'.
 * @throws ConfigurationError that names the kind, the option or the line of the file that is wrong
 *
 * @example
 * marketOf({ kind: 'student', assets: { equities: [0.07, 0.15] }, degreesOfFreedom: 6 }).assets; // => ['equities']
 * marketOf({ inflation: [0.03, 0.01] }).assets; // => ['equities', 'bonds', 'cash']
 */
export function marketOf(description: MarketDescription, folder = '.', place?: string): Market {
  try {
    return makeMarket(description, folder);
  } catch (error) {
    if (place === undefined || !(error instanceof ConfigurationError)) throw error;
    throw new ConfigurationError(`${place}: ${error.message}`, { cure: error.cure, cause: error });
  }
}

function makeMarket(description: MarketDescription, folder: string): Market {
  if (typeof description !== 'object' || description === null || Array.isArray(description)) {
    throw new ConfigurationError(`the market is ${inspect(description)}: its keys are needed`, {
      cure: 'write it as { kind: …, … }; docs/longview.md describes the keys of each kind',
    });
  }
  const { kind = 'lognormal', ...options } = description;
  const make = typeof kind === 'string' && Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (make === undefined) {
    throw new ConfigurationError(unknownName('kind of market', String(kind), Object.keys(kinds)), {
      cure: 'choose one of these as kind',
    });
  }
  return make(options, folder);
}

const fileSchema = z.strictObject({ file: z.string(), meanBlock: z.number().optional() });

function bootstrapFromFile(options: MarketDescription, folder: string): Market {
  const { file, meanBlock } = parseOptions('the market of a history', fileSchema, options);
  const source = resolve(folder, file);
  return bootstrapMarket({ csv: readText(source), source, meanBlock });
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const explained = explainFileError(error);
    if (explained === undefined) throw error;
    throw new ConfigurationError(`cannot read ${path}: ${explained.reason}`, { cure: explained.cure, cause: error });
  }
}
