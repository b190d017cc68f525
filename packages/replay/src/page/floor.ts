import { CanvasTexture, Mesh, MeshStandardMaterial, PlaneGeometry, SRGBColorSpace } from 'three';
import type { ArenaShape } from '../scene.ts';
import { scale } from './axes.ts';
import { teamStyles } from './colours.ts';
import { outline } from './arena.ts';

/** Pixels of the floor's picture for each 100 uu. */
const resolution = 12;

/** The floor with its markings and the floors of the goals, painted once onto one picture. */
export function floor(shape: ArenaShape): Mesh {
  const width = 2 * shape.halfWidth;
  const length = 2 * (shape.halfLength + shape.goalDepth);
  const canvas = document.createElement('canvas');
  canvas.width = width * scale * resolution;
  canvas.height = length * scale * resolution;
  const pen = canvas.getContext('2d')!;
  // From here on the pen's units are uu: x across, y along the field.
  pen.translate(canvas.width / 2, canvas.height / 2);
  pen.scale(scale * resolution, scale * resolution);
  paint(pen, shape);
  const picture = new CanvasTexture(canvas);
  picture.colorSpace = SRGBColorSpace;
  picture.anisotropy = 8;
  const material = new MeshStandardMaterial({ map: picture, roughness: 0.9, alphaTest: 0.5 });
  const mesh = new Mesh(new PlaneGeometry(width * scale, length * scale), material);
  // Laid down, the picture's first line lies at the least y of the game.
  mesh.rotation.x = -Math.PI / 2;
  return mesh;
}

function paint(pen: CanvasRenderingContext2D, shape: ArenaShape): void {
  const { halfWidth, halfLength, goalHalfWidth, goalDepth } = shape;
  const path = new Path2D();
  for (const [corner, [x, y]] of outline(shape, { inset: 0, postInset: 0 }).entries()) {
    if (corner === 0) path.moveTo(x, y);
    else path.lineTo(x, y);
  }
  path.closePath();
  path.rect(-goalHalfWidth, halfLength, 2 * goalHalfWidth, goalDepth);
  path.rect(-goalHalfWidth, -halfLength - goalDepth, 2 * goalHalfWidth, goalDepth);
  pen.save();
  pen.clip(path);

  const field = [-halfWidth, -halfLength - goalDepth, 2 * halfWidth, 2 * (halfLength + goalDepth)] as const;
  pen.fillStyle = '#2b3f3d';
  pen.fillRect(...field);
  const stripe = halfLength / 10;
  pen.fillStyle = '#334a47';
  for (let y = -10; y < 10; y += 2) pen.fillRect(-halfWidth, y * stripe, 2 * halfWidth, stripe);
  for (const [team, side] of [
    [0, -1],
    [1, 1],
  ] as const) {
    const fade = pen.createLinearGradient(0, 0, 0, side * (halfLength + goalDepth));
    fade.addColorStop(0, 'transparent');
    fade.addColorStop(1, `${teamStyles[team]}66`);
    pen.fillStyle = fade;
    pen.fillRect(-halfWidth, side < 0 ? field[1] : 0, 2 * halfWidth, halfLength + goalDepth);
  }

  pen.strokeStyle = '#dfe9ff';
  pen.globalAlpha = 0.75;
  pen.lineWidth = 24;
  pen.beginPath();
  pen.moveTo(-halfWidth, 0);
  pen.lineTo(halfWidth, 0);
  pen.moveTo(960, 0);
  pen.arc(0, 0, 960, 0, 2 * Math.PI);
  pen.stroke();
  pen.beginPath();
  pen.arc(0, 0, 60, 0, 2 * Math.PI);
  pen.fillStyle = '#dfe9ff';
  pen.fill();
  for (const [team, side] of [
    [0, -1],
    [1, 1],
  ] as const) {
    pen.strokeStyle = teamStyles[team];
    const front = side * (halfLength - 1100);
    pen.strokeRect(-goalHalfWidth - 500, Math.min(front, side * halfLength), 2 * goalHalfWidth + 1000, 1100);
    pen.strokeRect(-goalHalfWidth, side * halfLength, 2 * goalHalfWidth, side * goalDepth);
  }
  pen.restore();
}
