import type { Scene } from '../scene.ts';
import { teamNames, teamStyles } from './colours.ts';
import type { Film, Moment } from './film.ts';
import type { Playback } from './playback.ts';
import type { View } from './cameras.ts';

/** The parts of the page around the picture: scoreboard, boost, timeline and buttons. */
export class Panel {
  readonly #playback: Playback;
  readonly #film: Film;
  readonly #meters: { readonly bar: HTMLElement; readonly figure: HTMLElement }[];
  readonly #play = element('play', HTMLButtonElement);
  readonly #time = element('time', HTMLInputElement);
  readonly #speed = element('speed', HTMLSelectElement);
  readonly #view = element('view', HTMLSelectElement);
  readonly #texts = new Map<string, string>();

  constructor(scene: Scene, film: Film, playback: Playback, onView: (view: View) => void) {
    this.#playback = playback;
    this.#film = film;
    this.#meters = scene.cars.map(({ name, team }) => addMeter(name, team));
    for (const [car, { name }] of scene.cars.entries()) this.#view.add(new Option(name, String(car)));
    this.#time.max = String(film.duration);
    for (const { at, team } of film.goals) {
      const mark = addMark(at / film.duration, 'goal', `Goal for ${teamNames[team]} at ${clock(at)}`);
      mark.style.setProperty('--team', teamStyles[team]!);
    }
    for (const [match, at] of film.matches.entries()) {
      if (match > 0) addMark(at / film.duration, 'match', `Match ${match + 1} begins`);
    }
    // A list that has been used gives the keys back to the page.
    for (const list of [this.#speed, this.#view]) list.addEventListener('change', () => list.blur());
    this.#play.addEventListener('click', () => playback.toggle());
    this.#time.addEventListener('input', () => playback.seek(this.#time.valueAsNumber));
    this.#speed.addEventListener('change', () => playback.setSpeed(Number(this.#speed.value)));
    this.#view.addEventListener('change', () => {
      const { value } = this.#view;
      onView(value === 'free' || value === 'ball' ? value : Number(value));
    });
  }

  showView(view: View): void {
    this.#view.value = String(view);
  }

  /** @param scorer - the team whose goal is celebrated now. */
  show(moment: Moment, scorer: number | undefined): void {
    const { time, playing, speed, duration } = this.#playback;
    this.#text('blue', String(moment.blue));
    this.#text('orange', String(moment.orange));
    this.#text('clock', clock(moment.clock));
    const matches = this.#film.matches.length;
    this.#text('match', matches > 1 ? `match ${moment.match + 1} of ${matches}` : '');
    this.#text('elapsed', `${clock(time)} / ${clock(duration)}`);
    this.#text('play', playing ? 'Pause' : 'Play');
    this.#text('banner', scorer === undefined ? '' : `Goal for ${teamNames[scorer]}`);
    if (scorer !== undefined) element('banner', HTMLElement).style.color = teamStyles[scorer]!;
    this.#time.value = String(time);
    this.#time.style.setProperty('--done', `${(100 * time) / duration}%`);
    this.#speed.value = String(speed);
    for (const [car, { bar, figure }] of this.#meters.entries()) {
      const { boost } = moment.cars[car]!;
      bar.style.transform = `scaleX(${boost / 100})`;
      figure.textContent = String(Math.round(boost));
    }
  }

  /** Writes only what has changed: the page is laid out anew for each text. */
  #text(id: string, text: string): void {
    if (this.#texts.get(id) === text) return;
    this.#texts.set(id, text);
    element(id, HTMLElement).textContent = text;
  }
}

function element<E extends HTMLElement>(id: string, Type: new () => E): E {
  const found = document.getElementById(id);
  if (!(found instanceof Type)) throw new TypeError(`the page has no ${id}`);
  return found;
}

function addMeter(name: string, team: number) {
  const meter = document.createElement('div');
  meter.className = 'meter';
  meter.style.setProperty('--team', teamStyles[team]!);
  const [title, track, bar, figure] = [make('span', name), make('i'), make('b'), make('span')];
  track.append(bar);
  meter.append(title, track, figure);
  element(team === 0 ? 'blue-boost' : 'orange-boost', HTMLElement).append(meter);
  return { bar, figure };
}

function make(tag: string, text = ''): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

/** A mark on the timeline. */
function addMark(share: number, kind: string, title: string): HTMLElement {
  const mark = make('span');
  mark.className = kind;
  mark.title = title;
  mark.style.left = `${100 * share}%`;
  element('marks', HTMLElement).append(mark);
  return mark;
}

/** `1:05` of 65 seconds. */
function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
