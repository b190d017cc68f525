import {
  AdditiveBlending,
  BackSide,
  BufferAttribute,
  BufferGeometry,
  Color,
  CylinderGeometry,
  FrontSide,
  Group,
  LineBasicMaterial,
  LineSegments,
  Mesh,
  MeshBasicMaterial,
  MeshStandardMaterial,
  Vector3,
} from 'three';
import type { ArenaShape } from '../scene.ts';
import { place, scale } from './axes.ts';
import { teamColours } from './colours.ts';

/** Lines in the wall's mesh for each curve from floor or ceiling to wall. */
const curveSteps = 6;
const neutral = new Color(0x9fc0ff);

/** The walls, the ceiling's rim and the goals. What stands between the eye and the field is nearly invisible. */
export function arena(shape: ArenaShape): Group {
  const group = new Group();
  const walls = wallGeometry(shape);
  const inner = { vertexColors: true, transparent: true, depthWrite: false };
  // Triangles show their inner side as the front: the far walls are seen, the near ones almost not.
  for (const look of [{ side: FrontSide }, { side: BackSide, opacity: 0.1 }]) {
    const mesh = new Mesh(walls, new MeshBasicMaterial({ ...inner, ...look }));
    // Before shadows, trails and names, which three.js would sort by the distance of the whole wall's middle.
    mesh.renderOrder = -1;
    group.add(mesh);
  }
  group.add(edges(shape));
  for (const team of [0, 1]) group.add(goal(shape, team));
  return group;
}

/** A horizontal cut through the walls: how far in from them, and how high. Beside a goal the curve of the floor fades. */
interface Level {
  readonly inset: number;
  readonly postInset: number;
  readonly z: number;
}

function levels({ height, floorCurve, ceilingCurve, goalHeight }: ArenaShape): Level[] {
  const angles = Array.from({ length: curveSteps + 1 }, (_, step) => ((step / curveSteps) * Math.PI) / 2);
  const low = angles.map((angle) => ({
    inset: floorCurve * (1 - Math.sin(angle)),
    postInset: 0,
    z: floorCurve * (1 - Math.cos(angle)),
  }));
  const high = angles.map((angle) => {
    const inset = ceilingCurve * (1 - Math.cos(angle));
    return { inset, postInset: inset, z: height - ceilingCurve * (1 - Math.sin(angle)) };
  });
  return [...low, { inset: 0, postInset: 0, z: goalHeight }, ...high];
}

/** The corners of the octagon moved inwards, with the goal posts and the ends of the fading curves between them; x, y. */
export function outline(shape: ArenaShape, { inset, postInset }: Pick<Level, 'inset' | 'postInset'>) {
  const { halfWidth, halfLength, cornerSum, goalHalfWidth, floorCurve } = shape;
  const [x, y] = [halfWidth - inset, halfLength - inset];
  const sum = cornerSum - inset * Math.SQRT2;
  const quarter = [
    [x, sum - x],
    [sum - y, y],
    [goalHalfWidth + floorCurve, y],
    [goalHalfWidth, halfLength - postInset],
  ] as const;
  const half = [...quarter, ...quarter.map(([px, py]) => [-px, py] as const).toReversed()];
  return [...half, ...half.map(([px, py]) => [-px, -py] as const)];
}

/** Whether the side of the outline that begins at a corner is the mouth of a goal. */
const isMouth = (corner: number) => corner % 8 === 3;

function wallGeometry(shape: ArenaShape): BufferGeometry {
  const positions: number[] = [];
  const colours: number[] = [];
  const all = levels(shape);
  for (const [index, low] of all.slice(0, -1).entries()) {
    const high = all[index + 1]!;
    const [lower, upper] = [outline(shape, low), outline(shape, high)];
    for (const [corner, a] of lower.entries()) {
      if (isMouth(corner) && high.z <= shape.goalHeight) continue;
      const next = (corner + 1) % lower.length;
      const [b, c, d] = [lower[next]!, upper[next]!, upper[corner]!];
      const quad = [
        [a, low.z],
        [b, low.z],
        [c, high.z],
        [a, low.z],
        [c, high.z],
        [d, high.z],
      ] as const;
      for (const [[x, y], z] of quad) {
        positions.push(...place(x, y, z));
        colours.push(...wallColour(shape, y, z));
      }
    }
  }
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(new Float32Array(positions), 3));
  geometry.setAttribute('color', new BufferAttribute(new Float32Array(colours), 4));
  return geometry;
}

/** The walls take the colour of the team whose half they are in, and fade towards the ceiling. */
function wallColour({ halfLength, height }: ArenaShape, y: number, z: number): [number, number, number, number] {
  const team = new Color(teamColours[y < 0 ? 0 : 1]);
  const colour = team.lerp(neutral, 1 - Math.min(1, Math.abs(y) / halfLength) * 0.9);
  return [colour.r, colour.g, colour.b, 0.04 + 0.26 * (1 - z / height) ** 2];
}

/** The lines in which the walls meet the floor, the ceiling and each other. */
function edges(shape: ArenaShape): LineSegments {
  const points: Vector3[] = [];
  const rings = [
    { inset: shape.floorCurve, postInset: 0, z: 0 },
    { inset: 0, postInset: 0, z: shape.floorCurve },
    { inset: 0, postInset: 0, z: shape.height - shape.ceilingCurve },
    { inset: shape.ceilingCurve, postInset: shape.ceilingCurve, z: shape.height },
  ];
  for (const { z, ...level } of rings) {
    const ring = outline(shape, level);
    for (const [corner, [x, y]] of ring.entries()) {
      if (isMouth(corner) && z < shape.goalHeight) continue;
      const [nextX, nextY] = ring[(corner + 1) % ring.length]!;
      points.push(place(x, y, z), place(nextX, nextY, z));
    }
  }
  const profile = levels(shape);
  // Where two walls meet: the corners of the octagon.
  for (const corner of [0, 1, 6, 7, 8, 9, 14, 15]) {
    const line = profile.map(({ z, ...level }) => place(...outline(shape, level)[corner]!, z));
    for (const [index, point] of line.slice(0, -1).entries()) points.push(point, line[index + 1]!);
  }
  const material = new LineBasicMaterial({ color: neutral, transparent: true, opacity: 0.28, depthWrite: false });
  return new LineSegments(new BufferGeometry().setFromPoints(points), material);
}

/** A goal: its frame, and a net of lines in its team's colour. */
function goal({ halfLength, goalHalfWidth, goalHeight, goalDepth }: ArenaShape, team: number): Group {
  const group = new Group();
  const side = team === 0 ? -1 : 1;
  const y = side * halfLength;
  const frame = new MeshStandardMaterial({
    color: teamColours[team]!,
    emissive: teamColours[team]!,
    emissiveIntensity: 0.9,
  });
  const corners = [
    place(-goalHalfWidth, y, 0),
    place(-goalHalfWidth, y, goalHeight),
    place(goalHalfWidth, y, goalHeight),
    place(goalHalfWidth, y, 0),
  ] as const;
  for (const [index, from] of corners.slice(0, -1).entries()) group.add(bar(from, corners[index + 1]!, frame));

  const back = y + side * goalDepth;
  const lines: Vector3[] = [];
  const count = { across: 12, up: 5, deep: 6 };
  for (const t of steps(count.across)) {
    const x = (2 * t - 1) * goalHalfWidth;
    lines.push(place(x, back, 0), place(x, back, goalHeight), place(x, y, goalHeight), place(x, back, goalHeight));
  }
  for (const t of steps(count.up)) {
    const z = t * goalHeight;
    lines.push(place(-goalHalfWidth, back, z), place(goalHalfWidth, back, z));
    for (const x of [-goalHalfWidth, goalHalfWidth]) lines.push(place(x, y, z), place(x, back, z));
  }
  for (const t of steps(count.deep)) {
    const deep = y + side * t * goalDepth;
    lines.push(place(-goalHalfWidth, deep, goalHeight), place(goalHalfWidth, deep, goalHeight));
    for (const x of [-goalHalfWidth, goalHalfWidth]) lines.push(place(x, deep, 0), place(x, deep, goalHeight));
  }
  const net = new LineBasicMaterial({
    color: teamColours[team]!,
    transparent: true,
    opacity: 0.35,
    blending: AdditiveBlending,
    depthWrite: false,
  });
  group.add(new LineSegments(new BufferGeometry().setFromPoints(lines), net));
  return group;
}

/** 0 to 1 in n equal steps. */
const steps = (n: number) => Array.from({ length: n + 1 }, (_, step) => step / n);

/** A round bar from one point to another. */
function bar(from: Vector3, to: Vector3, material: MeshStandardMaterial): Mesh {
  const along = to.clone().sub(from);
  const radius = 14 * scale;
  const mesh = new Mesh(new CylinderGeometry(radius, radius, along.length(), 10), material);
  mesh.position.copy(from).addScaledVector(along, 0.5);
  mesh.quaternion.setFromUnitVectors(new Vector3(0, 1, 0), along.normalize());
  return mesh;
}
