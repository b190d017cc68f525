import { PerspectiveCamera, Vector3 } from 'three';
import { OrbitControls } from 'three/addons/controls/OrbitControls.js';
import type { Scene } from '../scene.ts';
import { scale } from './axes.ts';
import type { Moment } from './film.ts';

/** `free`: turned by hand around the field; `ball`: from the stand, after the ball; a number: behind that car. */
export type View = 'free' | 'ball' | number;

/** A camera behind a car: so far behind it, so high above it. */
const chase = { back: 4.6, up: 1.4 };
/** It is never lower than this, looks no further ahead of the car, and no more upwards. */
const lowest = 0.4;
const furthest = 9;
const steepest = 0.5;
/** A camera covers most of its way to where it should be within such a time, in seconds. */
const lag = 0.18;

/** The eye of the page, and what moves it. */
export class Cameras {
  readonly camera = new PerspectiveCamera(50, 1, 0.2, 600);
  readonly #controls: OrbitControls;
  readonly #scene: Scene;
  readonly #wanted = { position: new Vector3(), target: new Vector3() };
  #view: View = 'free';

  /**
   * @param surface - where the pointer turns, shifts and zooms the free view.
   * @param onMove - called after the pointer has moved the view.
   */
  constructor(scene: Scene, surface: HTMLElement, onMove: () => void) {
    this.#scene = scene;
    this.#controls = new OrbitControls(this.camera, surface);
    this.#controls.maxPolarAngle = 0.495 * Math.PI;
    this.#controls.minDistance = 4;
    this.#controls.maxDistance = 220;
    this.#controls.addEventListener('change', onMove);
    this.reset();
  }

  /** The free view from the stand: blue on the left attacks to the right. */
  reset(): void {
    const { halfWidth, halfLength } = this.#scene.arena;
    // As far away as the field is wide in the window: narrow windows are looked into from further up.
    const narrow = Math.max(1, 1.7 / this.camera.aspect);
    this.camera.position.set(-halfWidth * scale * 1.95 * narrow, halfLength * scale * 1.08 * narrow, 0);
    this.#controls.target.set(-6, 0, 0);
    this.#controls.update();
  }

  get view(): View {
    return this.#view;
  }

  /** Looks from elsewhere; at once. */
  look(view: View, moment: Moment): void {
    this.#view = view;
    this.#controls.enabled = view === 'free';
    if (view === 'free') this.reset();
    else this.follow(moment, Infinity);
  }

  resize(width: number, height: number): void {
    this.camera.aspect = width / height;
    this.camera.updateProjectionMatrix();
  }

  /**
   * Follows what the view is of.
   *
   * @param seconds - since the last call; Infinity: is there at once.
   */
  follow(moment: Moment, seconds: number): void {
    if (this.#view === 'free') return;
    const { position, target } = this.#wanted;
    if (this.#view === 'ball') this.#fromStand(moment);
    else this.#behindCar(moment, this.#view);
    const share = 1 - Math.exp(-seconds / lag);
    this.camera.position.lerp(position, share);
    this.#controls.target.lerp(target, share);
    this.camera.lookAt(this.#controls.target);
  }

  #fromStand({ ball }: Moment): void {
    const { position, target } = this.#wanted;
    target.copy(ball.position);
    position.set(ball.position.x - 25, 12, ball.position.z * 0.85);
  }

  /** Behind the car on the line from the ball: both are in the picture, as a player sees them. */
  #behindCar({ ball, cars }: Moment, number: number): void {
    const { position, target } = this.#wanted;
    const car = cars[number]!;
    const way = target.copy(ball.position).sub(car.position);
    const distance = way.length();
    way.normalize().setY(Math.min(way.y, steepest)).normalize();
    position.copy(car.position).addScaledVector(way, -chase.back);
    position.y = Math.max(lowest, position.y + chase.up);
    target.multiplyScalar(Math.min(0.6 * distance, furthest)).add(car.position).y += 0.3;
  }
}
