/** How the page looks: one picture that fills the window, everything else in front of it. */
export const pageStyle = `
:root { color-scheme: dark; --blue: #5c9dff; --orange: #ff9646; }
* { box-sizing: border-box; }
html, body { margin: 0; height: 100%; overflow: hidden; }
body {
  font: 500 0.9rem/1.4 system-ui, sans-serif; font-variant-numeric: tabular-nums; color: #e8eefb;
  background: #101826;
}
canvas { position: fixed; inset: 0; width: 100%; height: 100%; touch-action: none; }
.glass { background: rgb(10 16 28 / 0.66); border: 1px solid rgb(160 190 255 / 0.14); border-radius: 0.7rem; }
header {
  position: fixed; top: 0.9rem; left: 0; right: 0; display: flex; flex-direction: column; align-items: center;
  gap: 0.3rem; pointer-events: none;
}
h1 { margin: 0; font-size: 0.85rem; font-weight: 500; opacity: 0.75; }
#score { display: flex; align-items: stretch; overflow: hidden; text-align: center; font-size: 1.6rem; font-weight: 700; }
#score span { padding: 0.1rem 1.1rem; min-width: 3.6rem; }
#blue { background: rgb(47 125 255 / 0.5); }
#orange { background: rgb(255 122 26 / 0.5); }
#clock { min-width: 6rem; }
#match { font-size: 0.8rem; opacity: 0.75; min-height: 1.1rem; }
#banner {
  position: fixed; top: 24%; left: 0; right: 0; text-align: center; pointer-events: none;
  font-size: clamp(1.6rem, 5vw, 3.4rem); font-weight: 800; text-shadow: 0 2px 18px rgb(0 0 0 / 0.7);
}
.boost { position: fixed; top: 0.9rem; display: grid; gap: 0.35rem; pointer-events: none; }
#blue-boost { left: 0.9rem; }
#orange-boost { right: 0.9rem; }
.meter { display: grid; grid-template-columns: auto 7rem 2rem; gap: 0.6rem; align-items: center; padding: 0.25rem 0.7rem; }
.meter { background: rgb(10 16 28 / 0.66); border-left: 3px solid var(--team); border-radius: 0.4rem; }
.meter i { height: 0.5rem; border-radius: 0.25rem; background: rgb(255 255 255 / 0.14); overflow: hidden; }
.meter b { display: block; height: 100%; background: var(--team); transform-origin: left; }
.meter span:last-child { text-align: right; }
footer { position: fixed; left: 0.9rem; right: 0.9rem; bottom: 0.9rem; padding: 0.6rem 0.9rem; }
#controls { display: flex; flex-wrap: wrap; gap: 0.5rem 0.9rem; align-items: center; }
#line { position: relative; flex: 1 1 16rem; height: 1.6rem; }
#time {
  appearance: none; position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; background: none; cursor: pointer;
}
#time::-webkit-slider-runnable-track {
  height: 0.4rem; border-radius: 0.2rem;
  background: linear-gradient(90deg, #cfe0ff var(--done, 0%), rgb(255 255 255 / 0.18) var(--done, 0%));
}
#time::-moz-range-track {
  height: 0.4rem; border-radius: 0.2rem;
  background: linear-gradient(90deg, #cfe0ff var(--done, 0%), rgb(255 255 255 / 0.18) var(--done, 0%));
}
#time::-webkit-slider-thumb {
  appearance: none; width: 1rem; height: 1rem; margin-top: -0.3rem; border-radius: 50%; background: #fff;
}
#time::-moz-range-thumb { width: 1rem; height: 1rem; border: 0; border-radius: 50%; background: #fff; }
#marks { position: absolute; inset: 0 0.5rem; pointer-events: none; }
#marks .goal {
  position: absolute; top: 0; width: 0.6rem; height: 0.6rem; margin-left: -0.3rem; border-radius: 50%;
  background: var(--team); box-shadow: 0 0 0 2px rgb(7 11 18 / 0.8);
}
#marks .match { position: absolute; top: 0.3rem; bottom: 0.3rem; width: 1px; background: rgb(255 255 255 / 0.4); }
button, select {
  font: inherit; color: inherit; padding: 0.25rem 0.7rem; border-radius: 0.4rem; cursor: pointer;
  background: rgb(160 190 255 / 0.14); border: 1px solid rgb(160 190 255 / 0.2);
}
select option { background: #182338; }
#play { min-width: 4.6rem; }
footer p { margin: 0.4rem 0 0; font-size: 0.75rem; opacity: 0.65; }
@media (max-width: 44rem) {
  .boost { top: 7.2rem; }
  .meter { grid-template-columns: auto 3.5rem 1.8rem; }
  footer p { display: none; }
}
`;
