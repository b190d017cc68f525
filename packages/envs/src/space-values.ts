import type { Random } from '@longplay/runtime';
import { describeSpace, type Box, type Space, type SpaceValue } from './spaces.ts';

/** Whether the value is one of the space. */
export function contains(space: Space, value: unknown): boolean {
  return describeMismatch(space, value) === undefined;
}

/**
 * Why a value is none of the space: which entry, its value, what it should be. Undefined for a value of the space.
 *
 * Observations often hold 32-bit numbers: a bound of a Box also counts as its nearest 32-bit number.
 *
 * @example
 * describeMismatch(box(-1, 1, 2), [0, 1.5]); // => 'number 1 is 1.5, not in [-1, 1]'
 * describeMismatch(dict({ gear: discrete(5) }), { gear: 7 }); // => 'entry "gear": 7 is no whole number from 0 to 4'
 * describeMismatch(discrete(2), 1); // => undefined
 */
export function describeMismatch(space: Space, value: unknown): string | undefined {
  switch (space.type) {
    case 'box':
      return lengthMismatch(space, value, space.low.length) ?? boxMismatch(space, value as ArrayLike<unknown>);
    case 'discrete':
      return isChoice(value, space.n) ? undefined : notOne(value, space.n);
    case 'multi-binary':
      return lengthMismatch(space, value, space.n) ?? choiceMismatch(value as ArrayLike<number>, (_part) => 2);
    case 'multi-discrete':
      return (
        lengthMismatch(space, value, space.sizes.length) ??
        choiceMismatch(value as ArrayLike<number>, (part) => space.sizes[part]!)
      );
    case 'dict':
      return dictMismatch(space.spaces, value);
  }
}

/**
 * A random value of the space, as Gymnasium draws them: uniform between two bounds, exponential from one bound, normal
 * where there is none.
 *
 * @param mask - which values may be drawn, as `Env.actionMask` gives it; for Discrete and MultiDiscrete only
 *
 * @example
 * sample(discrete(6), Random.from(7, 3)); // => 0
 * sample(multiDiscrete([2, 3]), Random.from(7), [0, 1, 0, 0, 1]); // => [1, 2]
 */
export function sample(space: Space, random: Random, mask?: ArrayLike<number>): SpaceValue {
  switch (space.type) {
    case 'box':
      return Float32Array.from(space.low, (low, i) => sampleNumber(low, space.high[i]!, random));
    case 'discrete':
      return sampleChoice(space.n, random, mask, 0);
    case 'multi-binary':
      return Array.from({ length: space.n }, () => random.int(2));
    case 'multi-discrete': {
      let offset = 0;
      return space.sizes.map((size) => sampleChoice(size, random, mask, (offset += size) - size));
    }
    case 'dict':
      return Object.fromEntries(Object.entries(space.spaces).map(([name, entry]) => [name, sample(entry, random)]));
  }
}

function lengthMismatch(space: Space, value: unknown, length: number): string | undefined {
  if (!isRow(value)) return `${describeValue(value)} is no row of ${length} numbers, as ${describeSpace(space)} has`;
  return value.length === length ? undefined : `it has ${value.length} numbers, ${describeSpace(space)} has ${length}`;
}

function boxMismatch({ low, high }: Box, value: ArrayLike<unknown>): string | undefined {
  for (let i = 0; i < low.length; i++) {
    const number = value[i];
    const least = low[i]!;
    const greatest = high[i]!;
    if (typeof number !== 'number' || !Number.isFinite(number)) return `number ${i} is ${describeValue(number)}`;
    if (number < least && number < Math.fround(least)) return notBetween(i, number, least, greatest);
    if (number > greatest && number > Math.fround(greatest)) return notBetween(i, number, least, greatest);
  }
  return undefined;
}

function notBetween(i: number, number: number, least: number, greatest: number): string {
  return `number ${i} is ${number}, not in [${least}, ${greatest}]`;
}

function choiceMismatch(value: ArrayLike<number>, sizeOf: (part: number) => number): string | undefined {
  for (let part = 0; part < value.length; part++) {
    const size = sizeOf(part);
    if (!isChoice(value[part], size)) return `number ${part}: ${notOne(value[part], size)}`;
  }
  return undefined;
}

function dictMismatch(spaces: Readonly<Record<string, Space>>, value: unknown): string | undefined {
  const names = Object.keys(spaces);
  if (typeof value !== 'object' || value === null) return `${describeValue(value)} is no record of ${names.join(', ')}`;
  for (const name of names) {
    if (!Object.hasOwn(value, name)) return `entry "${name}" is missing`;
    const mismatch = describeMismatch(spaces[name]!, (value as Record<string, unknown>)[name]);
    if (mismatch !== undefined) return `entry "${name}": ${mismatch}`;
  }
  const unknown = Object.keys(value).find((name) => !Object.hasOwn(spaces, name));
  return unknown === undefined ? undefined : `entry "${unknown}" is none of ${names.join(', ')}`;
}

/** Whether the value is an array or a typed array. */
export function isRow(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value);
}

function isChoice(value: unknown, n: number): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < n;
}

function notOne(value: unknown, n: number): string {
  return `${describeValue(value)} is no whole number from 0 to ${n - 1}`;
}

function describeValue(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return String(value);
  return isRow(value) ? 'a row' : 'a record';
}

function sampleNumber(low: number, high: number, random: Random): number {
  if (low === -Infinity && high === Infinity) return random.normal();
  if (high === Infinity) return low - Math.log(1 - random.float());
  if (low === -Infinity) return high + Math.log(1 - random.float());
  return low + (high - low) * random.float();
}

function sampleChoice(n: number, random: Random, mask: ArrayLike<number> | undefined, offset: number): number {
  if (mask === undefined) return random.int(n);
  const legal = Array.from({ length: n }, (_, choice) => choice).filter((choice) => mask[offset + choice] === 1);
  if (legal.length === 0) throw new RangeError('the mask allows no value');
  return legal[random.int(legal.length)]!;
}
