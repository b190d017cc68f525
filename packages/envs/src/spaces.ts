/** What observations and actions may be: the spaces of Gymnasium [0], as plain values.
 *
 * [0] https://gymnasium.farama.org/api/spaces
 */

/** Real numbers within bounds, each with its own; a row of `low.length` numbers. */
export interface Box {
  readonly type: 'box';
  /** The least value of each number; may be -Infinity. */
  readonly low: Float64Array;
  /** The greatest value of each number; may be Infinity. */
  readonly high: Float64Array;
}

/** A whole number in [0, n). */
export interface Discrete {
  readonly type: 'discrete';
  readonly n: number;
}

/** Several whole numbers, the i-th in [0, sizes[i]). */
export interface MultiDiscrete {
  readonly type: 'multi-discrete';
  readonly sizes: readonly number[];
}

/** `n` flags, each 0 or 1. */
export interface MultiBinary {
  readonly type: 'multi-binary';
  readonly n: number;
}

/** Several named values. */
export interface DictSpace {
  readonly type: 'dict';
  readonly spaces: Readonly<Record<string, Space>>;
}

export type Space = Box | Discrete | MultiDiscrete | MultiBinary | DictSpace;

/** A value of a space: a number for Discrete, a record for DictSpace, else a row of numbers. */
export type SpaceValue = number | ArrayLike<number> | { readonly [name: string]: SpaceValue };

/**
 * Real numbers within bounds.
 *
 * @param low - the least value, for all numbers or one each; -Infinity where there is none
 * @param high - the greatest value, for all numbers or one each; Infinity where there is none
 * @param size - how many numbers, where neither bound is a list; default 1
 * @throws RangeError when the lengths differ, there is no number, or a bound is NaN or on the wrong side
 *
 * @example
 * box(-1, 1, 3); // => { type: 'box', low: Float64Array.of(-1, -1, -1), high: Float64Array.of(1, 1, 1) }
 * box([-1, 0], Infinity); // => { type: 'box', low: Float64Array.of(-1, 0), high: Float64Array.of(Infinity, Infinity) }
 */
export function box(low: number | ArrayLike<number>, high: number | ArrayLike<number>, size?: number): Box {
  const lengths = [low, high].flatMap((bound) => (typeof bound === 'number' ? [] : [bound.length]));
  const length = size ?? lengths[0] ?? 1;
  if (!isCount(length)) throw new RangeError(`a Box has 1 number or more; got ${length}`);
  for (const other of lengths) {
    if (other !== length) throw new RangeError(`the bounds of a Box of ${length} have ${length} numbers; got ${other}`);
  }
  const space = { type: 'box', low: row(low, length), high: row(high, length) } as const;
  for (let i = 0; i < length; i++) {
    const [least, greatest] = [space.low[i]!, space.high[i]!];
    if (!(least <= greatest && least < Infinity && greatest > -Infinity)) {
      throw new RangeError(`number ${i} of a Box cannot have the bounds ${least} and ${greatest}`);
    }
  }
  return space;
}

/**
 * A whole number in [0, n).
 *
 * @throws RangeError when `n` is no whole number from 1
 */
export function discrete(n: number): Discrete {
  if (!isCount(n)) throw new RangeError(`a Discrete space has 1 value or more; got ${n}`);
  return { type: 'discrete', n };
}

/**
 * Several whole numbers, the i-th in [0, sizes[i]).
 *
 * @throws RangeError when there is no size, or one is no whole number from 1
 */
export function multiDiscrete(sizes: readonly number[]): MultiDiscrete {
  if (sizes.length === 0 || !sizes.every(isCount)) {
    throw new RangeError(`the sizes of a MultiDiscrete space are whole numbers from 1; got [${sizes.join(', ')}]`);
  }
  return { type: 'multi-discrete', sizes: [...sizes] };
}

/**
 * `n` flags, each 0 or 1.
 *
 * @throws RangeError when `n` is no whole number from 1
 */
export function multiBinary(n: number): MultiBinary {
  if (!isCount(n)) throw new RangeError(`a MultiBinary space has 1 flag or more; got ${n}`);
  return { type: 'multi-binary', n };
}

/**
 * Several named values.
 *
 * @throws RangeError when there is none
 *
 * @example
 * flatSize(dict({ position: box(-1, 1, 2), gear: discrete(5) })); // => 7
 */
export function dict(spaces: Readonly<Record<string, Space>>): DictSpace {
  if (Object.keys(spaces).length === 0) throw new RangeError('a Dict space has 1 entry or more; got none');
  return { type: 'dict', spaces: { ...spaces } };
}

/** A space in a few words, such as `Box(4)` or `Discrete(2)`: for messages and tables. */
export function describeSpace(space: Space): string {
  switch (space.type) {
    case 'box':
      return `Box(${space.low.length})`;
    case 'discrete':
      return `Discrete(${space.n})`;
    case 'multi-discrete':
      return `MultiDiscrete(${space.sizes.join(', ')})`;
    case 'multi-binary':
      return `MultiBinary(${space.n})`;
    case 'dict':
      return `Dict(${Object.entries(space.spaces)
        .map(([name, entry]) => `${name}: ${describeSpace(entry)}`)
        .join(', ')})`;
  }
}

function isCount(n: number): boolean {
  return Number.isSafeInteger(n) && n >= 1;
}

function row(bound: number | ArrayLike<number>, length: number): Float64Array {
  return typeof bound === 'number' ? new Float64Array(length).fill(bound) : Float64Array.from(bound);
}
