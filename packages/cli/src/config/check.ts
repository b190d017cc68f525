import { inspect } from 'node:util';
import { ConfigurationError, unknownName } from '@longplay/runtime';
import { z } from 'zod';

/**
 * Checks a configuration against its schema, defaults filled in.
 *
 * @throws ConfigurationError that says every wrong key with its value, and for an unknown key the nearest valid one.
 */
export function checkConfig<S extends z.ZodObject>(schema: S, input: unknown, name: string): z.output<S> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const problems = result.error.issues.flatMap((issue) => describeIssue(schema, input, issue));
  throw new ConfigurationError(`${name}: ${problems.join('; ')}`, {
    cure: 'correct the key; --print-config lists every key with what it means',
  });
}

function describeIssue(schema: z.ZodType, input: unknown, issue: z.core.$ZodIssue): string[] {
  const at = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, issue.path);
    const prefix = at === '' ? '' : `${at}.`;
    return issue.keys.map((key) =>
      unknownName(
        'key',
        prefix + key,
        known.map((name) => prefix + name),
      ),
    );
  }
  const value = issue.path.reduce<unknown>((object, key) => (object as Record<PropertyKey, unknown>)?.[key], input);
  if (value === undefined) return [`${at} is missing`];
  return [
    `${at} is ${inspect(value, { depth: 2, maxArrayLength: 12, maxStringLength: 80, breakLength: Infinity })}: ${issue.message.replace(/, received .*$/, '')}`,
  ];
}

/** The keys that the schema has at a path. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  const inner = path.reduce<z.ZodType | undefined>((at, key) => objectIn(at)?.shape[key as string], schema);
  return Object.keys(objectIn(inner)?.shape ?? {});
}

/** The object schema inside defaults and optionals. */
export function objectIn(schema: z.ZodType | undefined): z.ZodObject | undefined {
  if (schema instanceof z.ZodObject) return schema;
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional || schema instanceof z.ZodPrefault) {
    return objectIn(schema.unwrap() as z.ZodType);
  }
  return undefined;
}
