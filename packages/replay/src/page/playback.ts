/** Where the film stands and whether it runs: the one place that says what is shown. */
export class Playback {
  readonly duration: number;
  #time = 0;
  #playing = false;
  #speed = 1;
  readonly #listeners: (() => void)[] = [];

  /** @param duration - of the film, in seconds. */
  constructor(duration: number) {
    this.duration = duration;
  }

  get time(): number {
    return this.#time;
  }

  get playing(): boolean {
    return this.#playing;
  }

  get speed(): number {
    return this.#speed;
  }

  /** Calls `listener` after every change. */
  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** Goes to a time of the film in seconds; to its beginning or its end where the time is beyond them. */
  seek(time: number): void {
    this.#time = Math.max(0, Math.min(this.duration, time));
    this.#changed();
  }

  /** Plays; from the beginning where the film has ended. */
  play(): void {
    if (this.#time >= this.duration) this.#time = 0;
    this.#playing = true;
    this.#changed();
  }

  pause(): void {
    this.#playing = false;
    this.#changed();
  }

  toggle(): void {
    if (this.#playing) this.pause();
    else this.play();
  }

  /** How many seconds of the film pass in a second. */
  setSpeed(speed: number): void {
    this.#speed = speed;
    this.#changed();
  }

  /** Lets real seconds pass. */
  advance(seconds: number): void {
    if (!this.#playing) return;
    this.#time = Math.min(this.duration, this.#time + seconds * this.#speed);
    if (this.#time >= this.duration) this.#playing = false;
    this.#changed();
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
