import type { Value } from './graph.ts';

/** Columns of the input `rowData`, after those of the action. */
export const rowColumns = [
  /** Of a Gaussian, without the part that depends on the standard deviations alone. */
  'oldLogProbability',
  /** -advantage · rowWeight */
  'advantageWeight',
  /** advantageWeight · the ratio beyond which the surrogate is clipped */
  'surrogateLimit',
  'target',
  /** Errors of the value smaller than this are clipped. */
  'deadZone',
] as const;

export type RowData = Readonly<Record<'action' | (typeof rowColumns)[number], Value>>;
