import { inspect } from 'node:util';
import { ConfigurationError, unknownName } from '@longplay/runtime';
import { z } from 'zod';

/**
 * Checks a value with a schema, in words for the person who wrote the file.
 *
 * @throws ConfigurationError that names the source, every wrong key with its value, and for an unknown key the nearest.
 */
export function parseProfileWith<S extends z.ZodType>(schema: S, value: unknown, source: string): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.flatMap((issue) => describe(schema, value, issue));
  throw new ConfigurationError(`${source}: ${problems.join('; ')}`, {
    cure: 'correct the key; docs/longview.md describes every key of a profile',
  });
}

function describe(schema: z.ZodType, given: unknown, issue: z.core.$ZodIssue): string[] {
  const at = written(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, issue.path);
    return issue.keys.map((key) => `${at === '' ? '' : `${at}: `}${unknownName('key', key, known)}`);
  }
  // The choice that was meant says more than "none of these".
  if (issue.code === 'invalid_union') {
    const meant = issue.errors.find((errors) => errors.some(({ path, code }) => path.length > 0 || code === 'custom'));
    if (meant !== undefined) {
      return meant.flatMap((inner) => describe(schema, given, { ...inner, path: [...issue.path, ...inner.path] }));
    }
  }
  const value = issue.path.reduce<unknown>(
    (outer, key) => (outer as Record<PropertyKey, unknown> | undefined)?.[key],
    given,
  );
  if (value === undefined && issue.code === 'invalid_type') return [`${at === '' ? 'the profile' : at} is missing`];
  return [`${at === '' ? 'the profile' : at} is ${show(value)}: ${issue.message}`];
}

/** `goals[0].amount` */
const written = (path: readonly PropertyKey[]) =>
  path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');

const show = (value: unknown) => inspect(value, { depth: 1, breakLength: Infinity, maxStringLength: 80 });

/** The keys that the schema has at a path. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  const [key, ...rest] = path;
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodUnion) return inner.options.flatMap((option) => keysAt(option as z.ZodType, path));
  if (key === undefined) return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
  if (inner instanceof z.ZodObject)
    return Object.hasOwn(inner.shape, key) ? keysAt(inner.shape[key as string], rest) : [];
  return inner instanceof z.ZodArray ? keysAt(inner.element as z.ZodType, rest) : [];
}

function unwrapped(schema: z.ZodType): z.ZodType {
  const inner =
    schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional
      ? (schema.unwrap() as z.ZodType)
      : undefined;
  return inner === undefined ? schema : unwrapped(inner);
}
