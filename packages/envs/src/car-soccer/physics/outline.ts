/** A point of a plane. */
export type Point = readonly [number, number];

/** A convex outline of straight edges; a point is inside where it is inside of every edge. */
export class Outline {
  readonly count: number;
  /** Of each edge its unit normal, which points outwards, and the offset n . x along it. */
  readonly nx: Float64Array;
  readonly ny: Float64Array;
  readonly offset: Float64Array;
  /** Where it begins and ends along its direction (-ny, nx). */
  private readonly start: Float64Array;
  private readonly end: Float64Array;

  /** @param points - counterclockwise; the outline may stay open between the last and the first */
  constructor(points: readonly Point[]) {
    this.count = points.length - 1;
    this.nx = new Float64Array(this.count);
    this.ny = new Float64Array(this.count);
    this.offset = new Float64Array(this.count);
    this.start = new Float64Array(this.count);
    this.end = new Float64Array(this.count);
    for (let edge = 0; edge < this.count; edge++) {
      const [x, y] = points[edge]!;
      const dx = points[edge + 1]![0] - x;
      const dy = points[edge + 1]![1] - y;
      const length = Math.sqrt(dx * dx + dy * dy);
      this.nx[edge] = dy / length;
      this.ny[edge] = -dx / length;
      this.offset[edge] = (dy * x - dx * y) / length;
      this.start[edge] = (dx * x + dy * y) / length;
      this.end[edge] = this.start[edge]! + length;
    }
  }

  /** How far a point is inside of an edge. */
  inside(edge: number, x: number, y: number): number {
    return this.offset[edge]! - this.nx[edge]! * x - this.ny[edge]! * y;
  }

  /**
   * How far beyond the ends of an edge a point is; 0 beside it.
   *
   * @param scale - of the outline
   */
  beyond(edge: number, x: number, y: number, scale: number = 1): number {
    const along = this.nx[edge]! * y - this.ny[edge]! * x;
    const before = scale * this.start[edge]! - along;
    const after = along - scale * this.end[edge]!;
    return before > 0 ? before : after > 0 ? after : 0;
  }
}

const CHORDS = 8;
/** Of a cubic Bézier curve that is nearly a quarter of a circle. */
const CIRCLE_HANDLE = 0.5519;

/**
 * A rounded corner: a cubic Bézier curve by 8 chords.
 *
 * @param handleA - how far towards the corner the curve's first control point lies, as a share; that of a circle by
 *   default
 */
export function roundedCorner(
  from: Point,
  corner: Point,
  to: Point,
  handleA: number = CIRCLE_HANDLE,
  handleB: number = CIRCLE_HANDLE,
): Point[] {
  const coordinate = (t: number, k: 0 | 1): number => {
    const a = from[k] + handleA * (corner[k] - from[k]);
    const b = to[k] + handleB * (corner[k] - to[k]);
    const s = 1 - t;
    return s * s * s * from[k] + 3 * s * s * t * a + 3 * s * t * t * b + t * t * t * to[k];
  };
  return Array.from({ length: CHORDS + 1 }, (_, i): Point => [coordinate(i / CHORDS, 0), coordinate(i / CHORDS, 1)]);
}
