/**
 * Exponential and logarithm from additions, multiplications and divisions alone. The last bit of JavaScript's Math.exp
 * and Math.log may differ from one engine to another; with these a path has the same bits everywhere, and they are
 * faster.
 *
 * exp: x = k ln 2 + r with |r| <= ln(2)/2, and the Taylor series of exp r to the 13th power, whose rest is below 5e-18.
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

/** 2^k at k + 1022, for k from -1022 to 1023. */
const powerOfTwo = new Float64Array(2046);
for (let i = 0, power = 2 ** -1022; i < powerOfTwo.length; i++, power *= 2) powerOfTwo[i] = power;

const parts = new DataView(new ArrayBuffer(8));

/** e^x; 0 below -708, where the bits of a double run out. */
export function exp(x: number): number {
  if (!(x >= LEAST && x <= MOST)) return x < LEAST ? 0 : x > MOST ? Infinity : NaN;
  const k = x * Math.LOG2E + ROUND - ROUND;
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  const q = r * r;
  // Even and odd powers apart: two short chains in place of a long one.
  const even =
    1 + q * (1 / 2 + q * (1 / 24 + q * (1 / 720 + q * (1 / 40320 + q * (1 / 3628800 + q * (1 / 479001600))))));
  const odd =
    1 + q * (1 / 6 + q * (1 / 120 + q * (1 / 5040 + q * (1 / 362880 + q * (1 / 39916800 + q * (1 / 6227020800))))));
  return (even + r * odd) * powerOfTwo[k + 1022]!;
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
  for (let power = 21; power >= 3; power -= 2) sum = q * (1 / power + sum);
  return k * LN2_HIGH + (2 * s + (2 * s * sum + k * LN2_LOW));
}
