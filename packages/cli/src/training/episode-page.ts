/** A moment of an episode as a picture. */
export interface Picture {
  /** An SVG document; all of an episode have one size. */
  readonly svg: string;
  /** Of the episode so far. */
  readonly reward: number;
}

/** An episode to look at. */
export interface EpisodeFilm {
  readonly title: string;
  readonly pictures: readonly Picture[];
  /** At the usual speed. */
  readonly picturesPerSecond: number;
}

/**
 * An episode as one HTML page that needs nothing else: it plays and pauses, has a slider and speeds, goes by mouse and
 * by keyboard, and follows the reader's light or dark setting.
 */
export function episodePage({ title, pictures, picturesPerSecond }: EpisodeFilm): string {
  const data = { svg: pictures.map(({ svg }) => svg), reward: pictures.map(({ reward }) => reward), picturesPerSecond };
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escape(title)}</title>
<style>${style}</style>
<main>
  <h1>${escape(title)}</h1>
  <div id="stage"></div>
  <div id="controls">
    <button id="play" type="button">Play</button>
    <input id="time" type="range" min="0" max="${pictures.length - 1}" value="0" aria-label="Step">
    <label>Speed <select id="speed">
      <option value="0.25">¼</option><option value="0.5">½</option><option value="1" selected>1</option>
      <option value="2">2</option><option value="4">4</option><option value="8">8</option>
    </select></label>
  </div>
  <p id="figures" aria-live="off"></p>
  <p>Space plays and pauses, ← and → go one step, Home and End to the first and the last.</p>
</main>
<script id="data" type="application/json">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>
<script>${script}</script>
</html>
`;
}

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const style = `
:root { color-scheme: light dark; }
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; background: Canvas; color: CanvasText; }
main { max-width: 50rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.25rem; }
#stage svg { display: block; width: 100%; height: auto; max-height: 70vh; }
#controls { display: flex; gap: 0.75rem; align-items: center; margin-top: 0.75rem; }
#play { min-width: 4.5rem; }
#time { flex: 1; }
#figures { font-variant-numeric: tabular-nums; }
button, select { font: inherit; }
`;

const script = `
const film = JSON.parse(document.getElementById('data').textContent);
const [stage, play, time, speed, figures] = ['stage', 'play', 'time', 'speed', 'figures'].map((id) => document.getElementById(id));
const last = film.svg.length - 1;
let step = 0;
let playing = false;
let due = 0; // pictures to go on by, with the fraction of one
let before = 0;

function show(next) {
  step = Math.max(0, Math.min(last, next));
  stage.innerHTML = film.svg[step];
  time.value = step;
  figures.textContent = 'step ' + step + ' of ' + last + ', reward ' + Number(film.reward[step].toFixed(2));
}
function setPlaying(value) {
  playing = value;
  due = 0;
  play.textContent = playing ? 'Pause' : 'Play';
  if (playing && step === last) show(0);
}
requestAnimationFrame(function tick(now) {
  if (playing) {
    due += (now - before) / 1000 * film.picturesPerSecond * speed.value;
    if (due >= 1) show(step + Math.floor(due));
    due %= 1;
    if (step === last) setPlaying(false);
  }
  before = now;
  requestAnimationFrame(tick);
});
play.onclick = () => setPlaying(!playing);
time.oninput = () => show(Number(time.value));
document.onkeydown = (event) => {
  if (event.target === speed || (event.target === play && event.key === ' ')) return;
  const keys = { ' ': () => setPlaying(!playing), ArrowLeft: () => show(step - 1), ArrowRight: () => show(step + 1),
    Home: () => show(0), End: () => show(last) };
  if (!Object.hasOwn(keys, event.key)) return;
  event.preventDefault();
  keys[event.key]();
};
show(0);
setPlaying(!matchMedia('(prefers-reduced-motion: reduce)').matches);
`;
