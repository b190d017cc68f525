import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from './random.ts';

const safeInteger = fc.maxSafeInteger();
const path = fc.array(safeInteger, { maxLength: 3 });
const draw = (random: Random, count: number) => Array.from({ length: count }, () => random.uint32());

describe('the generator', () => {
  // PractRand 0.94's sfc32 seeded with three words, which are the state followed by a counter of 1 and 15 rounds; as
  // published with Apache Commons RNG, DotyHumphreySmallFastCounting32Test.
  it('gives the published words', () => {
    const random = Random.restore(Uint32Array.of(0xbb3c4104, 0x02294965, 0xda1ce2a9, 1, 0, 0, 0));
    draw(random, 15);
    expect(draw(random, 8)).toEqual([
      0x89b5c414, 0x7ee57639, 0xdbe18f7b, 0x94aa0162, 0xa22bff0a, 0x21c91fb8, 0x2c6fd6fe, 0xcda90d13,
    ]);
  });

  it('is sfc32 from any state, as written with integers of any size', () => {
    const word = fc.bigInt({ min: 0n, max: 2n ** 32n - 1n });
    fc.assert(
      fc.property(word, word, word, word, (a, b, c, counter) => {
        const random = Random.restore(Uint32Array.from([a, b, c, counter, 0n, 0n, 0n].map(Number)));
        for (let step = 0; step < 20; step++) {
          const output = (a + b + counter) % 2n ** 32n;
          [a, b, c, counter] = [
            b ^ (b >> 9n),
            (c * 9n) % 2n ** 32n,
            (c * 2n ** 21n + (c >> 11n) + output) % 2n ** 32n,
            (counter + 1n) % 2n ** 32n,
          ];
          expect(random.uint32()).toBe(Number(output));
        }
        expect([...random.state().subarray(0, 4)]).toEqual([a, b, c, counter].map(Number));
      }),
    );
  });

  // Changing one of these changes the results of every run.
  it('gives the same streams as ever', () => {
    expect(draw(Random.from(0), 3)).toEqual([213151461, 944512178, 4117019243]);
    expect(draw(Random.from(-1, 2 ** 40), 3)).toEqual([317914842, 1800511294, 1335376568]);
    expect(Random.from(1).float()).toBe(0.10007476532258397);
    const random = Random.from(1);
    for (const x of [0.08173887792071285, 0.7492528916332726, 0.9344392362769037]) {
      expect(random.normal()).toBeCloseTo(x, 12);
    }
  });
});

describe('saved state', () => {
  it('continues bit for bit, with splits and normals too', () => {
    const calls: ((random: Random) => number)[] = [
      (random) => random.uint32(),
      (random) => random.float(),
      (random) => random.normal(),
      (random) => random.int(1000),
      (random) => random.split(5).uint32(),
    ];
    fc.assert(
      fc.property(safeInteger, path, fc.array(fc.constantFrom(...calls)), (seed, keys, sequence) => {
        const random = Random.from(seed, ...keys);
        for (const call of sequence) call(random);
        const restored = Random.restore(random.state());
        for (const call of sequence.toReversed()) expect(call(restored)).toBe(call(random));
        expect(restored.state()).toEqual(random.state());
      }),
    );
  });

  it('is a copy, of 7 words', () => {
    const random = Random.from(1);
    const state = random.state();
    random.uint32();
    expect(state).not.toEqual(random.state());
    expect(state).toHaveLength(7);
    expect(() => Random.restore(state.subarray(1))).toThrow('the state of a Random has 7 words; got 6');
  });
});

describe('streams', () => {
  it('are named by seed and path, whatever has been drawn', () => {
    fc.assert(
      fc.property(safeInteger, path, safeInteger, fc.nat(20), (seed, keys, key, drawn) => {
        const parent = Random.from(seed, ...keys);
        draw(parent, drawn);
        const before = parent.state();
        expect(parent.split(key).state()).toEqual(Random.from(seed, ...keys, key).state());
        expect(parent.state()).toEqual(before);
      }),
    );
  });

  it('differ between different paths', () => {
    const paths = [[], [0], [1], [-1], [0, 0], [0, 1], [1, 0], [2 ** 32], [2 ** 32 + 1], [-(2 ** 32)], [2 ** 53 - 1]];
    const words = paths.flatMap((keys) => draw(Random.from(0, ...keys), 8));
    expect(new Set(words).size).toBe(words.length);
  });

  it('change in half of their bits when one bit of the seed changes', () => {
    // 128 bits come out, a share of 0.5 changed on average, with a standard deviation of 0.5 / sqrt(128).
    const seed = 0x0f0f_1234_5678;
    for (let bit = 0; bit < 53; bit++) {
      const flipped = Math.floor(seed / 2 ** bit) % 2 ? seed - 2 ** bit : seed + 2 ** bit;
      const other = draw(Random.from(flipped), 4);
      const changed = draw(Random.from(seed), 4).map((word, index) => (word ^ other[index]!) >>> 0);
      const ones = changed.reduce((sum, word) => sum + word.toString(2).replaceAll('0', '').length, 0);
      expect(Math.abs(ones / 128 - 0.5)).toBeLessThan((4 * 0.5) / Math.sqrt(128));
    }
  });

  it.each([1.5, Number.NaN, Infinity, 2 ** 53])('have no seed or key %s', (wrong) => {
    expect(() => Random.from(wrong)).toThrow(RangeError);
    expect(() => Random.from(1, 2, wrong)).toThrow(`a seed or key must be a safe integer; got ${wrong}`);
    expect(() => Random.from(1).split(wrong)).toThrow(RangeError);
  });
});

/** Pearson's statistic of observed counts; with k cells of equal probability its mean is k - 1, its variance 2k - 2. */
function chiSquare(counts: ArrayLike<number>, expected: (cell: number) => number): number {
  return Array.from(counts).reduce((sum, count, cell) => sum + (count - expected(cell)) ** 2 / expected(cell), 0);
}

/** Four standard deviations of a chi-square variable of so many degrees of freedom. */
const fourSigma = (degrees: number) => 4 * Math.sqrt(2 * degrees);

const normalDensity = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);

/** The probability of a normal variate within a twentieth above `from`, by Simpson's rule. */
const normalMass = (from: number) =>
  (normalDensity(from) + 4 * normalDensity(from + 1 / 40) + normalDensity(from + 1 / 20)) / 120;

/** Where the ziggurat's tail begins, and the probability beyond it: erfc(TAIL / sqrt(2)) / 2 by Python's math.erfc. */
const TAIL = 3.6541528853610088;
const BEYOND_TAIL = 1.290162438e-4;

// Every stream below is fixed by its seed, and every bound is four standard deviations of the statistic.
describe('statistics', () => {
  it.each([
    ['one stream', () => Random.from(11), 500_000],
    ['the first words of many streams', (index: number) => Random.from(12, index), 100_000],
  ])('spread the bytes of %s evenly', (name, stream, words) => {
    const counts = [0, 1, 2, 3].map(() => new Uint32Array(256));
    const only = stream(0);
    for (let index = 0; index < words; index++) {
      const word = (name === 'one stream' ? only : stream(index)).uint32();
      for (let byte = 0; byte < 4; byte++) counts[byte]![(word >>> (8 * byte)) & 0xff]!++;
    }
    for (const count of counts) {
      expect(Math.abs(chiSquare(count, () => words / 256) - 255)).toBeLessThan(fourSigma(255));
    }
  });

  it('leave neighbouring streams uncorrelated', () => {
    const streams = 256;
    const length = 2048;
    const values = Array.from({ length: streams + 1 }, (_, index) => {
      const random = Random.from(13, index);
      return Float64Array.from({ length }, () => (random.float() - 0.5) * Math.sqrt(12));
    });
    // The correlation of independent streams times sqrt(length) is standard normal, its square chi-square with 1.
    const squares = values.slice(1).map((next, index) => {
      const product = next.reduce((sum, value, step) => sum + value * values[index]![step]!, 0);
      return product ** 2 / length;
    });
    const sum = squares.reduce((total, square) => total + square, 0);
    expect(Math.abs(sum - streams)).toBeLessThan(fourSigma(streams));
  });

  it('make floats uniform in [0, 1), down to the last of 53 bits', () => {
    const random = Random.from(14);
    const count = 500_000;
    const cells = new Uint32Array(1000);
    let lastBits = 0;
    for (let index = 0; index < count; index++) {
      const value = random.float();
      cells[Math.floor(value * 1000)]!++;
      lastBits += (value * 2 ** 53) % 2;
    }
    expect(Math.abs(chiSquare(cells, () => count / 1000) - 999)).toBeLessThan(fourSigma(999));
    expect(Math.abs(lastBits - count / 2)).toBeLessThan(4 * Math.sqrt(count / 4));
  });

  it('make normals normal', () => {
    const random = Random.from(15);
    const count = 1_000_000;
    // 160 cells of a twentieth from -4 to 4, and the two tails.
    const cells = new Uint32Array(162);
    const inner = Array.from({ length: 160 }, (_, cell) => normalMass(-4 + cell / 20));
    const tail = (1 - inner.reduce((sum, value) => sum + value, 0)) / 2;
    const probability = [tail, ...inner, tail];
    const moments = [0, 0, 0, 0];
    for (let index = 0; index < count; index++) {
      const x = random.normal();
      cells[Math.min(161, Math.max(0, Math.floor(x * 20) + 81))]!++;
      for (let power = 0; power < 4; power++) moments[power]! += x ** (power + 1) / count;
    }
    expect(Math.abs(chiSquare(cells, (cell) => count * probability[cell]!) - 161)).toBeLessThan(fourSigma(161));
    // Mean, variance, third and fourth moment: 0, 1, 0, 3 with variances 1, 2, 15 and 96 over the count.
    [0, 1, 0, 3].forEach((expected, power) => {
      const sigma = Math.sqrt([1, 2, 15, 96][power]! / count);
      expect(Math.abs(moments[power]! - expected)).toBeLessThan(4 * sigma);
    });
  });

  it('make normals beyond 3.65, where the ziggurat ends, as rare as they must be', () => {
    const random = Random.from(16);
    const count = 2_000_000;
    let beyond = 0;
    for (let index = 0; index < count; index++) if (Math.abs(random.normal()) > TAIL) beyond++;
    const mean = count * 2 * BEYOND_TAIL;
    expect(Math.abs(beyond - mean)).toBeLessThan(4 * Math.sqrt(mean));
  });

  it('make normals beyond 3.65 as long as they must be', () => {
    const random = Random.from(17);
    const count = 100_000;
    let sum = 0;
    let squares = 0;
    for (let index = 0; index < count; index++) {
      // A state whose next word, a + b + counter, asks for the far end of the lowest layer.
      const b = random.uint32();
      const state = Uint32Array.of(0x7fffff00 - b - 1, b, random.uint32(), 1, 0, 0, 0);
      const x = Random.restore(state).normal();
      sum += x;
      squares += x * x;
    }
    // The moments of the truncated normal distribution, m1 and m2 = 1 + TAIL m1; the variance of x follows, and that
    // of x² is nearly (2 m1)² times it.
    const m1 = normalDensity(TAIL) / BEYOND_TAIL;
    const sigma = Math.sqrt((1 + TAIL * m1 - m1 * m1) / count);
    expect(Math.abs(sum / count - m1)).toBeLessThan(4 * sigma);
    expect(Math.abs(squares / count - (1 + TAIL * m1))).toBeLessThan(4 * 2 * m1 * sigma);
  });
});

describe('int', () => {
  it('is the high word of the product, without the words that would favour a result', () => {
    const bound = fc.oneof(fc.integer({ min: 1, max: 2 ** 32 }), fc.integer({ min: 1, max: 1000 }));
    fc.assert(
      fc.property(safeInteger, bound, (seed, n) => {
        const random = Random.from(seed);
        const twin = Random.from(seed);
        const favoured = 2n ** 32n % BigInt(n);
        const expected = () => {
          for (;;) {
            const product = BigInt(twin.uint32()) * BigInt(n);
            if (product % 2n ** 32n >= favoured) return Number(product >> 32n);
          }
        };
        for (let index = 0; index < 20; index++) expect(random.int(n)).toBe(expected());
      }),
    );
  });

  // With 3 * 2^30 a remainder or a plain product would hit a third of the results twice as often.
  it.each([2, 3, 6, 7, 52, 1000, 3 * 2 ** 30, 2 ** 31 + 1, 2 ** 32])('is even over [0, %i)', (n) => {
    const cells = Math.min(n, 99);
    const counts = new Uint32Array(cells);
    const size = (cell: number) => Math.ceil(((cell + 1) * n) / cells) - Math.ceil((cell * n) / cells);
    const random = Random.from(17, n);
    const count = 100_000;
    for (let index = 0; index < count; index++) counts[Math.floor((random.int(n) * cells) / n)]!++;
    const statistic = chiSquare(counts, (cell) => (count * size(cell)) / n);
    expect(Math.abs(statistic - (cells - 1))).toBeLessThan(fourSigma(cells - 1));
  });

  it('is 0 of 1', () => {
    expect(Random.from(1).int(1)).toBe(0);
  });

  it.each([0, -1, 1.5, Number.NaN, 2 ** 32 + 1])('refuses %s', (n) => {
    expect(() => Random.from(1).int(n)).toThrow(`int(n) takes an integer from 1 to 2^32; got ${n}`);
  });
});

describe('shuffle', () => {
  it('keeps the elements of any array', () => {
    fc.assert(
      fc.property(safeInteger, fc.uint8Array(), (seed, array) => {
        const shuffled = array.slice();
        Random.from(seed).shuffle(shuffled);
        expect(shuffled.toSorted()).toEqual(array.toSorted());
      }),
    );
    const words = ['a', 'b', 'c'];
    Random.from(1).shuffle(words);
    expect(words.toSorted()).toEqual(['a', 'b', 'c']);
  });

  it('makes all 24 orders of four equally often', () => {
    const counts = new Map<string, number>();
    const random = Random.from(18);
    for (let index = 0; index < 48_000; index++) {
      const order = [0, 1, 2, 3];
      random.shuffle(order);
      counts.set(order.join(), (counts.get(order.join()) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    expect(Math.abs(chiSquare([...counts.values()], () => 2000) - 23)).toBeLessThan(fourSigma(23));
  });
});
