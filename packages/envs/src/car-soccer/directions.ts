import type { VectorView } from './views.ts';

/** The distance of two points. */
export function distance(a: VectorView, b: VectorView): number {
  const x = b[0]! - a[0]!;
  const y = b[1]! - a[1]!;
  const z = b[2]! - a[2]!;
  return Math.sqrt(x * x + y * y + z * z);
}

/** The part of a vector that points from one place towards another; 0 where the two are the same. */
export function partTowards(vector: VectorView, from: VectorView, to: VectorView): number {
  const length = distance(from, to);
  if (length === 0) return 0;
  const x = to[0]! - from[0]!;
  const y = to[1]! - from[1]!;
  const z = to[2]! - from[2]!;
  return (vector[0]! * x + vector[1]! * y + vector[2]! * z) / length;
}

/** How straight the way `a`, `b`, `c` is: the cosine of its turn at `b`, 1 straight on, -1 back; 0 where two are the same. */
export function straightness(a: VectorView, b: VectorView, c: VectorView): number {
  const length = distance(a, b) * distance(b, c);
  if (length === 0) return 0;
  const x = (b[0]! - a[0]!) * (c[0]! - b[0]!);
  const y = (b[1]! - a[1]!) * (c[1]! - b[1]!);
  const z = (b[2]! - a[2]!) * (c[2]! - b[2]!);
  return (x + y + z) / length;
}
