import { ConfigurationError } from '@longplay/runtime';
import { z } from 'zod';
import { schemaProblems } from './schema-problems.ts';

/**
 * The options of an environment, checked and with their defaults.
 *
 * @throws ConfigurationError when one is unknown, with its place and the nearest name, or wrong
 */
export function parseOptions<Options>(
  id: string,
  schema: z.ZodType<Options>,
  options: Readonly<Record<string, unknown>>,
): Options {
  const parsed = schema.safeParse(options);
  if (parsed.success) return parsed.data;
  const problems = schemaProblems(schema, options, parsed.error, { whole: 'the whole', key: 'option' });
  const known = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
  const cure = known.length === 0 ? `${id} takes no options` : `${id} takes ${known.join(', ')}`;
  throw new ConfigurationError(`options of ${id}: ${problems.join('; ')}`, { cure });
}
