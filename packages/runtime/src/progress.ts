/** How far a run has come. The trainer makes them; a terminal, a log or a test shows them. */
export interface ProgressEvent {
  /** Steps done, those before a resume included. */
  readonly done: number;
  /** Steps of the whole run. */
  readonly total: number;
  /** Seconds since this process began. */
  readonly seconds: number;
  /** Steps a second of this process. */
  readonly rate: number;
  /** Seconds to the end at this rate; Infinity as long as the rate is 0. */
  readonly eta: number;
  /** Episodes finished. */
  readonly episodes?: number;
  /** Total reward of the last episode. */
  readonly reward?: number;
  /** Mean total reward of the last 100 episodes. */
  readonly average?: number;
}

/** What a trainer may tell besides the steps. */
export type ProgressExtras = Pick<ProgressEvent, 'episodes' | 'reward' | 'average'>;

/** Makes the events of one process. */
export interface ProgressMeter {
  /** The event for `done` steps; RangeError when it is below `start` or no number. */
  update(done: number, extras?: ProgressExtras): ProgressEvent;
}

/**
 * Measures the speed of a run from now on.
 *
 * @param options - `total`: steps of the whole run, above 0; `start`: steps that a resumed run had done before, which
 * do not count for the speed, default 0; `now`: a clock in milliseconds, default Date.now
 * @throws RangeError when `total` is not a positive number, or `start` a negative one
 *
 * @example
 * let clock = 0;
 * const meter = progressMeter({ total: 1000, start: 200, now: () => clock });
 * clock = 4000;
 * meter.update(600); // => { done: 600, total: 1000, seconds: 4, rate: 100, eta: 4 }
 */
export function progressMeter({
  total,
  start = 0,
  now = Date.now,
}: {
  readonly total: number;
  readonly start?: number;
  readonly now?: () => number;
}): ProgressMeter {
  if (!(total > 0)) throw new RangeError(`the total of a progress meter must be above 0; got ${total}`);
  if (!(start >= 0)) throw new RangeError(`the start of a progress meter must be at least 0; got ${start}`);
  const begun = now();
  return {
    update(done, extras) {
      if (!(done >= start)) throw new RangeError(`progress must not fall below its start of ${start}; got ${done}`);
      const seconds = Math.max(0, now() - begun) / 1000; // a system clock may be set back
      const rate = seconds > 0 ? (done - start) / seconds : 0;
      const left = Math.max(0, total - done);
      return { done, total, seconds, rate, eta: left === 0 ? 0 : left / rate, ...extras };
    },
  };
}

/** A cell of a bar that is filled by 0 to 7 eighths; a full one is the block. */
const EIGHTHS = [' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
const BLOCK = '█';

/**
 * One line in the manner of tqdm: share, bar, steps, elapsed and remaining time, speed, episodes. The share is rounded
 * down, so that 100% means done.
 *
 * @param options - `label`: default 'Training'; `width`: cells of the bar, default 20, 0 for a line without a bar
 *
 * @example
 * formatProgress({ done: 750, total: 1000, seconds: 75, rate: 10, eta: 25, episodes: 8, reward: 12.34 }, { width: 6 });
 * // => 'Training: 75%|████▌ | 750/1000 [01:15<00:25, 10.00it/s] ep=8 r=12.3'
 */
export function formatProgress(
  event: ProgressEvent,
  { label = 'Training', width = 20 }: { readonly label?: string; readonly width?: number } = {},
): string {
  const { done, total, seconds, rate, eta, episodes, reward, average } = event;
  const share = Math.min(1, done / total);
  const percent = `${Math.floor(share * 100)}`.padStart(2);
  const time = `[${duration(seconds)}<${duration(eta)}, ${rate > 0 ? rate.toFixed(2) : '?'}it/s]`;
  return [
    `${label}: ${percent}%|${width > 0 ? `${bar(share, width)}|` : ''} ${done}/${total} ${time}`,
    ...(episodes === undefined ? [] : [`ep=${episodes}`]),
    ...(reward === undefined ? [] : [`r=${reward.toFixed(1)}`]),
    ...(average === undefined ? [] : [`avg100=${average.toFixed(1)}`]),
  ].join(' ');
}

const twoDigits = (value: number) => String(value).padStart(2, '0');

function bar(share: number, width: number): string {
  const eighths = Math.floor(share * width * 8);
  const full = Math.floor(eighths / 8);
  return (BLOCK.repeat(full) + (full < width ? EIGHTHS[eighths % 8]! : '')).padEnd(width);
}

/** mm:ss, or h:mm:ss from an hour on; '?' when unknown. */
function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '?';
  const whole = Math.floor(seconds);
  const hours = Math.floor(whole / 3600);
  const minutesAndSeconds = `${twoDigits(Math.floor(whole / 60) % 60)}:${twoDigits(whole % 60)}`;
  return hours > 0 ? `${hours}:${minutesAndSeconds}` : minutesAndSeconds;
}
