import type { View } from './cameras.ts';
import type { Film } from './film.ts';
import type { Playback } from './playback.ts';

const speeds = [0.1, 0.25, 0.5, 1, 2, 4, 8];

/**
 * The keys: Space plays and pauses, ← and → go one second (with Shift one frame), Home and End to the beginning and
 * the end, ↑ and ↓ change the speed, N and P go to the next and the previous goal, C changes the view.
 */
export function listenToKeys(
  film: Film,
  playback: Playback,
  views: readonly View[],
  look: (view?: View) => void,
): void {
  const step = (direction: 1 | -1, byFrame: boolean) => {
    if (!byFrame) return playback.seek(playback.time + direction);
    playback.pause();
    playback.seek(film.timeOf(film.frameAt(playback.time) + direction));
  };
  const faster = (direction: 1 | -1) => {
    const at = speeds.indexOf(playback.speed) + direction;
    playback.setSpeed(speeds[Math.max(0, Math.min(speeds.length - 1, at))]!);
  };
  // A goal is watched from two seconds before it.
  const lead = 2;
  const goals = film.goals.map(({ at }) => at - lead);
  const keys: Readonly<Record<string, (shift: boolean) => void>> = {
    ' ': () => playback.toggle(),
    ArrowLeft: (shift) => step(-1, shift),
    ArrowRight: (shift) => step(1, shift),
    ArrowUp: () => faster(1),
    ArrowDown: () => faster(-1),
    Home: () => playback.seek(0),
    End: () => playback.seek(playback.duration),
    n: () => playback.seek(goals.find((at) => at > playback.time + 0.01) ?? playback.duration),
    p: () => playback.seek(goals.findLast((at) => at < playback.time - 1) ?? 0),
    c: () => look(),
    ...Object.fromEntries(views.slice(0, 9).map((view, index) => [String(index + 1), () => look(view)])),
  };
  document.addEventListener('keydown', (event) => {
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(keys, key)) return;
    // A list that is open has its own keys, and a button its own Space.
    const { target } = event;
    if (target instanceof HTMLSelectElement || (target instanceof HTMLButtonElement && key === ' ')) return;
    event.preventDefault();
    keys[key]!(event.shiftKey);
  });
}
