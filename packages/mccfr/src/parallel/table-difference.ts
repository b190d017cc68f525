import type { Tables } from '../solvers/solver.ts';

/** What has been added to tables, where anything has. */
export interface TableDifference {
  /** The sequences that have changed, in their order. */
  readonly sequences: Int32Array;
  /** What was added to the regret of each. */
  readonly regrets: Float64Array;
  /** What was added to the strategy sum of each. */
  readonly strategySums: Float64Array;
}

/** What tables have more than those that they began as. */
export function tableDifference(after: Tables, before: Tables): TableDifference {
  const sequences = new Int32Array(after.regrets.length);
  let changed = 0;
  for (let at = 0; at < sequences.length; at++) {
    const same = after.regrets[at] === before.regrets[at] && after.strategySums[at] === before.strategySums[at];
    if (!same) sequences[changed++] = at;
  }
  const regrets = new Float64Array(changed);
  const strategySums = new Float64Array(changed);
  for (let index = 0; index < changed; index++) {
    const at = sequences[index]!;
    regrets[index] = after.regrets[at]! - before.regrets[at]!;
    strategySums[index] = after.strategySums[at]! - before.strategySums[at]!;
  }
  return { sequences: sequences.slice(0, changed), regrets, strategySums };
}

/** Adds a difference to tables in place. */
export function addDifference(tables: Tables, { sequences, regrets, strategySums }: TableDifference): void {
  for (let index = 0; index < sequences.length; index++) {
    const at = sequences[index]!;
    tables.regrets[at]! += regrets[index]!;
    tables.strategySums[at]! += strategySums[index]!;
  }
}
