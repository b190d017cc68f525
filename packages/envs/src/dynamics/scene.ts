/** A drawing in the units of its world, shown in characters or as SVG. The y axis points up. */
export interface Scene {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
  /** The later ones lie above the earlier ones. */
  readonly shapes: readonly Shape[];
}

export type Point = readonly [x: number, y: number];

export type Shape = Path | Disc;

/** Lines from point to point. */
export interface Path {
  readonly points: readonly Point[];
  readonly width: number;
  readonly color: string;
}

export interface Disc {
  readonly center: Point;
  readonly radius: number;
  readonly color: string;
}

/** What the drawings have in common. */
export const colors = {
  ground: '#9aa5ab',
  body: '#264653',
  link: '#c8553d',
  joint: '#e9c46a',
  goal: '#2a9d8f',
} as const;

const SVG_WIDTH = 480; // pixels

/** The scene as one SVG document. */
export function drawSvg({ left, right, bottom, top, shapes }: Scene): string {
  const scale = SVG_WIDTH / (right - left);
  const height = Math.round((top - bottom) * scale);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${SVG_WIDTH}" height="${height}" viewBox="0 0 ${SVG_WIDTH} ${height}">`,
    '<rect width="100%" height="100%" fill="#ffffff"/>',
    `<g transform="scale(${number(scale)} ${number(-scale)}) translate(${number(-left)} ${number(-top)})"`,
    ' fill="none" stroke-linecap="round" stroke-linejoin="round">',
    ...shapes.map((shape) => ('points' in shape ? svgPath(shape) : svgDisc(shape))),
    '</g></svg>',
  ].join('');
}

function svgPath({ points, width, color }: Path): string {
  const list = points.map(([x, y]) => `${number(x)},${number(y)}`).join(' ');
  return `<polyline points="${list}" stroke="${color}" stroke-width="${number(width)}"/>`;
}

function svgDisc({ center: [x, y], radius, color }: Disc): string {
  return `<circle cx="${number(x)}" cy="${number(y)}" r="${number(radius)}" fill="${color}"/>`;
}

function number(x: number): string {
  return String(Number(x.toFixed(4)));
}

/** A character of Braille is 2 dots wide and 4 high; these are the bits of the dots, row by row (Unicode, block 2800). */
const DOT_BITS = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;
const BRAILLE = 0x2800;
const TEXT_COLUMNS = 60;
const TEXT_ROWS = 16;

/** The scene in Braille characters: lines of equal length. */
export function drawText({ left, right, bottom, top, shapes }: Scene): string {
  // One dot more than the distance: both borders have dots.
  const scale = Math.min((2 * TEXT_COLUMNS - 1) / (right - left), (4 * TEXT_ROWS - 1) / (top - bottom));
  const columns = Math.ceil(((right - left) * scale + 1) / 2);
  const rows = Math.ceil(((top - bottom) * scale + 1) / 4);
  const cells = Array.from({ length: rows }, () => new Uint8Array(columns));
  const dot = ([x, y]: Point) => {
    const column = Math.round((x - left) * scale);
    const row = Math.round((top - y) * scale);
    const line = cells[row >> 2];
    if (line !== undefined && column >= 0 && column < 2 * columns)
      line[column >> 1]! |= DOT_BITS[row & 3]![column & 1]!;
  };
  for (const shape of shapes) for (const point of dotsOf(shape, 1 / scale)) dot(point);
  return cells.map((line) => String.fromCodePoint(...Array.from(line, (bits) => BRAILLE + bits))).join('\n');
}

/** Points of a shape, at most `spacing` apart. */
function* dotsOf(shape: Shape, spacing: number): Generator<Point> {
  if ('points' in shape) {
    for (const [i, to] of shape.points.entries()) yield* lineBetween(shape.points[Math.max(0, i - 1)]!, to, spacing);
  } else {
    const { center, radius } = shape;
    const [x, y] = center;
    for (let dy = -radius; dy <= radius; dy += spacing) {
      const half = Math.sqrt(radius * radius - dy * dy);
      yield* lineBetween([x - half, y + dy], [x + half, y + dy], spacing);
    }
  }
}

function* lineBetween([x0, y0]: Point, [x1, y1]: Point, spacing: number): Generator<Point> {
  const pieces = Math.max(1, Math.ceil(Math.hypot(x1 - x0, y1 - y0) / spacing));
  for (let i = 0; i <= pieces; i++) yield [x0 + ((x1 - x0) * i) / pieces, y0 + ((y1 - y0) * i) / pieces];
}
