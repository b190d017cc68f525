// Market paths in AssemblyScript (TypeScript's grammar, WebAssembly's types and SIMD instructions), single precision.
// Arguments named after an array are its address in bytes. `build.sh` compiles it. A block is 16 paths: four vectors of
// four, each lane with a random stream of its own.
//
// Functions are polynomials that interpolate at Chebyshev nodes, without branches. Their errors, rounding included:
// exponential 9e-8 of the result, -2 ln(1 + m) 8e-8, sine 1.7e-7, cosine 3e-7.

/** Bytes of a vector, and of the four that hold a number of each path of a block. */
const vector: usize = 16;
const four: usize = 64;

// In memory, since V8 takes one instruction to load a number into all lanes, and four to make a constant vector.
const table = memory.data<f32>([
  // 2^f = 1 + f (0.69... + ...), |f| <= 1/2
  0.6931471824645996, 0.24022650718688965, 0.055503569543361664, 0.009618083015084267, 0.0013390863314270973,
  0.00015453163359779865,
  // -2 ln(1 + m) = -2 m + m^2 (1 - ...), from sqrt(1/2) - 1 to sqrt(2) - 1
  0.9999999403953552, -0.6666734218597412, 0.5000229477882385, -0.3994410037994385, 0.33176976442337036,
  -0.296695739030838, 0.2831929326057434, -0.17574530839920044,
  // sin(f pi/2) = f (1.57... + ... f^8), |f| <= 1
  1.5707963705062866, -0.6459637880325317, 0.07968991994857788, -0.004674143623560667, 0.00015167170204222202,
  // cos(f pi/2) = 1 + f^2 (-1.23... + ... f^6)
  -1.2337003946304321, 0.25366342067718506, -0.02083301916718483, 0.0008701311307959259,
  // 1, 1.5 * 2^23, the bounds of an exponent, -2 ln 2, -2, 2^-31
  1, 12582912, -126, 127, -1.3862943611198906, -2, 4.656612873077393e-10,
]);
const exponential: usize = 0;
const logarithm: usize = 6;
const sine: usize = 14;
const cosine: usize = 19;
const one: usize = 23;
/** Adding it rounds a number below 2^22 to the nearest whole one, which is then in the low bits. */
const rounding: usize = 24;
const least: usize = 25;
const most: usize = 26;
const minusTwoLn2: usize = 27;
const minusTwo: usize = 28;
const wordScale: usize = 29;

/** A number of the table in all lanes. */
function number(index: usize): v128 {
  return v128.load32_splat(table + (index << 2));
}

function mad(a: v128, b: v128, c: v128): v128 {
  return f32x4.add(f32x4.mul(a, b), c);
}

// Methods alone may be marked to be compiled into the place of their calls.
// oxlint-disable-next-line typescript/no-extraneous-class
class Power {
  /** 2^x, of x cut to where the result is a normal number. */
  @inline static of(given: v128): v128 {
    const x = f32x4.pmin(f32x4.pmax(given, number(least)), number(most));
    const rounded = f32x4.add(x, number(rounding));
    const f = f32x4.sub(x, f32x4.sub(rounded, number(rounding)));
    let y = mad(number(exponential + 5), f, number(exponential + 4));
    y = mad(y, f, number(exponential + 3));
    y = mad(y, f, number(exponential + 2));
    y = mad(y, f, number(exponential + 1));
    y = mad(y, f, number(exponential));
    y = mad(y, f, number(one));
    return i32x4.add(y, i32x4.shl(rounded, 23)); // times a power of two
  }
}

/** -2 ln(n / 2^31) of whole numbers n from 1 to 2^31. */
function minusTwoLogarithm(n: v128): v128 {
  // n / 2^31 = 2^e (1 + m) with 1 + m from sqrt(1/2), whose bits are 0x3f3504f3, to sqrt(2).
  const above = i32x4.sub(f32x4.convert_i32x4_s(n), i32x4.splat(0x3f3504f3 + (31 << 23)));
  const e = f32x4.convert_i32x4_s(i32x4.shr_s(above, 23));
  const fraction = v128.and(above, i32x4.splat(0x7fffff));
  const m = f32x4.sub(i32x4.add(fraction, i32x4.splat(0x3f3504f3)), number(one));
  let y = mad(number(logarithm + 7), m, number(logarithm + 6));
  y = mad(y, m, number(logarithm + 5));
  y = mad(y, m, number(logarithm + 4));
  y = mad(y, m, number(logarithm + 3));
  y = mad(y, m, number(logarithm + 2));
  y = mad(y, m, number(logarithm + 1));
  y = mad(y, m, number(logarithm));
  return mad(f32x4.mul(m, m), y, mad(number(minusTwo), m, f32x4.mul(number(minusTwoLn2), e)));
}

/**
 * Two vectors of words become two of standard normal variates, in place, by the method of Box and Muller (1958): a
 * radius, and an angle on the right half of the circle, of which a last bit takes the mirror image. The radius comes
 * from an odd number of 31 bits, of which 30 are random, so that it ends at sqrt(62 ln 2) = 6.56.
 */
function normals(at: usize): void {
  const word = v128.load(at);
  const squared = minusTwoLogarithm(v128.or(i32x4.shr_u(word, 1), i32x4.splat(1)));
  const radius = f32x4.sqrt(squared);
  const f = f32x4.mul(f32x4.convert_i32x4_s(v128.load(at, vector)), number(wordScale));
  const z = f32x4.mul(f, f);
  let sin = mad(number(sine + 4), z, number(sine + 3));
  sin = mad(sin, z, number(sine + 2));
  sin = mad(sin, z, number(sine + 1));
  sin = mad(sin, z, number(sine));
  let cos = mad(number(cosine + 3), z, number(cosine + 2));
  cos = mad(cos, z, number(cosine + 1));
  cos = mad(cos, z, number(cosine));
  cos = mad(cos, z, number(one));
  v128.store(at, f32x4.mul(radius, v128.xor(cos, i32x4.shl(word, 31))));
  v128.store(at, f32x4.mul(radius, f32x4.mul(sin, f)), vector);
}

/** Vectors of two series of pairs, [a0 a1 a2 a3], become four: of each number and its opposite side by side. */
function mirror(z: usize, series: i32): void {
  for (let i = 2 * series - 1; i >= 0; i--) {
    const value = v128.load(z + ((<usize>i) << 4));
    const opposite = f32x4.neg(value);
    const to = z + ((<usize>i) << 5);
    v128.store(to, v128.shuffle<i32>(value, opposite, 0, 4, 1, 5));
    v128.store(to, v128.shuffle<i32>(value, opposite, 2, 6, 3, 7), vector);
  }
}

/** The last two of four vectors of words become four, in which neighbours share a word. */
function share(words: usize): void {
  const low = v128.load(words, 32);
  const high = v128.load(words, 48);
  v128.store(words, v128.shuffle<i32>(low, low, 0, 0, 1, 1));
  v128.store(words, v128.shuffle<i32>(low, low, 2, 2, 3, 3), 16);
  v128.store(words, v128.shuffle<i32>(high, high, 0, 0, 1, 1), 32);
  v128.store(words, v128.shuffle<i32>(high, high, 2, 2, 3, 3), 48);
}

/** Multiplies the variates of each path by the scale that its word chooses. */
function applyScales(words: usize, scales: usize, z: usize, series: i32): void {
  for (let i: usize = 0; i < four; i += vector) {
    const at = i32x4.shl(i32x4.shr_u(v128.load(words + i), 20), 2);
    let w = v128.load32_splat(scales + i32x4.extract_lane(at, 0));
    w = f32x4.replace_lane(w, 1, load<f32>(scales + i32x4.extract_lane(at, 1)));
    w = f32x4.replace_lane(w, 2, load<f32>(scales + i32x4.extract_lane(at, 2)));
    w = f32x4.replace_lane(w, 3, load<f32>(scales + i32x4.extract_lane(at, 3)));
    for (let j = 0; j < series; j++) {
      const to = z + i + ((<usize>j) << 6);
      v128.store(to, f32x4.mul(v128.load(to), w));
    }
  }
}

/**
 * Moves each path to the other regime where its word is below the limit of the regime it is in.
 *
 * @param masks - all bits set for paths in the second.
 */
function moveRegimes(words: usize, masks: usize, leaveFirst: u32, leaveSecond: u32): void {
  for (let i: usize = 0; i < four; i += vector) {
    const mask = v128.load(masks + i);
    const limit = v128.bitselect(i32x4.splat(leaveSecond), i32x4.splat(leaveFirst), mask);
    v128.store(masks + i, v128.xor(mask, i32x4.lt_u(v128.load(words + i), limit)));
  }
}

/**
 * Two to the power of mu + L z for each path of a block.
 *
 * @param regime - mu [series], then L [series, series].
 * @param stride - bytes from a series of `out` to the next.
 */
function combine(regime: usize, z: usize, series: i32, out: usize, stride: usize): void {
  let row = regime + ((<usize>series) << 2);
  let to = out;
  for (let k = 0; k < series; k++) {
    let x0 = v128.load32_splat(regime + ((<usize>k) << 2));
    let x1 = x0;
    let x2 = x0;
    let x3 = x0;
    for (let j = 0; j <= k; j++) {
      const l = v128.load32_splat(row + ((<usize>j) << 2));
      const from = z + ((<usize>j) << 6);
      x0 = mad(l, v128.load(from), x0);
      x1 = mad(l, v128.load(from, 16), x1);
      x2 = mad(l, v128.load(from, 32), x2);
      x3 = mad(l, v128.load(from, 48), x3);
    }
    // All four before the first is stored: so they share the loads of their coefficients.
    const y0 = Power.of(x0);
    const y1 = Power.of(x1);
    const y2 = Power.of(x2);
    const y3 = Power.of(x3);
    v128.store(to, y0);
    v128.store(to, y1, 16);
    v128.store(to, y2, 32);
    v128.store(to, y3, 48);
    row += (<usize>series) << 2;
    to += stride;
  }
}

/** The same where the paths are in two regimes, whose parameters follow each other. */
function combineTwo(regimes: usize, masks: usize, z: usize, series: i32, out: usize, stride: usize): void {
  const second = (<usize>series * (<usize>series + 1)) << 2;
  for (let k = 0; k < series; k++) {
    const row = regimes + ((<usize>(series + k * series)) << 2);
    for (let i: usize = 0; i < four; i += vector) {
      const mu = regimes + ((<usize>k) << 2);
      let x = v128.load32_splat(mu);
      let y = v128.load32_splat(mu + second);
      for (let j = 0; j <= k; j++) {
        const value = v128.load(z + i + ((<usize>j) << 6));
        const l = row + ((<usize>j) << 2);
        x = mad(v128.load32_splat(l), value, x);
        y = mad(v128.load32_splat(l + second), value, y);
      }
      v128.store(out + i + <usize>k * stride, Power.of(v128.bitselect(y, x, v128.load(masks + i))));
    }
  }
}

/**
 * Draws `blocks` blocks of 16 paths. Stream `4 block + lane` is the child of that number of a stream of `Random`
 * (packages/runtime/src/random.ts), whose key is given.
 *
 * @param first - the number of the first block.
 * @param regimes - of one regime, or of two: mu [series] and L [series, series], single precision.
 * @param leaveFirst - 2^32 times the probability to leave the first regime after a step; `second`: to begin in the other.
 * @param scales - 4096 numbers, or 0 where there are none.
 * @param scratch - room for 4 (series + 2) vectors.
 * @param out - [steps, series, 16 blocks]
 */
export function fill(
  key0: i32,
  key1: i32,
  key2: i32,
  first: i32,
  blocks: i32,
  steps: i32,
  series: i32,
  regimes: usize,
  regimeCount: i32,
  leaveFirst: u32,
  leaveSecond: u32,
  second: u32,
  scales: usize,
  antithetic: i32,
  scratch: usize,
  out: usize,
): void {
  const masks = scratch;
  const words = scratch + four;
  const z = scratch + 2 * four;
  const stride = (<usize>blocks) << 6;
  const mixed = regimeCount == 2 || scales != 0;
  const half = antithetic ? 1 : 0;
  // A step draws the words of regimes or scales, if any, and right behind them those of the normal variates.
  const firstWord = mixed ? z - (four >> half) : z;
  const end = z + (((<usize>series) << 6) >> half);
  for (let block = 0; block < blocks; block++) {
    const lanes = i32x4.add(i32x4.splat(4 * (first + block)), i32x4(0, 1, 2, 3));
    // sfc32: 20 rounds make the key of a child, and that is where its stream starts.
    let a = v128.xor(i32x4.splat(key0), lanes);
    let b = i32x4.splat(key1);
    let c = i32x4.splat(key2);
    let counter = i32x4.splat(0x9e3779b9);
    for (let round = 0; round < 20; round++) {
      const word = i32x4.add(i32x4.add(a, b), counter);
      counter = i32x4.add(counter, i32x4.splat(1));
      a = v128.xor(b, i32x4.shr_u(b, 9));
      b = i32x4.add(c, i32x4.shl(c, 3));
      c = i32x4.add(v128.or(i32x4.shl(c, 21), i32x4.shr_u(c, 11)), word);
    }
    counter = i32x4.splat(1);
    let to = out + ((<usize>block) << 6);
    for (let i: usize = 0; i < four; i += vector) v128.store(masks + i, i32x4.splat(0));
    for (let step = 0; step < steps; step++) {
      for (let at = firstWord; at < end; at += vector) {
        const word = i32x4.add(i32x4.add(a, b), counter);
        counter = i32x4.add(counter, i32x4.splat(1));
        a = v128.xor(b, i32x4.shr_u(b, 9));
        b = i32x4.add(c, i32x4.shl(c, 3));
        c = i32x4.add(v128.or(i32x4.shl(c, 21), i32x4.shr_u(c, 11)), word);
        v128.store(at, word);
      }
      for (let pair = z; pair < end; pair += 2 * vector) normals(pair);
      if (antithetic) mirror(z, series);
      if (mixed && antithetic) share(words);
      if (scales != 0) applyScales(words, scales, z, series);
      if (regimeCount == 2) {
        if (step == 0) moveRegimes(words, masks, second, 0);
        else moveRegimes(words, masks, leaveFirst, leaveSecond);
        combineTwo(regimes, masks, z, series, to, stride);
      } else combine(regimes, z, series, to, stride);
      to += <usize>series * stride;
    }
  }
}
