import { CanvasTexture, DirectionalLight, HemisphereLight, Scene as World, SRGBColorSpace, type Object3D } from 'three';
import { carFlags } from '../encoding.ts';
import type { Scene } from '../scene.ts';
import { arena } from './arena.ts';
import { Ball } from './ball.ts';
import { Car } from './car.ts';
import { teamColours } from './colours.ts';
import type { Film, Moment } from './film.ts';
import { floor } from './floor.ts';
import { GoalBlast } from './goal-blast.ts';
import { Pads } from './pads.ts';
import { Trail } from './trail.ts';

/** The world of the picture: what stands in it, and how it is put where a moment of the film has it. */
export class Stage {
  readonly world = new World();
  /** What is shown now. */
  readonly moment: Moment;
  readonly ball: Ball;
  readonly cars: readonly Car[];
  readonly blast: GoalBlast;
  readonly #pads: Pads;
  readonly #trails: readonly Trail[];
  readonly #film: Film;

  constructor(scene: Scene, film: Film) {
    this.#film = film;
    this.moment = film.newMoment();
    this.ball = new Ball(scene.ballRadius);
    this.cars = scene.cars.map((car) => new Car(car));
    this.#pads = new Pads(scene.pads);
    this.blast = new GoalBlast(film.goals);
    this.#trails = [
      // 20 and 50 units a second: from a quick pass to a hard shot.
      new Trail(film, 'ball', { colour: 0xbfd4ff, radius: 0.6, strength: (_, speed) => (speed - 20) / 30 }),
      ...scene.cars.map(({ team }, car) => {
        const strength = (time: number) => ((film.flagsAt(time, car) & carFlags.supersonic) === 0 ? 0 : 1);
        return new Trail(film, car, { colour: teamColours[team]!, radius: 0.35, strength });
      }),
    ];
    const sun = new DirectionalLight(0xffffff, 2);
    sun.position.set(-30, 60, 20);
    const parts: Object3D[] = [
      new HemisphereLight(0xdfe8ff, 0x3a4452, 1.6),
      sun,
      floor(scene.arena),
      arena(scene.arena),
      this.#pads.group,
      this.ball.group,
      ...this.cars.map(({ group }) => group),
      ...this.#trails.map(({ mesh }) => mesh),
      this.blast.group,
    ];
    this.world.add(...parts);
    this.world.background = night();
  }

  /** Puts everything where it is at a time of the film. */
  show(time: number): void {
    this.#film.sample(time, this.moment);
    this.ball.show(this.moment.ball);
    for (const [index, car] of this.cars.entries()) car.show(this.moment.cars[index]!, time);
    this.#pads.show(this.#film, this.moment.frame);
    for (const trail of this.#trails) trail.show(time);
    this.blast.show(time);
  }
}

/** What is behind everything: dark, a little lighter in the middle. */
function night(): CanvasTexture {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 256;
  const pen = canvas.getContext('2d')!;
  const fade = pen.createRadialGradient(128, 90, 0, 128, 90, 190);
  fade.addColorStop(0, '#26354f');
  fade.addColorStop(0.6, '#101826');
  fade.addColorStop(1, '#070b12');
  pen.fillStyle = fade;
  pen.fillRect(0, 0, 256, 256);
  const map = new CanvasTexture(canvas);
  map.colorSpace = SRGBColorSpace;
  return map;
}
