import { expect, it } from 'vitest';
import { z } from 'zod';
import { schemaProblems } from './schema-problems.ts';

const item = z.strictObject({ size: z.number() });
const schema = z.strictObject({
  records: z.record(z.string(), item).default({}),
  list: z.array(item).default([]),
  choice: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('round'), radius: z.number() }),
      z.strictObject({ kind: z.literal('square'), side: z.number() }),
    ])
    .optional(),
});

function problems(value: unknown): string[] {
  const { error } = schema.safeParse(value);
  return error === undefined ? [] : schemaProblems(schema, value, error, { whole: 'the box', key: 'part' });
}

it.each([
  [{ lst: [] }, 'unknown part "lst"; did you mean "list"? known: records, list, choice'],
  [{ records: { a: { size: 1, siz: 1 } } }, 'records.a: unknown part "siz"; did you mean "size"? known: size'],
  [{ list: [{ size: 1 }, { size: 1, siz: 1 }] }, 'list[1]: unknown part "siz"; did you mean "size"? known: size'],
  [
    { choice: { kind: 'square', side: 1, sid: 1 } },
    'choice: unknown part "sid"; did you mean "side"? known: kind, side',
  ],
  [{ list: [{}] }, 'list[0].size is missing'],
  [7, 'the box is 7: '],
])('says what is wrong in %j and where', (value, message) => {
  expect(problems(value)).toEqual([expect.stringContaining(message)]);
});

it('finds nothing wrong in what the schema takes', () => {
  expect(problems({ list: [{ size: 1 }] })).toEqual([]);
});
