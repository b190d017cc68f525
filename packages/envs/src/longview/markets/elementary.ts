/**
 * Exponential and logarithm from additions, multiplications and divisions alone. The last bit of JavaScript's Math.exp
 * and Math.log may differ from one engine to another; with these a path has the same bits everywhere, and they are
 * faster.
 *
 * exp: x = k ln(2)/64 + r with |r| <= ln(2)/128. A table has the powers of 2^(1/64), and the Taylor series of exp r ends with
 * the fifth power: its rest is below 4e-17.
 * log: x = 2^k m with m in [sqrt(1/2), sqrt(2)], and log m = 2 artanh((m - 1)/(m + 1)), the series to the 21st power,
 * whose rest is below 1e-18. Both are within two units of the last place.
 */

/** Adding and subtracting it rounds a number below 2^51 to the nearest whole one. */
const ROUND = 1.5 * 2 ** 52;
/** ln 2 in two parts: 32 bits, so that its multiples are exact, and the rest. */
const LN2_HIGH = 2977044471 / 2 ** 32;
const LN2_LOW = 1.9082149292705877e-10;

/** Where exp is neither zero nor infinite, nor loses bits. */
const LEAST = -708;
const MOST = 709;

/** Steps of the table for each doubling. */
const STEPS = 64;
const parts = new DataView(new ArrayBuffer(8));

/** 2^k of a whole k, by its bits: from -1022 to 1023. */
function powerOfTwo(k: number): number {
  parts.setUint32(0, (k + 1023) << 20);
  parts.setUint32(4, 0);
  return parts.getFloat64(0);
}

/** Doublings to either side that the table covers. */
const REACH = 64;
/** 2^(i/64) at i + 4096, for i from -4096 to 4096. */
const power = new Float64Array(2 * STEPS * REACH + 1);
for (let i = 0; i < STEPS; i++) {
  // The Taylor series in the order that rounds least.
  const x = (i / STEPS) * Math.LN2;
  let root = 1;
  for (let n = 24; n >= 1; n--) root = 1 + (x / n) * root;
  for (let k = i; k < power.length; k += STEPS) power[k] = root * powerOfTwo((k - i) / STEPS - REACH);
}
/** exp of less than this in size is one look-up away. */
const NEAR = 44;

/** e^x; 0 below -708, where the bits of a double run out. */
export function exp(x: number): number {
  if (!(x > -NEAR && x < NEAR)) return distantExp(x);
  const nearest = x * (STEPS * Math.LOG2E) + ROUND - ROUND;
  const r = x - nearest * (LN2_HIGH / STEPS) - nearest * (LN2_LOW / STEPS);
  const root = power[(nearest | 0) + STEPS * REACH]!;
  return root + root * (r * (1 + r * (1 / 2 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120))))));
}

function distantExp(x: number): number {
  if (!(x >= LEAST && x <= MOST)) return x < LEAST ? 0 : x > MOST ? Infinity : NaN;
  // A twentieth is near, and the doublings are exact.
  const doublings = Math.round(x * Math.LOG2E);
  const rest = exp(x - doublings * LN2_HIGH - doublings * LN2_LOW);
  const half = Math.trunc(doublings / 2);
  return rest * powerOfTwo(half) * powerOfTwo(doublings - half);
}

/** The natural logarithm of a positive normal number. */
export function log(x: number): number {
  parts.setFloat64(0, x);
  const high = parts.getUint32(0);
  let k = (high >>> 20) - 1023;
  parts.setUint32(0, (high & 0xfffff) | (1023 << 20));
  let m = parts.getFloat64(0);
  if (m > Math.SQRT2) {
    m /= 2;
    k += 1;
  }
  const s = (m - 1) / (m + 1);
  const q = s * s;
  let sum = 0;
  for (let n = 21; n >= 3; n -= 2) sum = q * (1 / n + sum);
  return k * LN2_HIGH + (2 * s + (2 * s * sum + k * LN2_LOW));
}
