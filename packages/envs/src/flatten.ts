import { box, type Box, type Space, type SpaceValue } from './spaces.ts';

/**
 * How many numbers a value of the space has when it is flattened.
 *
 * @example
 * flatSize(discrete(5)); // => 5
 * flatSize(multiDiscrete([2, 3])); // => 5
 */
export function flatSize(space: Space): number {
  switch (space.type) {
    case 'box':
      return space.low.length;
    case 'discrete':
    case 'multi-binary':
      return space.n;
    case 'multi-discrete':
      return sum(space.sizes);
    case 'dict':
      return sum(Object.values(space.spaces).map(flatSize));
  }
}

/**
 * Writes a value of the space as a row of numbers, in Gymnasium's way: one flag for each value of Discrete and of each
 * part of MultiDiscrete, of which one is 1; Box and MultiBinary as they are; the entries of Dict one after the other, in
 * the order in which the space names them (Gymnasium's Dict sorts its names). The value is taken to be in the space; `describeMismatch` tells.
 *
 * @param out - where the row goes, `flatSize(space)` numbers from `offset`
 *
 * @example
 * const out = new Float32Array(5);
 * flatten(dict({ gear: discrete(3), speed: box(0, 1, 2) }), { gear: 1, speed: [0.5, 0.25] }, out);
 * out; // => Float32Array.of(0, 1, 0, 0.5, 0.25)
 */
export function flatten(space: Space, value: SpaceValue, out: Float32Array, offset = 0): void {
  switch (space.type) {
    case 'box':
    case 'multi-binary':
      out.set(value as ArrayLike<number>, offset);
      return;
    case 'discrete':
      oneHot(value as number, space.n, out, offset);
      return;
    case 'multi-discrete':
      for (const [part, size] of space.sizes.entries()) {
        oneHot((value as ArrayLike<number>)[part]!, size, out, offset);
        offset += size;
      }
      return;
    case 'dict':
      for (const [name, entry] of Object.entries(space.spaces)) {
        flatten(entry, (value as Readonly<Record<string, SpaceValue>>)[name]!, out, offset);
        offset += flatSize(entry);
      }
  }
}

/**
 * The Box that flattened values lie in.
 *
 * @example
 * flattenSpace(discrete(2)); // => box(0, 1, 2)
 */
export function flattenSpace(space: Space): Box {
  switch (space.type) {
    case 'box':
      return space;
    case 'dict': {
      const entries = Object.values(space.spaces).map(flattenSpace);
      return box(joined(entries.map(({ low }) => low)), joined(entries.map(({ high }) => high)));
    }
    default:
      return box(0, 1, flatSize(space));
  }
}

function oneHot(value: number, n: number, out: Float32Array, offset: number): void {
  out.fill(0, offset, offset + n);
  out[offset + value] = 1;
}

function joined(rows: readonly Float64Array[]): number[] {
  return rows.flatMap((row) => Array.from(row));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
