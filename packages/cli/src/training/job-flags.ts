import { ConfigurationError, unknownName } from '@longplay/runtime';
import { z } from 'zod';
import { wholeNumber } from '../config/whole-number.ts';
import { parseValue } from '../config/yaml.ts';

/** The flags that single jobs may have, each an alias of a key: which one, the job says. */
const jobFlagNames = ['profiles', 'episodes', 'network'] as const;

/** What was given of them. */
export type JobFlags = { readonly [Name in (typeof jobFlagNames)[number]]?: string | undefined };

/** The key `flags` of a job. */
export const jobFlagsSchema = z.partialRecord(
  z.enum(jobFlagNames),
  z.strictObject({
    key: z.string().min(1).describe('the key that the flag sets'),
    choices: z.record(z.string(), z.json()).optional().describe('values by name; absent: the value itself'),
    times: z
      .array(z.union([z.number().positive(), z.string().min(1)]))
      .optional()
      .describe('a whole number is multiplied by these numbers and keys'),
  }),
);

type Declared = z.output<typeof jobFlagsSchema>;

/** A value for a key; where it is a multiple, of these numbers and of what these keys come to. */
interface Setting {
  readonly key: string;
  readonly value: unknown;
  readonly times?: readonly (number | string)[] | undefined;
}

/**
 * What a job makes of its own flags.
 *
 * @param declared - the job's key `flags`.
 * @throws ConfigurationError for a flag that the job does not have, or a value that the flag does not take.
 */
export function jobFlagSettings(declared: Declared, given: JobFlags, file: string): Setting[] {
  return jobFlagNames.flatMap((name) => {
    const text = given[name];
    if (text === undefined) return [];
    const flag = declared[name];
    if (flag === undefined) {
      const own = Object.keys(declared).map((other) => `--${other}`);
      throw new ConfigurationError(`${file} has no flag --${name}`, {
        cure: own.length === 0 ? 'leave it out' : `it has ${own.join(', ')}`,
      });
    }
    const { key, choices, times } = flag;
    if (times !== undefined) return [{ key, value: wholeNumber(`--${name}`, text, 1), times }];
    if (choices === undefined) return [{ key, value: parseValue(text) }];
    if (Object.hasOwn(choices, text)) return [{ key, value: choices[text] }];
    throw new ConfigurationError(`--${name}: ${unknownName(name, text, Object.keys(choices))}`, {
      cure: `choose one of ${Object.keys(choices).join(', ')}`,
    });
  });
}

/** A setting's value, once all other keys are set: `valueOf` gives theirs. */
export function settledValue({ key, value, times }: Setting, valueOf: (key: string) => unknown): unknown {
  if (times === undefined) return value;
  return times.reduce<number>((product, factor) => {
    const number = typeof factor === 'number' ? factor : valueOf(factor);
    if (typeof number === 'number') return product * number;
    throw new ConfigurationError(`${key} is a multiple of ${factor}, which is no number here`, {
      cure: `set ${key} itself`,
    });
  }, value as number);
}
