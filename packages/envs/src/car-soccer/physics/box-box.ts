/**
 * Contacts of two boxes by separating axes: the axis of least overlap gives the normal; a face is clipped by the other
 * box's face and keeps up to four points, two edges give one. The order of the axes, the preference for faces and the
 * choice of the four points are those of the reference's engine, so that the same contacts come out.
 */
import type { World } from './world.ts';

/** Preference for faces: an axis of two edges must overlap by less than this share of the best face. */
const EDGE_FACTOR = 1.05;
const EPSILON = 1.1920929e-7;
const AXIS_EPSILON = 1e-5;
const MAX_POINTS = 4;

/** A box: its centre, its axes as rows, half its edges. */
export interface Box {
  readonly centre: Float64Array;
  readonly axes: Float64Array;
  readonly half: Float64Array;
}

export class BoxBox {
  /** Points found. */
  count = 0;
  /** Normal of all points, from the first box to the second. */
  readonly normal = new Float64Array(3);
  /** [8, 3]: on the second box. */
  readonly points = new Float64Array(24);
  /** [8]: how deep each is. */
  readonly depths = new Float64Array(8);
  readonly first: Box = newBox();
  readonly second: Box = newBox();
  private readonly between = new Float64Array(3);
  /** [3, 3]: axes of the first against those of the second. */
  private readonly cosines = new Float64Array(9);
  private overlap = 0;
  private axis = -1;
  private flipped = false;
  private readonly quad = new Float64Array(16);
  private readonly clipped = new Float64Array(16);
  private readonly found = new Float64Array(24);
  private readonly foundDepths = new Float64Array(8);
  private readonly chosen = new Int32Array(MAX_POINTS);

  /** Finds the contacts of `first` and `second`. */
  collide(): void {
    this.count = 0;
    if (!this.leastOverlap()) return;
    this.setNormal();
    if (this.axis < 6) this.clipFace();
    else this.meetEdges();
  }

  /** Looks for the axis along which the boxes overlap least; false where one separates them. */
  private leastOverlap(): boolean {
    const { first, second, between, cosines } = this;
    for (let k = 0; k < 3; k++) between[k] = second.centre[k]! - first.centre[k]!;
    for (let i = 0; i < 3; i++)
      for (let j = 0; j < 3; j++) cosines[3 * i + j] = dot(first.axes, 3 * i, second.axes, 3 * j);
    this.overlap = -Infinity;
    this.axis = -1;
    for (let i = 0; i < 3; i++) {
      const reach = first.half[i]! + this.reachOfSecond(i);
      if (!this.tryFace(dot(first.axes, 3 * i, between, 0), reach, i)) return false;
    }
    for (let j = 0; j < 3; j++) {
      const reach = second.half[j]! + this.reachOfFirst(j);
      if (!this.tryFace(dot(second.axes, 3 * j, between, 0), reach, 3 + j)) return false;
    }
    for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) if (!this.tryEdges(i, j)) return false;
    return this.axis >= 0;
  }

  private reachOfSecond(i: number): number {
    const { cosines } = this;
    const { half } = this.second;
    return (
      half[0]! * Math.abs(cosines[3 * i]!) +
      half[1]! * Math.abs(cosines[3 * i + 1]!) +
      half[2]! * Math.abs(cosines[3 * i + 2]!)
    );
  }

  private reachOfFirst(j: number): number {
    const { cosines } = this;
    const { half } = this.first;
    return (
      half[0]! * Math.abs(cosines[j]!) + half[1]! * Math.abs(cosines[3 + j]!) + half[2]! * Math.abs(cosines[6 + j]!)
    );
  }

  private tryFace(distance: number, reach: number, axis: number): boolean {
    const gap = Math.abs(distance) - reach;
    if (gap > 0) return false;
    if (gap > this.overlap) {
      this.overlap = gap;
      this.axis = axis;
      this.flipped = distance < 0;
    }
    return true;
  }

  private tryEdges(i: number, j: number): boolean {
    const { first, second, between, cosines } = this;
    const i1 = (i + 1) % 3;
    const i2 = (i + 2) % 3;
    const j1 = (j + 1) % 3;
    const j2 = (j + 2) % 3;
    const c1 = cosines[3 * i1 + j]!;
    const c2 = cosines[3 * i2 + j]!;
    const distance = dot(first.axes, 3 * i2, between, 0) * c1 - dot(first.axes, 3 * i1, between, 0) * c2;
    const reach =
      first.half[i1]! * (Math.abs(c2) + AXIS_EPSILON) +
      first.half[i2]! * (Math.abs(c1) + AXIS_EPSILON) +
      second.half[j1]! * (Math.abs(cosines[3 * i + j2]!) + AXIS_EPSILON) +
      second.half[j2]! * (Math.abs(cosines[3 * i + j1]!) + AXIS_EPSILON);
    const gap = Math.abs(distance) - reach;
    if (gap > EPSILON) return false;
    const length = Math.sqrt(c1 * c1 + c2 * c2);
    if (length <= EPSILON || (gap / length) * EDGE_FACTOR <= this.overlap) return true;
    this.overlap = gap / length;
    this.axis = 6 + 3 * i + j;
    this.flipped = distance < 0;
    return true;
  }

  private setNormal(): void {
    const { first, second, normal, cosines, axis } = this;
    const sign = this.flipped ? -1 : 1;
    if (axis < 6) {
      const box = axis < 3 ? first : second;
      for (let k = 0; k < 3; k++) normal[k] = sign * box.axes[3 * (axis % 3) + k]!;
      return;
    }
    const i = Math.floor(axis / 3) - 2;
    const j = axis % 3;
    const i1 = (i + 1) % 3;
    const i2 = (i + 2) % 3;
    const c1 = cosines[3 * i1 + j]!;
    const c2 = cosines[3 * i2 + j]!;
    const length = Math.sqrt(c1 * c1 + c2 * c2);
    for (let k = 0; k < 3; k++) {
      normal[k] = (sign * (c1 * first.axes[3 * i2 + k]! - c2 * first.axes[3 * i1 + k]!)) / length;
    }
  }

  /** One point of the second box's edge, where the edges come nearest. */
  private meetEdges(): void {
    const { first, second, normal, points, found } = this;
    const i = 3 * (Math.floor(this.axis / 3) - 2);
    const j = 3 * (this.axis % 3);
    for (let k = 0; k < 3; k++) {
      found[k] = second.centre[k]! - first.centre[k]!;
      points[k] = second.centre[k]!;
    }
    for (let side = 0; side < 3; side++) {
      const a = dot(normal, 0, first.axes, 3 * side) > 0 ? first.half[side]! : -first.half[side]!;
      const b = dot(normal, 0, second.axes, 3 * side) > 0 ? -second.half[side]! : second.half[side]!;
      for (let k = 0; k < 3; k++) {
        found[k]! += b * second.axes[3 * side + k]! - a * first.axes[3 * side + k]!;
        points[k]! += b * second.axes[3 * side + k]!;
      }
    }
    const cosine = dot(first.axes, i, second.axes, j);
    const d = 1 - cosine * cosine;
    const along = d <= 1e-4 ? 0 : (cosine * dot(first.axes, i, found, 0) - dot(second.axes, j, found, 0)) / d;
    for (let k = 0; k < 3; k++) points[k]! += along * second.axes[j + k]!;
    this.depths[0] = -this.overlap;
    this.count = 1;
  }

  /** The other box's face that looks at the face of the axis, clipped by it. */
  private clipFace(): void {
    const ofFirst = this.axis < 3;
    const face = ofFirst ? this.first : this.second;
    const other = ofFirst ? this.second : this.first;
    const { normal, quad, clipped, found, foundDepths } = this;
    const outward = ofFirst ? 1 : -1;
    let side = 2;
    let size = -1;
    const n = this.axis % 3;
    for (const k of FACE_ORDER) {
      const c = Math.abs(dot(other.axes, 3 * k, normal, 0));
      if (c <= size) continue;
      size = c;
      side = k;
    }
    const a1 = side === 0 ? 1 : 0;
    const a2 = side === 2 ? 1 : 2;
    const b1 = n === 0 ? 1 : 0;
    const b2 = n === 2 ? 1 : 2;
    const towards = dot(other.axes, 3 * side, normal, 0) * outward < 0 ? other.half[side]! : -other.half[side]!;
    const centre = this.between;
    for (let k = 0; k < 3; k++) centre[k] = other.centre[k]! - face.centre[k]! + towards * other.axes[3 * side + k]!;
    const c1 = dot(centre, 0, face.axes, 3 * b1);
    const c2 = dot(centre, 0, face.axes, 3 * b2);
    const m11 = dot(face.axes, 3 * b1, other.axes, 3 * a1);
    const m12 = dot(face.axes, 3 * b1, other.axes, 3 * a2);
    const m21 = dot(face.axes, 3 * b2, other.axes, 3 * a1);
    const m22 = dot(face.axes, 3 * b2, other.axes, 3 * a2);
    for (let corner = 0; corner < 4; corner++) {
      const s1 = corner < 2 ? -other.half[a1]! : other.half[a1]!;
      const s2 = corner === 1 || corner === 2 ? other.half[a2]! : -other.half[a2]!;
      quad[2 * corner] = c1 + m11 * s1 + m12 * s2;
      quad[2 * corner + 1] = c2 + m21 * s1 + m22 * s2;
    }
    const corners = clipByRectangle(quad, face.half[b1]!, face.half[b2]!, clipped);
    const det = 1 / (m11 * m22 - m12 * m21);
    let kept = 0;
    for (let i = 0; i < corners; i++) {
      const u = clipped[2 * i]! - c1;
      const v = clipped[2 * i + 1]! - c2;
      const k1 = (m22 * u - m12 * v) * det;
      const k2 = (m11 * v - m21 * u) * det;
      for (let k = 0; k < 3; k++) {
        found[3 * kept + k] = centre[k]! + k1 * other.axes[3 * a1 + k]! + k2 * other.axes[3 * a2 + k]!;
      }
      const depth = face.half[n]! - outward * dot(normal, 0, found, 3 * kept);
      if (depth < 0) continue;
      foundDepths[kept] = depth;
      clipped[2 * kept] = clipped[2 * i]!;
      clipped[2 * kept + 1] = clipped[2 * i + 1]!;
      kept++;
    }
    this.keep(kept, face, ofFirst);
  }

  /** Takes over all points found, or the four that spread most. */
  private keep(found: number, face: Box, ofFirst: boolean): void {
    const { normal, points, depths, foundDepths, chosen } = this;
    this.count = Math.min(found, MAX_POINTS);
    for (let i = 0; i < this.count; i++) chosen[i] = i;
    if (found > MAX_POINTS) spread(found, this.clipped, foundDepths, chosen);
    for (let i = 0; i < this.count; i++) {
      const from = chosen[i]!;
      const depth = foundDepths[from]!;
      for (let k = 0; k < 3; k++) {
        const surface = face.centre[k]! + this.found[3 * from + k]!;
        points[3 * i + k] = ofFirst ? surface : surface - depth * normal[k]!;
      }
      depths[i] = depth;
    }
  }
}

/** Makes a box of a car's hitbox. */
export function fillCarBox(box: Box, { state, shapes }: World, car: number): void {
  const { position, forward, right, up } = state;
  const shape = shapes[car]!;
  const at = 3 * car;
  for (let k = 0; k < 3; k++) {
    box.axes[k] = forward[at + k]!;
    box.axes[3 + k] = right[at + k]!;
    box.axes[6 + k] = up[at + k]!;
    box.centre[k] = position[at + k]! + shape.offsetX * forward[at + k]! + shape.offsetZ * up[at + k]!;
  }
  box.half[0] = shape.halfX;
  box.half[1] = shape.halfY;
  box.half[2] = shape.halfZ;
}

/** The order in which a tie between sides is settled. */
const FACE_ORDER = [2, 0, 1] as const;

function newBox(): Box {
  return { centre: new Float64Array(3), axes: new Float64Array(9), half: new Float64Array(3) };
}

function dot(a: Float64Array, i: number, b: Float64Array, j: number): number {
  return a[i]! * b[j]! + a[i + 1]! * b[j + 1]! + a[i + 2]! * b[j + 2]!;
}

const buffer: Float64Array = new Float64Array(20);

/** Clips a quadrilateral, pairs of numbers, by |x| < h1 and |y| < h2; returns the number of corners in `out`. */
function clipByRectangle(quad: Float64Array, h1: number, h2: number, out: Float64Array): number {
  let source = quad;
  let target = buffer; // four lines end in `out`
  let corners = 4;
  for (let line = 0; line < 4; line++) {
    const dir = line >> 1;
    const sign = line % 2 === 0 ? -1 : 1;
    const limit = dir === 0 ? h1 : h2;
    let made = 0;
    for (let i = 0; i < corners && made < 8; i++) {
      const next = i + 1 < corners ? i + 1 : 0;
      const here = source[2 * i + dir]!;
      const there = source[2 * next + dir]!;
      const inside = sign * here < limit;
      if (inside) {
        target[2 * made] = source[2 * i]!;
        target[2 * made + 1] = source[2 * i + 1]!;
        made++;
      }
      if (inside !== sign * there < limit && made < 8) {
        const from = source[2 * i + 1 - dir]!;
        const to = source[2 * next + 1 - dir]!;
        target[2 * made + 1 - dir] = from + ((to - from) / (there - here)) * (sign * limit - here);
        target[2 * made + dir] = sign * limit;
        made++;
      }
    }
    corners = made;
    source = target;
    target = source === out ? buffer : out;
  }
  return corners;
}

const angles = new Float64Array(8);
const available = new Uint8Array(8);

/** Chooses four of `count` corners of a polygon: the deepest, and those nearest to quarter turns from it about the middle. */
function spread(count: number, corners: Float64Array, depths: Float64Array, chosen: Int32Array): void {
  let deepest = 0;
  for (let i = 1; i < count; i++) if (depths[i]! > depths[deepest]!) deepest = i;
  let area = 0;
  let mx = 0;
  let my = 0;
  for (let i = 0; i < count; i++) {
    const j = i + 1 < count ? i + 1 : 0;
    const q = corners[2 * i]! * corners[2 * j + 1]! - corners[2 * j]! * corners[2 * i + 1]!;
    area += q;
    mx += q * (corners[2 * i]! + corners[2 * j]!);
    my += q * (corners[2 * i + 1]! + corners[2 * j + 1]!);
  }
  const scale = Math.abs(area) > EPSILON ? 1 / (3 * area) : 0;
  for (let i = 0; i < count; i++) {
    angles[i] = quarterTurns(corners[2 * i]! - scale * mx, corners[2 * i + 1]! - scale * my);
    available[i] = 1;
  }
  available[deepest] = 0;
  chosen[0] = deepest;
  for (let j = 1; j < MAX_POINTS; j++) {
    const wanted = (angles[deepest]! + j) % 4;
    let best = 5;
    for (let i = 0; i < count; i++) {
      if (available[i] === 0) continue;
      const apart = Math.abs(angles[i]! - wanted);
      const turn = apart > 2 ? 4 - apart : apart;
      if (turn >= best) continue;
      best = turn;
      chosen[j] = i;
    }
    available[chosen[j]!] = 0;
  }
}

/** The angle of a direction in quarter turns, 0 to 4: within a quarter by the ratio of the coordinates, good enough to compare. */
function quarterTurns(x: number, y: number): number {
  const sum = Math.abs(x) + Math.abs(y);
  if (sum === 0) return 0;
  const p = x / sum;
  return y >= 0 ? 1 - p : 3 + p;
}
