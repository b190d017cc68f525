import {
  AdditiveBlending,
  Color,
  IcosahedronGeometry,
  InstancedMesh,
  Matrix4,
  MeshBasicMaterial,
  Vector3,
} from 'three';
import type { Film } from './film.ts';

const puffs = 18;
/** A trail shows the way of the last so many seconds. */
const memory = 0.45;
/** It begins so far from the thing's middle, in the picture's units. */
const clearance = 1.6;

/** The glowing trail of a fast thing. It is a function of the film's time alone, so that seeking shows what playing does. */
export class Trail {
  readonly mesh: InstancedMesh;
  readonly #film: Film;
  readonly #thing: number | 'ball';
  readonly #strength: (time: number, speed: number) => number;
  readonly #colour: Color;
  readonly #radius: number;

  /** @param strength - how bright, 0 to 1, at a time of the film and a speed in the picture's units a second. */
  constructor(
    film: Film,
    thing: number | 'ball',
    look: { colour: number; radius: number; strength: (time: number, speed: number) => number },
  ) {
    this.#film = film;
    this.#thing = thing;
    this.#strength = look.strength;
    this.#colour = new Color(look.colour);
    this.#radius = look.radius;
    const material = new MeshBasicMaterial({ transparent: true, blending: AdditiveBlending, depthWrite: false });
    this.mesh = new InstancedMesh(new IcosahedronGeometry(1, 1), material, puffs);
    this.mesh.frustumCulled = false;
    // Made here, so that the material is compiled with colours.
    for (let puff = 0; puff < puffs; puff++) this.mesh.setColorAt(puff, new Color(0));
  }

  show(time: number): void {
    const begin = this.#film.matchBegin(time);
    const head = this.#film.positionAt(time, this.#thing, new Vector3());
    const now = head.clone();
    const before = new Vector3();
    const matrix = new Matrix4();
    const colour = new Color();
    let strongest = 0;
    for (let puff = 0; puff < puffs; puff++) {
      const age = ((puff + 1) / puffs) * memory;
      const then = Math.max(begin, time - age);
      this.#film.positionAt(then, this.#thing, before);
      const step = (memory / puffs) * Math.min(1, (time - begin) / memory);
      const speed = step > 0 ? now.distanceTo(before) / step : 0;
      // A step that no car and no ball makes in the time is a new place, not a way; and the thing itself stays clear.
      const glow =
        speed < 70 && before.distanceTo(head) > clearance ? this.#strength(then, speed) * (1 - age / memory) : 0;
      strongest = Math.max(strongest, glow);
      const radius = this.#radius * (1 - 0.6 * (age / memory));
      this.mesh.setMatrixAt(puff, matrix.makeScale(radius, radius, radius).setPosition(before));
      this.mesh.setColorAt(puff, colour.copy(this.#colour).multiplyScalar(0.22 * glow));
      now.copy(before);
    }
    this.mesh.visible = strongest > 0.01;
    this.mesh.instanceMatrix.needsUpdate = true;
    this.mesh.instanceColor!.needsUpdate = true;
  }
}
