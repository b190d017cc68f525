/**
 * A seedable, splittable random generator whose state can be saved.
 *
 * The generator is sfc32, "small fast counting", by Chris Doty-Humphrey [0]: 128 bits of state, a period of at least
 * 2^32 and about 2^127 on average, no known failure in statistical tests. A stream is named by its path, the seed and
 * the keys of the splits; the path is hashed with the generator's own permutation, and the hash is where the stream
 * starts. Normal variates come from the ziggurat [1] with layer, sign and position taken from separate bits [2].
 *
 * [0] PractRand, RNG_engines.txt: https://pracrand.sourceforge.net/RNG_engines.txt
 * [1] Marsaglia and Tsang, "The Ziggurat Method for Generating Random Variables", J. Stat. Software 5(8), 2000
 * [2] Doornik, "An Improved Ziggurat Method to Generate Normal Random Samples", 2005
 */

/** Where a stream starts, and what its children derive from: three words of 32 bits. */
type Key = readonly [number, number, number];

/** The key above all seeds: the fractional bits of the square roots of 2, 3 and 5. */
const ROOT: Key = [0x6a09e667, 0xbb67ae85, 0x3c6ef372];

/** Counters at the start of drawing and of deriving a child, far apart so that the two never run in step. */
const DRAW = 1;
const DERIVE = 0x9e3779b9;

/** Rounds that mix a key; the author's own seeding takes 12 to 15 [0]. */
const MIXING_ROUNDS = 20;

const STATE_WORDS = 7;

// The ziggurat: 256 layers of equal area under the unscaled half normal density, the lowest with the tail [1].
const LAYERS = 256;
const TAIL = 3.6541528853610088;
const AREA = 0.00492867323399;
/** The right edge of each layer, and the density there. */
const edge = new Float64Array(LAYERS + 1);
const height = new Float64Array(LAYERS + 1);

const density = (x: number) => Math.exp(-0.5 * x * x);

edge[0] = AREA / density(TAIL);
edge[1] = TAIL;
height[1] = density(TAIL);
for (let layer = 2; layer < LAYERS; layer++) {
  height[layer] = height[layer - 1]! + AREA / edge[layer - 1]!;
  edge[layer] = Math.sqrt(-2 * Math.log(height[layer]!));
}
height[LAYERS] = 1;

/**
 * A stream of random numbers. The same seed and path give the same numbers on every run; streams of different paths
 * are independent, and two of them cannot overlap within their first 2^32 words.
 *
 * @example
 * const random = Random.from(7, 3); // the stream of environment 3 under seed 7
 * random.int(6); // => 0
 * const saved = random.state();
 * random.float() === Random.restore(saved).float(); // => true
 * Random.from(7).split(3).int(6); // => 0
 */
export class Random {
  // The four words of sfc32, always signed integers and never undefined: V8 then keeps them unboxed (2x the speed).
  private a = 0;
  private b = 0;
  private c = 0;
  private counter = 0;
  private readonly key: Key;

  private constructor(a: number, b: number, c: number, counter: number, key: Key) {
    this.a = a | 0;
    this.b = b | 0;
    this.c = c | 0;
    this.counter = counter | 0;
    this.key = key;
  }

  /**
   * The stream of a seed, or of a path under it such as the index of an environment. `Random.from(seed, i, j)` is
   * `Random.from(seed).split(i).split(j)`.
   *
   * @param seed - any safe integer
   * @param path - safe integers
   * @throws RangeError when one of them is not a safe integer
   */
  static from(seed: number, ...path: number[]): Random {
    return Random.at(path.reduce(Random.childKey, Random.childKey(ROOT, seed)));
  }

  /**
   * The stream that `state` was taken from, at the same place.
   *
   * @throws RangeError when `state` does not have the 7 words that `state()` gives
   */
  static restore(state: Uint32Array): Random {
    if (state.length !== STATE_WORDS) {
      throw new RangeError(`the state of a Random has ${STATE_WORDS} words; got ${state.length}`);
    }
    return new Random(state[0]!, state[1]!, state[2]!, state[3]!, [state[4]!, state[5]!, state[6]!]);
  }

  private static at(key: Key): Random {
    return new Random(...key, DRAW, key);
  }

  /** The key of a child. For one parent it is a bijection of 96 bits: children of different numbers never meet. */
  private static childKey(this: void, parent: Key, child: number): Key {
    if (!Number.isSafeInteger(child)) throw new RangeError(`a seed or key must be a safe integer; got ${child}`);
    const mixer = new Random(parent[0] ^ child, parent[1] ^ Math.floor(child / 2 ** 32), parent[2], DERIVE, parent);
    for (let round = 0; round < MIXING_ROUNDS; round++) mixer.next();
    return [mixer.a, mixer.b, mixer.c];
  }

  /**
   * The child stream named `key`, a safe integer. It depends on this stream's path only, not on what has been drawn:
   * the same key gives the same child at any time, and this stream does not advance.
   */
  split(key: number): Random {
    return Random.at(Random.childKey(this.key, key));
  }

  /** Seven words from which `restore` continues bit for bit. */
  state(): Uint32Array {
    return Uint32Array.of(this.a, this.b, this.c, this.counter, ...this.key);
  }

  /** One round of sfc32 [0]: a signed word. */
  private next(): number {
    const word = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + word) | 0;
    return word;
  }

  /** A uniform integer in [0, 2^32). */
  uint32(): number {
    return this.next() >>> 0;
  }

  /** A uniform number in [0, 1), a multiple of 2^-53. */
  float(): number {
    return ((this.next() >>> 5) * 2 ** 26 + (this.next() >>> 6)) * 2 ** -53;
  }

  /**
   * A uniform integer in [0, n), without bias: the high word of `word * n`, where the few words that would favour
   * some results are drawn again (Lemire, "Fast Random Integer Generation in an Interval", 2019).
   *
   * @param n - an integer from 1 to 2^32
   * @throws RangeError for any other `n`
   */
  int(n: number): number {
    if (!(Number.isInteger(n) && n >= 1 && n <= 2 ** 32)) {
      throw new RangeError(`int(n) takes an integer from 1 to 2^32; got ${n}`);
    }
    let word = this.uint32();
    let low = Math.imul(word, n) >>> 0;
    if (low < n) {
      const favoured = 2 ** 32 % n;
      while (low < favoured) {
        word = this.uint32();
        low = Math.imul(word, n) >>> 0;
      }
    }
    // A double rounds the product of up to 64 bits by at most 2^10: adding 1/2 makes the high word exact.
    return Math.floor((word * n - low) * 2 ** -32 + 0.5);
  }

  /**
   * A standard normal variate by the ziggurat [1] [2]; nothing is kept between calls. It relies on Math.exp and
   * Math.log, whose last bit may differ between JavaScript engines.
   */
  normal(): number {
    for (;;) {
      const word = this.next();
      const layer = word & 0xff;
      const x = ((word >> 8) * 2 ** 30 + (this.next() >>> 2)) * 2 ** -53 * edge[layer]!;
      if (Math.abs(x) < edge[layer + 1]!) return x;
      if (layer === 0) return x < 0 ? -this.tail() : this.tail();
      const y = height[layer]! + this.float() * (height[layer + 1]! - height[layer]!);
      if (y < density(x)) return x;
    }
  }

  /** A normal variate beyond `TAIL` (Marsaglia, "Generating a Variable from the Tail of the Normal Distribution", 1964). */
  private tail(): number {
    for (;;) {
      const excess = -Math.log(1 - this.float()) / TAIL;
      if (-2 * Math.log(1 - this.float()) > excess * excess) return TAIL + excess;
    }
  }

  /** Puts an array into a uniformly random order, in place (Fisher and Yates). */
  shuffle<T>(array: { readonly length: number; [index: number]: T }): void {
    for (let last = array.length - 1; last > 0; last--) {
      const other = this.int(last + 1);
      const value = array[last]!;
      array[last] = array[other]!;
      array[other] = value;
    }
  }
}
