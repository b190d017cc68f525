import { ConfigurationError } from '@longplay/runtime';
import type { z } from 'zod';
import { schemaProblems } from '../../schema-problems.ts';

/**
 * Checks a value with a schema, in words for the person who wrote the file.
 *
 * @throws ConfigurationError that names the source, every wrong key with its value, and for an unknown key the nearest.
 */
export function parseProfileWith<S extends z.ZodType>(schema: S, value: unknown, source: string): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = schemaProblems(schema, value, parsed.error, { whole: 'the profile', key: 'key' });
  throw new ConfigurationError(`${source}: ${problems.join('; ')}`, {
    cure: 'correct the key; docs/longview.md describes every key of a profile',
  });
}
