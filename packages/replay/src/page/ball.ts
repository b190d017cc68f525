import {
  CanvasTexture,
  Group,
  Mesh,
  MeshBasicMaterial,
  MeshStandardMaterial,
  PlaneGeometry,
  RingGeometry,
  SphereGeometry,
  SRGBColorSpace,
  Vector3,
} from 'three';
import type { MomentCar } from './film.ts';
import { scale } from './axes.ts';

/** The ball, its shadow, and the ring on the floor that tells where a flying ball is. */
export class Ball {
  readonly group = new Group();
  readonly body: Mesh;
  readonly #shadow = shadow(1.6);
  readonly #ring: Mesh;
  readonly #radius: number;

  /** @param radius - in uu. */
  constructor(radius: number) {
    this.#radius = radius * scale;
    const material = new MeshStandardMaterial({ map: leather(), roughness: 0.45, metalness: 0.1 });
    material.emissive.set(0x30363f);
    this.body = new Mesh(new SphereGeometry(this.#radius, 40, 24), material);
    const line = new MeshBasicMaterial({ color: 0xffffff, transparent: true, opacity: 0.5, depthWrite: false });
    this.#ring = new Mesh(new RingGeometry(this.#radius * 1.15, this.#radius * 1.25, 48), line);
    this.#ring.rotation.x = -Math.PI / 2;
    this.#ring.position.y = 0.04;
    this.group.add(this.body, this.#shadow, this.#ring);
  }

  show({ position, quaternion }: Pick<MomentCar, 'position' | 'quaternion'>): void {
    this.body.position.copy(position);
    this.body.quaternion.copy(quaternion);
    placeShadow(this.#shadow, position, this.#radius);
    this.#ring.position.set(position.x, this.#ring.position.y, position.z);
    this.#ring.visible = position.y > 2 * this.#radius;
  }
}

/** A soft dark spot for the floor. */
export function shadow(size: number): Mesh {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 64;
  const pen = canvas.getContext('2d')!;
  const fade = pen.createRadialGradient(32, 32, 4, 32, 32, 32);
  fade.addColorStop(0, 'rgb(0 0 0 / 1)');
  fade.addColorStop(1, 'rgb(0 0 0 / 0)');
  pen.fillStyle = fade;
  pen.fillRect(0, 0, 64, 64);
  const map = new CanvasTexture(canvas);
  const mesh = new Mesh(
    new PlaneGeometry(2 * size, 2 * size),
    new MeshBasicMaterial({ map, transparent: true, depthWrite: false }),
  );
  mesh.rotation.x = -Math.PI / 2;
  return mesh;
}

/** Puts a shadow under a thing: wider and fainter the higher it is above the floor. */
export function placeShadow(mesh: Mesh, position: Vector3, rest: number): void {
  const height = Math.max(0, position.y - rest);
  mesh.position.set(position.x, 0.03, position.z);
  mesh.scale.setScalar(1 + height * 0.06);
  (mesh.material as MeshBasicMaterial).opacity = 0.75 / (1 + height * 0.25);
}

/** The classic ball: twelve dark faces around the corners of an icosahedron, light ones between them. */
function leather(): CanvasTexture {
  const golden = (1 + Math.sqrt(5)) / 2;
  const dark = [-1, 1].flatMap((a) =>
    [-golden, golden].flatMap((b) => [
      new Vector3(0, a, b).normalize(),
      new Vector3(a, b, 0).normalize(),
      new Vector3(b, 0, a).normalize(),
    ]),
  );
  const light = [-1, 1].flatMap((x) => [-1, 1].flatMap((y) => [-1, 1].map((z) => new Vector3(x, y, z).normalize())));
  for (const a of [-1 / golden, 1 / golden]) {
    for (const b of [-golden, golden]) {
      light.push(...[new Vector3(0, b, a), new Vector3(b, a, 0), new Vector3(a, 0, b)].map((face) => face.normalize()));
    }
  }
  const [width, height] = [512, 256];
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width, height];
  const pen = canvas.getContext('2d')!;
  const image = pen.createImageData(width, height);
  const point = new Vector3();
  const nearest = (faces: readonly Vector3[]) => faces.reduce((best, face) => Math.max(best, face.dot(point)), -1);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const longitude = ((pixel % width) / width) * 2 * Math.PI;
    const latitude = (Math.floor(pixel / width) / height) * Math.PI;
    point.set(-Math.cos(longitude) * Math.sin(latitude), Math.cos(latitude), Math.sin(longitude) * Math.sin(latitude));
    // A face's edge is where two faces are equally near; the dark ones are the smaller.
    const [toDark, toLight] = [Math.acos(nearest(dark)), Math.acos(nearest(light))];
    const edge = toDark + 0.1 - toLight;
    const shade = edge < -0.03 ? 52 : edge < 0.02 ? 120 : 232;
    image.data.set([shade, shade, shade + 8, 255], pixel * 4);
  }
  pen.putImageData(image, 0, 0);
  const map = new CanvasTexture(canvas);
  map.colorSpace = SRGBColorSpace;
  return map;
}
