import { inspect } from 'node:util';
import { unknownName } from '@longplay/runtime';
import { z } from 'zod';

/** What the messages call things. */
export interface SchemaWords {
  /** The value as a whole: "the profile". */
  readonly whole: string;
  /** What its keys are: "key", "option". */
  readonly key: string;
}

/**
 * What is wrong with a value that its schema has refused, in words for the person who wrote it: every wrong key with its
 * place and its value, and for an unknown one the nearest of those that are known there.
 */
export function schemaProblems(schema: z.ZodType, value: unknown, error: z.ZodError, words: SchemaWords): string[] {
  return error.issues.flatMap((issue) => describe(schema, value, issue, words));
}

function describe(schema: z.ZodType, given: unknown, issue: z.core.$ZodIssue, words: SchemaWords): string[] {
  const at = written(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const known = [...new Set(keysAt(schema, given, issue.path))];
    return issue.keys.map((key) => `${at === '' ? '' : `${at}: `}${unknownName(words.key, key, known)}`);
  }
  // The choice that was meant says more than "none of these".
  if (issue.code === 'invalid_union') {
    const meant = issue.errors.find((errors) => errors.some(({ path, code }) => path.length > 0 || code === 'custom'));
    if (meant !== undefined) {
      return meant.flatMap((inner) =>
        describe(schema, given, { ...inner, path: [...issue.path, ...inner.path] }, words),
      );
    }
  }
  const name = at === '' ? words.whole : at;
  const value = issue.path.reduce(inside, given);
  if (value === undefined && issue.code === 'invalid_type') return [`${name} is missing`];
  // A default that does not go with another key was not written.
  const shown = value === undefined && issue.code === 'custom' ? issue.params?.['value'] : value;
  return [`${name} is ${show(shown)}: ${issue.message}`];
}

/** `goals[0].amount` */
const written = (path: readonly PropertyKey[]) =>
  path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');

const show = (value: unknown) => inspect(value, { depth: 1, breakLength: Infinity, maxStringLength: 80 });

const inside = (outer: unknown, key: PropertyKey) => (outer as Record<PropertyKey, unknown> | null | undefined)?.[key];

/** The keys that the schema has at a path of the value that was given. */
function keysAt(schema: z.ZodType, given: unknown, path: readonly PropertyKey[]): string[] {
  const [key, ...rest] = path;
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodUnion) return choices(inner, given).flatMap((option) => keysAt(option, given, path));
  if (key === undefined) return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
  if (inner instanceof z.ZodObject) {
    return Object.hasOwn(inner.shape, key) ? keysAt(inner.shape[key as string], inside(given, key), rest) : [];
  }
  if (inner instanceof z.ZodRecord) return keysAt(inner.valueType as z.ZodType, inside(given, key), rest);
  return inner instanceof z.ZodArray ? keysAt(inner.element as z.ZodType, inside(given, key), rest) : [];
}

/** Those that a value can have meant: of a choice by a key, such as `kind`, the one that it names. */
function choices(union: z.ZodUnion, given: unknown): z.ZodType[] {
  const options = union.options as readonly z.ZodType[];
  if (!(union instanceof z.ZodDiscriminatedUnion)) return [...options];
  const { discriminator } = union.def;
  return options.filter((option) => {
    const name = option instanceof z.ZodObject ? (option.shape[discriminator] as z.ZodType) : undefined;
    return name?.safeParse(inside(given, discriminator)).success;
  });
}

function unwrapped(schema: z.ZodType): z.ZodType {
  const inner =
    schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional
      ? (schema.unwrap() as z.ZodType)
      : undefined;
  return inner === undefined ? schema : unwrapped(inner);
}
