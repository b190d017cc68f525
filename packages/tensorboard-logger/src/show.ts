import { inspect } from 'node:util';

/** A value of any type as an error message shows it, in one short line. */
export const show = (value: unknown): string =>
  inspect(value, { depth: 0, maxArrayLength: 3, maxStringLength: 40, breakLength: Infinity });

/** The message of what was thrown. */
export const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));
