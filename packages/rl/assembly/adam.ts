// The inner loops of Adam in AssemblyScript (TypeScript's grammar, WebAssembly's types and SIMD instructions), over
// memory that all threads share. Arguments named after an array are its address in bytes. `build.sh` compiles it.

/** Bytes of an f32. */
const shift: usize = 2;

/**
 * Adds up `shards` gradients, `size` numbers after each other, into the first one, between `from` and `to`; returns the
 * sum of squares of what came out, in double precision.
 */
export function sumShards(gradients: usize, shards: i32, size: i32, from: i32, to: i32): f64 {
  const stride = (<usize>size) << shift;
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  let i = from;
  for (; i + 4 <= to; i += 4) {
    const at = gradients + ((<usize>i) << shift);
    let g = v128.load(at);
    for (let shard = 1; shard < shards; shard++) g = f32x4.add(g, v128.load(at + stride * shard));
    v128.store(at, g);
    const a = f64x2.promote_low_f32x4(g);
    const b = f64x2.promote_low_f32x4(v128.shuffle<i32>(g, g, 2, 3, 0, 1));
    low = f64x2.add(low, f64x2.mul(a, a));
    high = f64x2.add(high, f64x2.mul(b, b));
  }
  const both = f64x2.add(low, high);
  let sum = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
  for (; i < to; i++) {
    const at = gradients + ((<usize>i) << shift);
    let g = load<f32>(at);
    for (let shard = 1; shard < shards; shard++) g += load<f32>(at + stride * shard);
    store<f32>(at, g);
    sum += <f64>g * <f64>g;
  }
  return sum;
}

/** One step of Adam between `from` and `to`, in place. */
export function step(
  parameters: usize,
  firstMoment: usize,
  secondMoment: usize,
  gradient: usize,
  from: i32,
  to: i32,
  gradientScale: f32,
  beta1: f32,
  rest1: f32,
  beta2: f32,
  rest2: f32,
  stepSize: f32,
  rootScale: f32,
  epsilon: f32,
): void {
  let i = from;
  for (; i + 4 <= to; i += 4) {
    const at = (<usize>i) << shift;
    const g = f32x4.mul(v128.load(gradient + at), f32x4.splat(gradientScale));
    const m = f32x4.add(f32x4.mul(f32x4.splat(beta1), v128.load(firstMoment + at)), f32x4.mul(f32x4.splat(rest1), g));
    const v = f32x4.add(
      f32x4.mul(f32x4.splat(beta2), v128.load(secondMoment + at)),
      f32x4.mul(f32x4.splat(rest2), f32x4.mul(g, g)),
    );
    v128.store(firstMoment + at, m);
    v128.store(secondMoment + at, v);
    const denominator = f32x4.add(f32x4.mul(f32x4.splat(rootScale), f32x4.sqrt(v)), f32x4.splat(epsilon));
    const change = f32x4.div(f32x4.mul(f32x4.splat(stepSize), m), denominator);
    v128.store(parameters + at, f32x4.sub(v128.load(parameters + at), change));
  }
  for (; i < to; i++) {
    const at = (<usize>i) << shift;
    const g = load<f32>(gradient + at) * gradientScale;
    const m = beta1 * load<f32>(firstMoment + at) + rest1 * g;
    const v = beta2 * load<f32>(secondMoment + at) + rest2 * (g * g);
    store<f32>(firstMoment + at, m);
    store<f32>(secondMoment + at, v);
    const change = (stepSize * m) / (rootScale * sqrt<f32>(v) + epsilon);
    store<f32>(parameters + at, load<f32>(parameters + at) - change);
  }
}
