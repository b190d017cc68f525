import { inspect } from 'node:util';
import { ConfigurationError, unknownName } from '@longplay/runtime';
import { z } from 'zod';

/**
 * The options of an environment, checked and with their defaults.
 *
 * @throws ConfigurationError when one is unknown, with the nearest name, or wrong
 */
export function parseOptions<Options>(
  id: string,
  schema: z.ZodType<Options>,
  options: Readonly<Record<string, unknown>>,
): Options {
  const parsed = schema.safeParse(options);
  if (parsed.success) return parsed.data;
  const known = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
  const problems = parsed.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => unknownName('option', key, known))
      : [`${issue.path.join('.')} is ${inspect(valueAt(options, issue.path))}: ${issue.message}`],
  );
  const cure = known.length === 0 ? `${id} takes no options` : `${id} takes ${known.join(', ')}`;
  throw new ConfigurationError(`options of ${id}: ${problems.join('; ')}`, { cure });
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce((at, key) => (at as Readonly<Record<PropertyKey, unknown>> | undefined)?.[key], value);
}
