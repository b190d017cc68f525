import type { Random } from '@longplay/runtime';
import { exp, log } from './elementary.ts';

/**
 * Many normal variates at a time from a stream of `Random`: its generator, sfc32, and its ziggurat of 256 layers [0],
 * with the loop in one function and the exponential and logarithm of this folder, so that they are fast and the same
 * on every engine.
 *
 * [0] Marsaglia and Tsang, "The Ziggurat Method for Generating Random Variables", J. Stat. Software 5(8), 2000
 */

const LAYERS = 256;
/** Where the tail begins, and the area of each layer, for 256 layers [0]. */
const TAIL = 3.6541528853610088;
const AREA = 0.00492867323399;

const density = (x: number) => exp(-0.5 * x * x);

/** The density at the right edge of each layer. */
const height = new Float64Array(LAYERS + 1);
/** What the 54 bits of a draw are multiplied with, and below what the product lies in the layer at once. */
const width = new Float64Array(LAYERS);
const inner = new Float64Array(LAYERS);
{
  const edge = new Float64Array(LAYERS + 1);
  edge[0] = AREA / density(TAIL);
  edge[1] = TAIL;
  height[1] = density(TAIL);
  for (let layer = 2; layer < LAYERS; layer++) {
    height[layer] = height[layer - 1]! + AREA / edge[layer - 1]!;
    edge[layer] = Math.sqrt(-2 * log(height[layer]!));
  }
  height[LAYERS] = 1;
  for (let layer = 0; layer < LAYERS; layer++) {
    width[layer] = edge[layer]! * 2 ** -53;
    inner[layer] = edge[layer + 1]!;
  }
}

/** A stream that fills arrays. */
export class NormalStream {
  // The state of sfc32: signed integers from the start, so that the engine keeps them unboxed.
  private a = 0;
  private b = 0;
  private c = 0;
  private counter = 0;

  /** Goes to where a stream of `Random` is. */
  start(random: Random): void {
    const state = random.state();
    this.a = state[0]! | 0;
    this.b = state[1]! | 0;
    this.c = state[2]! | 0;
    this.counter = state[3]! | 0;
  }

  /** One round of sfc32: a signed word. */
  word(): number {
    const word = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + word) | 0;
    return word;
  }

  /** Fills the first `count` of `out` with standard normal variates. */
  normals(out: Float64Array, count: number): void {
    let { a, b, c, counter } = this;
    for (let i = 0; i < count; i++) {
      // Two rounds of sfc32: 8 bits choose the layer, 54 bits are the place in it.
      const high = (((a + b) | 0) + counter) | 0;
      const a1 = b ^ (b >>> 9);
      const b1 = (c + (c << 3)) | 0;
      const c1 = (((c << 21) | (c >>> 11)) + high) | 0;
      const low = (((a1 + b1) | 0) + ((counter + 1) | 0)) | 0;
      counter = (counter + 2) | 0;
      a = b1 ^ (b1 >>> 9);
      b = (c1 + (c1 << 3)) | 0;
      c = (((c1 << 21) | (c1 >>> 11)) + low) | 0;
      const layer = high & 0xff;
      const x = ((high >> 8) * 2 ** 30 + (low >>> 2)) * width[layer]!;
      if (Math.abs(x) < inner[layer]!) {
        out[i] = x;
        continue;
      }
      this.a = a;
      this.b = b;
      this.c = c;
      this.counter = counter;
      const accepted = this.edge(layer, x);
      ({ a, b, c, counter } = this);
      if (accepted === accepted) out[i] = accepted;
      else i--; // rejected: drawn again
    }
    this.a = a;
    this.b = b;
    this.c = c;
    this.counter = counter;
  }

  private float(): number {
    return ((this.word() >>> 5) * 2 ** 26 + (this.word() >>> 6)) * 2 ** -53;
  }

  /** A draw at the curved edge of its layer, in one of a hundred cases: NaN when it is rejected. */
  private edge(layer: number, x: number): number {
    if (layer === 0) return x < 0 ? -this.tail() : this.tail();
    const y = height[layer]! + this.float() * (height[layer + 1]! - height[layer]!);
    return y < density(x) ? x : NaN;
  }

  /** A variate beyond `TAIL` (Marsaglia, "Generating a Variable from the Tail of the Normal Distribution", 1964). */
  private tail(): number {
    for (;;) {
      const excess = -log(1 - this.float()) / TAIL;
      if (-2 * log(1 - this.float()) > excess * excess) return TAIL + excess;
    }
  }
}
