import { EnvironmentError } from '../environment-error.ts';
import type { Problem } from '../step-problems.ts';

/** Everything that a check finds wrong: the first of each kind, so that one mistake is not told a thousand times. */
export class Findings {
  readonly #problems = new Map<string, string>();
  #cause: unknown;

  get none(): boolean {
    return this.#problems.size === 0;
  }

  /** @param kind - what the problem is about, for telling a repetition; @param where - when it was found */
  add(kind: string, problem: Problem | undefined, where?: string): void {
    if (problem === undefined || this.#problems.has(kind)) return;
    const place = where === undefined ? '' : `${where}: `;
    this.#problems.set(kind, `${place}${problem.message} (${problem.cure})`);
  }

  /** What the environment threw. */
  addError(error: unknown, where: string): void {
    this.#cause ??= error;
    this.add('error', { message: `it threw ${String(error)}`, cure: 'see to that first' }, where);
  }

  /** @throws EnvironmentError that lists all of it, when there is anything */
  throwAny(what: string): void {
    if (this.none) return;
    const list = [...this.#problems.values()].map((problem) => `\n  - ${problem}`).join('');
    throw new EnvironmentError(`${what} is not right:${list}`, {
      cure: 'correct these one by one, from the top',
      cause: this.#cause,
    });
  }
}
