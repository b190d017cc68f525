import {
  CylinderGeometry,
  Group,
  InstancedMesh,
  Matrix4,
  MeshBasicMaterial,
  MeshStandardMaterial,
  SphereGeometry,
  type BufferGeometry,
  type Material,
} from 'three';
import type { ScenePad } from '../scene.ts';
import { place } from './axes.ts';
import type { Film } from './film.ts';

/** The boost pads: a base for each, and a light on it that vanishes while it is taken. */
export class Pads {
  readonly group = new Group();
  readonly #lights: { readonly mesh: InstancedMesh; readonly pads: readonly number[]; readonly height: number }[];
  readonly #pads: readonly ScenePad[];
  #shown = '';

  constructor(pads: readonly ScenePad[]) {
    this.#pads = pads;
    const glow = new MeshBasicMaterial({ color: 0xffc93c });
    const base = new MeshStandardMaterial({ color: 0x4a4334, roughness: 0.6 });
    const kind = (big: boolean) => pads.flatMap((pad, index) => (pad.big === big ? [index] : []));
    this.#lights = [
      { mesh: instances(new SphereGeometry(0.55, 24, 16), glow, kind(true)), pads: kind(true), height: 1.3 },
      {
        mesh: instances(new CylinderGeometry(0.3, 0.42, 0.12, 20), glow, kind(false)),
        pads: kind(false),
        height: 0.12,
      },
    ];
    const bases = [
      { mesh: instances(new CylinderGeometry(1.2, 1.35, 0.1, 32), base, kind(true)), pads: kind(true) },
      { mesh: instances(new CylinderGeometry(0.6, 0.7, 0.06, 20), base, kind(false)), pads: kind(false) },
    ];
    for (const { mesh, pads: numbers } of bases) this.#place(mesh, numbers, 0.03, () => true);
    this.group.add(...bases.map(({ mesh }) => mesh), ...this.#lights.map(({ mesh }) => mesh));
  }

  /** Shows the pads of a frame of the film. */
  show(film: Film, frame: number): void {
    const isThere = (pad: number) => !film.isPadTaken(frame, pad);
    const shown = this.#pads.map((_, pad) => Number(isThere(pad))).join('');
    if (shown === this.#shown) return;
    this.#shown = shown;
    for (const { mesh, pads, height } of this.#lights) this.#place(mesh, pads, height, isThere);
  }

  #place(mesh: InstancedMesh, pads: readonly number[], height: number, isThere: (pad: number) => boolean): void {
    const matrix = new Matrix4();
    for (const [index, pad] of pads.entries()) {
      const [x, y] = this.#pads[pad]!.position;
      const { x: across, z: along } = place(x, y, 0);
      // What is gone is shrunk to nothing.
      const size = isThere(pad) ? 1 : 0;
      mesh.setMatrixAt(index, matrix.makeScale(size, size, size).setPosition(across, height, along));
    }
    mesh.instanceMatrix.needsUpdate = true;
  }
}

function instances(geometry: BufferGeometry, material: Material, pads: readonly number[]): InstancedMesh {
  const mesh = new InstancedMesh(geometry, material, pads.length);
  mesh.frustumCulled = false;
  return mesh;
}
