import {
  AdditiveBlending,
  BoxGeometry,
  CanvasTexture,
  Color,
  ConeGeometry,
  CylinderGeometry,
  ExtrudeGeometry,
  Group,
  Mesh,
  MeshBasicMaterial,
  MeshStandardMaterial,
  RingGeometry,
  Shape,
  Sprite,
  SpriteMaterial,
  SRGBColorSpace,
  type BufferGeometry,
  type Material,
} from 'three';
import { carFlags } from '../encoding.ts';
import type { SceneCar } from '../scene.ts';
import { scale } from './axes.ts';
import { placeShadow, shadow } from './ball.ts';
import { teamColours } from './colours.ts';
import type { MomentCar } from './film.ts';

/** A car in its team's colour: hull, cabin, wheels, flame, shadow and name. */
export class Car {
  readonly group = new Group();
  readonly body = new Group();
  readonly #flame: Group;
  readonly #shadow = shadow(1.2);
  readonly #ring: Mesh;
  readonly #name: Sprite;

  constructor(car: SceneCar) {
    const { size, offset, wheels } = car.shape;
    // Of the picture's axes a car's are the same as the arena's: x forward, y up, z to the right.
    const [length, width, height] = size.map((value) => value * scale) as [number, number, number];
    const hitbox = new Group();
    hitbox.position.set(offset[0] * scale, offset[2] * scale, offset[1] * scale);
    const paint = new MeshStandardMaterial({ color: teamColours[car.team]!, roughness: 0.35, metalness: 0.35 });
    paint.emissive = new Color(teamColours[car.team]!).multiplyScalar(0.18);
    hitbox.add(...bodywork(length, width, height, paint));
    this.#flame = flame(car.team, width);
    this.#flame.position.x = -length / 2;
    hitbox.add(this.#flame);
    this.body.add(hitbox);
    for (const { radius, position } of wheels) {
      for (const side of [-1, 1]) {
        const one = wheel(radius * scale);
        one.position.set(position[0] * scale, position[2] * scale, side * position[1] * scale);
        this.body.add(one);
      }
    }
    this.#name = label(car.name, car.team);
    this.#ring = ring(teamColours[car.team]!);
    this.group.add(this.body, this.#shadow, this.#ring, this.#name);
  }

  /** Its name is in the way of who looks from behind the car. */
  set isNamed(named: boolean) {
    this.#name.visible = named;
  }

  /** @param time - of the film, in seconds: the flame flickers by it, so that a moment always looks the same. */
  show({ position, quaternion, flags: now }: MomentCar, time: number): void {
    this.group.visible = (now & carFlags.demolished) === 0;
    this.body.position.copy(position);
    this.body.quaternion.copy(quaternion);
    this.#flame.visible = (now & carFlags.boosting) !== 0;
    this.#flame.scale.set(1 + 0.25 * Math.sin(time * 61) + 0.15 * Math.sin(time * 97), 1, 1);
    placeShadow(this.#shadow, position, 0.17);
    this.#ring.position.set(position.x, this.#ring.position.y, position.z);
    this.#name.position.copy(position).y += 1.5;
  }
}

/** The parts of a body that fills its hitbox; `length`, `width` and `height` in the picture's units. */
function bodywork(length: number, width: number, height: number, paint: Material): Mesh[] {
  const dark = new MeshStandardMaterial({ color: 0x1c222c, roughness: 0.35, metalness: 0.2, emissive: 0x0a0d12 });
  const white = new MeshBasicMaterial({ color: 0xfff6d8 });
  const red = new MeshBasicMaterial({ color: 0xff3030 });
  const box = (material: Material, [l, h, w]: readonly number[], [x, y, z]: readonly number[]) => {
    const mesh = new Mesh(new BoxGeometry(l! * length, h! * height, w! * width), material);
    mesh.position.set(x! * length, y! * height, z! * width);
    return mesh;
  };
  const slab = (material: Material, points: readonly (readonly [number, number])[], share: number) =>
    new Mesh(profile(points, length, height, share * width), material);
  return [
    slab(paint, hull, 0.86),
    slab(dark, cabin, 0.66),
    slab(paint, roof, 0.6),
    box(dark, [0.97, 0.12, 0.7], [0, -0.34, 0]),
    box(paint, [0.1, 0.06, 0.96], [-0.44, 0.5, 0]),
    box(dark, [0.04, 0.26, 0.05], [-0.43, 0.36, 0.3]),
    box(dark, [0.04, 0.26, 0.05], [-0.43, 0.36, -0.3]),
    ...[-0.3, 0.3].flatMap((z) => [
      box(white, [0.02, 0.12, 0.16], [0.495, -0.08, z]),
      box(red, [0.02, 0.1, 0.2], [-0.5, 0.08, z]),
    ]),
  ];
}

// Side views of the parts, as shares of the hitbox: x from tail to nose, y from below to above.
const hull = [
  [-0.49, -0.12],
  [-0.48, 0.2],
  [-0.3, 0.26],
  [0.14, 0.14],
  [0.4, 0.02],
  [0.49, -0.1],
  [0.47, -0.3],
  [-0.46, -0.3],
] as const;
const cabin = [
  [-0.34, 0.2],
  [-0.2, 0.5],
  [0, 0.5],
  [0.2, 0.1],
] as const;
const roof = [
  [-0.2, 0.48],
  [-0.17, 0.55],
  [-0.03, 0.55],
  [0.01, 0.48],
] as const;

/** A side view given width: extruded across the car, its middle in the middle. */
function profile(
  points: readonly (readonly [number, number])[],
  length: number,
  height: number,
  width: number,
): BufferGeometry {
  const shape = new Shape();
  for (const [index, [x, y]] of points.entries()) {
    if (index === 0) shape.moveTo(x * length, y * height);
    else shape.lineTo(x * length, y * height);
  }
  const bevel = 0.02;
  const geometry = new ExtrudeGeometry(shape, {
    depth: width - 2 * bevel,
    bevelSize: bevel,
    bevelThickness: bevel,
    bevelSegments: 2,
  });
  return geometry.translate(0, 0, bevel - width / 2);
}

function wheel(radius: number): Group {
  const group = new Group();
  const tyre = new MeshStandardMaterial({ color: 0x0d0f13, roughness: 0.9 });
  const rim = new MeshStandardMaterial({ color: 0xaab4c4, roughness: 0.3, metalness: 0.8 });
  group.add(
    new Mesh(new CylinderGeometry(radius, radius, 0.14, 20), tyre),
    new Mesh(new CylinderGeometry(radius * 0.6, radius * 0.6, 0.15, 8), rim),
  );
  group.rotation.x = Math.PI / 2;
  return group;
}

/** The ring on the floor that shows from afar where a car is, and of which team. */
function ring(colour: number): Mesh {
  const material = new MeshBasicMaterial({ color: colour, transparent: true, opacity: 0.8, depthWrite: false });
  const mesh = new Mesh(new RingGeometry(0.95, 1.15, 40), material);
  mesh.rotation.x = -Math.PI / 2;
  mesh.position.y = 0.05;
  return mesh;
}

/** Two tongues of flame behind the car; scaling x makes them longer. */
function flame(team: number, width: number): Group {
  const group = new Group();
  const colours = [team === 0 ? 0x37a6ff : 0xff8a2a, 0xfff3c4];
  for (const side of [-1, 1]) {
    for (const [index, colour] of colours.entries()) {
      const length = index === 0 ? 1.3 : 0.7;
      const material = new MeshBasicMaterial({
        color: colour,
        transparent: true,
        opacity: 0.75,
        blending: AdditiveBlending,
        depthWrite: false,
      });
      const cone = new Mesh(new ConeGeometry(index === 0 ? 0.13 : 0.08, length, 14, 1, true), material);
      cone.rotation.z = Math.PI / 2;
      cone.position.set(-length / 2, 0, side * width * 0.22);
      group.add(cone);
    }
  }
  return group;
}

/** A name that floats above the car and has one size at any distance. */
function label(text: string, team: number): Sprite {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [256, 64];
  const pen = canvas.getContext('2d')!;
  pen.font = '600 36px system-ui, sans-serif';
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.lineWidth = 8;
  pen.strokeStyle = 'rgb(8 12 20 / 0.85)';
  pen.strokeText(text, 128, 32);
  pen.fillStyle = `#${new Color(teamColours[team]!).lerp(new Color(0xffffff), 0.5).getHexString(SRGBColorSpace)}`;
  pen.fillText(text, 128, 32);
  const map = new CanvasTexture(canvas);
  map.colorSpace = SRGBColorSpace;
  const sprite = new Sprite(new SpriteMaterial({ map, sizeAttenuation: false, depthWrite: false, depthTest: false }));
  sprite.scale.set(0.12, 0.03, 1);
  sprite.renderOrder = 1;
  return sprite;
}
