import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { pageScript } from './page-script.ts';
import { pageStyle } from './page-style.ts';
import { encodeRecording, type Recording } from './recording.ts';
import { sceneOf } from './scene-of.ts';

/**
 * A recording as one HTML page that plays it and needs nothing else: no network, which its policy forbids the browser,
 * and no other file. `window.replay` on the
 * page seeks, and tells where things are shown.
 *
 * @param title - what is shown, in plain text.
 */
export async function replayPage(recording: Recording, title: string): Promise<string> {
  const [script, packed] = await Promise.all([
    pageScript(),
    promisify(gzip)(Buffer.concat(encodeRecording(recording))),
  ]);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:">
<title>${escape(title)}</title>
<link rel="icon" href="data:,">
<style>${pageStyle}</style>
<canvas aria-label="The match"></canvas>
<header>
  <h1>${escape(title)}</h1>
  <div id="score" class="glass"><span id="blue">0</span><span id="clock">0:00</span><span id="orange">0</span></div>
  <div id="match"></div>
</header>
<div id="blue-boost" class="boost"></div>
<div id="orange-boost" class="boost"></div>
<div id="banner" role="status"></div>
<footer class="glass">
  <div id="controls">
    <button id="play" type="button">Play</button>
    <div id="line">
      <input id="time" type="range" min="0" step="any" value="0" aria-label="Time">
      <div id="marks"></div>
    </div>
    <span id="elapsed"></span>
    <label>Speed <select id="speed">
      <option value="0.1">0.1</option><option value="0.25">¼</option><option value="0.5">½</option>
      <option value="1">1</option><option value="2">2</option><option value="4">4</option><option value="8">8</option>
    </select></label>
    <label>View <select id="view">
      <option value="free">free</option><option value="ball">ball</option>
    </select></label>
  </div>
  <p>Space plays and pauses · ← → one second, with Shift one frame · ↑ ↓ speed · N P next and previous goal · C or 1-9 view · Home End · drag, wheel and right drag move the free view</p>
</footer>
<script id="scene" type="application/json">${JSON.stringify(sceneOf(recording, title)).replaceAll('<', '\\u003c')}</script>
<script id="recording" type="text/plain">${packed.toString('base64')}</script>
<script>${inScript(script)}</script>
</html>
`;
}

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** Code for inside a script element, where its end tag and the start of a comment would mean something. */
const inScript = (code: string) => code.replaceAll(/<(?=\/script|!--)/gi, '\\x3c');
