import { Vector3, WebGLRenderer } from 'three';
import type { Point, Scene } from '../scene.ts';
import { place, pointOf } from './axes.ts';
import { Cameras, type View } from './cameras.ts';
import { Film } from './film.ts';
import { listenToKeys } from './keyboard.ts';
import { Panel } from './panel.ts';
import { Playback } from './playback.ts';
import { Stage } from './stage.ts';

/** What programs may do with the page: `window.replay`. The page's own keys and buttons do it the same way. */
export interface Replay {
  readonly playback: Playback;
  look(view: View): void;
  /** Where the picture has the ball and the cars now: uu, in the game's axes. */
  positions(): { readonly ball: Point; readonly cars: readonly Point[] };
  /** The pixel of the window in which a point of the game is seen. */
  pixelOf(point: Point): readonly [x: number, y: number];
}

declare global {
  interface Window {
    replay?: Replay;
  }
}

async function open(): Promise<void> {
  const scene = JSON.parse(textOf('scene')) as Scene;
  const film = new Film(await unpack(textOf('recording')));
  const canvas = document.querySelector('canvas')!;
  const renderer = new WebGLRenderer({ canvas, antialias: true });
  const playback = new Playback(film.duration);
  const stage = new Stage(scene, film);

  // A picture is drawn only when something has changed: a paused page costs nothing.
  let isStale = true;
  const touch = () => (isStale = true);
  const cameras = new Cameras(scene, canvas, touch);
  const views: readonly View[] = ['free', 'ball', ...scene.cars.keys()];
  const look = (view: View = views[(views.indexOf(cameras.view) + 1) % views.length]!) => {
    cameras.look(view, stage.moment);
    stage.cars.forEach((car, number) => (car.isNamed = number !== view));
    panel.showView(view);
    touch();
  };
  const panel = new Panel(scene, film, playback, look);
  playback.onChange(touch);
  listenToKeys(film, playback, views, look);

  const resize = () => {
    const { innerWidth: width, innerHeight: height, devicePixelRatio } = window;
    renderer.setPixelRatio(Math.min(2, devicePixelRatio));
    renderer.setSize(width, height, false);
    cameras.resize(width, height);
    touch();
  };
  window.addEventListener('resize', resize);
  resize();
  cameras.reset();

  let shown = 0;
  const draw = (seconds: number) => {
    isStale = false;
    const { time } = playback;
    stage.show(time);
    // A jump in time is a cut: the camera does not travel.
    cameras.follow(stage.moment, Math.abs(time - shown) > 0.5 ? Infinity : seconds);
    shown = time;
    panel.show(stage.moment, stage.blast.goalAt(time)?.team);
    renderer.render(stage.world, cameras.camera);
  };
  let before = performance.now();
  requestAnimationFrame(function tick(now) {
    // A page that was in the background has not played meanwhile.
    const seconds = Math.min(0.25, (now - before) / 1000);
    before = now;
    playback.advance(seconds);
    if (isStale) draw(seconds);
    requestAnimationFrame(tick);
  });

  window.replay = { playback, look, ...places(stage, cameras, () => isStale && draw(0)) };
  document.body.classList.add('ready');
  if (!matchMedia('(prefers-reduced-motion: reduce)').matches) playback.play();
}

/** Where things are in the picture, once it shows what it should. */
function places(stage: Stage, { camera }: Cameras, refresh: () => void): Pick<Replay, 'positions' | 'pixelOf'> {
  return {
    positions() {
      refresh();
      const ball = pointOf(stage.ball.body.position);
      return { ball, cars: stage.cars.map(({ body }) => pointOf(body.position)) };
    },
    pixelOf([x, y, z]) {
      refresh();
      const seen = place(x, y, z, new Vector3()).project(camera);
      return [((seen.x + 1) / 2) * window.innerWidth, ((1 - seen.y) / 2) * window.innerHeight];
    },
  };
}

const textOf = (id: string) => document.getElementById(id)!.textContent;

/** The bytes that were packed with gzip and written in base64. */
function unpack(text: string): Promise<ArrayBuffer> {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).arrayBuffer();
}

open().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  document.getElementById('banner')!.textContent = `This page cannot draw here: ${message}`;
});
