import { maskSizeOf } from './actions.ts';
import { describeMismatch, isRow } from './space-values.ts';
import { describeSpace, type Space } from './spaces.ts';

/** What is wrong with something that an environment gave, and what to do about it. */
export interface Problem {
  readonly message: string;
  readonly cure: string;
}

const NOT_FINITE = 'look for a division by zero, a logarithm or an overflow in what that step computes';

/** What is wrong with an observation, if anything. */
export function observationProblem(space: Space, observation: unknown): Problem | undefined {
  const mismatch = describeMismatch(space, observation);
  return mismatch === undefined
    ? undefined
    : {
        message: `observation is outside its space: ${mismatch}`,
        cure: /is (NaN|-?Infinity)$/.test(mismatch) ? NOT_FINITE : 'correct the observation, or the space',
      };
}

/** What is wrong with a reward, if anything. */
export function rewardProblem(reward: unknown): Problem | undefined {
  return numberProblem('reward', reward);
}

/** What is wrong with something that should be a finite number, if anything. */
export function numberProblem(what: string, value: unknown): Problem | undefined {
  if (Number.isFinite(value)) return undefined;
  return { message: `${what} is ${String(value)}`, cure: typeof value === 'number' ? NOT_FINITE : 'give a number' };
}

/** What is wrong with the parts of a reward, if anything: they must be those that the environment declares. */
export function rewardPartsProblem(declared: readonly string[], parts: unknown): Problem | undefined {
  if (parts === undefined && declared.length === 0) return undefined;
  if (typeof parts !== 'object' || parts === null) {
    return {
      message: `info.rewardParts is ${String(parts)}, and the declared parts are ${declared.join(', ')}`,
      cure: 'give every declared part in every step, 0 where there is nothing',
    };
  }
  const undeclared = Object.keys(parts).find((name) => !declared.includes(name));
  if (undeclared !== undefined) {
    const names = [...declared, undeclared].map((name) => `'${name}'`).join(', ');
    return {
      message: `info.rewardParts has the undeclared part "${undeclared}"`,
      cure: `declare it: rewardParts = [${names}]`,
    };
  }
  for (const name of declared) {
    const part = (parts as Readonly<Record<string, unknown>>)[name];
    if (part === undefined) {
      return {
        message: `info.rewardParts lacks the part "${name}"`,
        cure: 'give every declared part, 0 where there is nothing',
      };
    }
    const problem = numberProblem(`the reward part "${name}"`, part);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** What is wrong with a reward and the parts that it is the sum of, if anything. */
export function sumProblem(reward: number, parts: readonly number[]): Problem | undefined {
  const sum = parts.reduce((total, part) => total + part, 0);
  if (parts.length === 0 || Math.abs(sum - reward) <= 1e-6 * Math.max(1, Math.abs(reward))) return undefined;
  return { message: `the reward is ${reward}, its parts sum to ${sum}`, cure: 'make the reward the sum of its parts' };
}

/** What is wrong with a mask of legal actions, if anything. */
export function maskProblem(actionSpace: Space, mask: unknown): Problem | undefined {
  const cure = 'actionMask() gives 1 for each legal action and 0 for each other';
  const size = maskSizeOf(actionSpace);
  if (!isRow(mask) || mask.length !== size) {
    const got = isRow(mask) ? `has ${mask.length} flags` : `is ${String(mask)}`;
    return { message: `the mask ${got}; ${describeSpace(actionSpace)} takes ${size}`, cure };
  }
  for (let i = 0; i < size; i++) {
    if (mask[i] !== 0 && mask[i] !== 1) return { message: `flag ${i} of the mask is ${String(mask[i])}`, cure };
  }
  const sizes = actionSpace.type === 'multi-discrete' ? actionSpace.sizes : [size];
  let offset = 0;
  for (const [part, partSize] of sizes.entries()) {
    if (!hasOne(mask, offset, partSize)) {
      const where = sizes.length > 1 ? ` in part ${part}` : '';
      return {
        message: `the mask allows no action${where}`,
        cure: 'leave one action legal, or end the episode before',
      };
    }
    offset += partSize;
  }
  return undefined;
}

function hasOne(mask: ArrayLike<unknown>, from: number, count: number): boolean {
  for (let i = from; i < from + count; i++) if (mask[i] === 1) return true;
  return false;
}
