/** How the page looks: light and dark colours of the charts, one column, and on paper. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --page: #fbfbfa; --surface: #ffffff; --ink: #1c2024; --quiet: #5f666d; --rule: #dfe2e5;
  --line: #1f5fbf; --band-inner: #8fb5ea; --band-outer: #cfe0f7;
  --shade-0: #f1f6fd; --shade-1: #dde9f9; --shade-2: #c6daf4; --shade-3: #abc8ee; --shade-4: #8db3e5;
  --shade-5: #6d9bd9; --shade-6: #4f82ca; --shade-7: #3669b5; --shade-8: #234f95; --shade-9: #15366b;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #14171a; --surface: #1b1f23; --ink: #e7eaed; --quiet: #a3abb3; --rule: #343a41;
    --line: #8fbcff; --band-inner: #3f6ca8; --band-outer: #27405f;
    --shade-0: #202a36; --shade-1: #243547; --shade-2: #29425c; --shade-3: #2f5174; --shade-4: #37628f;
    --shade-5: #4376ad; --shade-6: #568dcb; --shade-7: #74a6e2; --shade-8: #9cc3f3; --shade-9: #cfe3ff;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; font: 1rem/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums;
  background: var(--page); color: var(--ink);
}
main { max-width: 62rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { margin: 0; font-size: 1.6rem; }
h1 + p { margin: 0.25rem 0 1.25rem; color: var(--quiet); }
h2 { margin: 0 0 0.75rem; font-size: 1.1rem; }
section { margin-top: 1.25rem; padding: 1.1rem 1.25rem; background: var(--surface); border: 1px solid var(--rule); border-radius: 0.6rem; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(10.5rem, 1fr)); gap: 0.75rem; margin: 0; }
.tiles div { padding: 0.8rem 1rem; background: var(--surface); border: 1px solid var(--rule); border-radius: 0.6rem; }
.tiles dt { font-size: 0.85rem; color: var(--quiet); }
.tiles dd { margin: 0; font-size: 1.5rem; font-weight: 600; }
.tiles dd.note { font-size: 0.8rem; font-weight: 400; line-height: 1.35; color: var(--quiet); }
fieldset { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin: 1.25rem 0 0; padding: 0; border: 0; }
legend { float: left; padding: 0; margin-right: 1.25rem; font-weight: 600; }
.nominal { display: none; }
:root:has(#show-nominal:checked) .nominal { display: block; }
:root:has(#show-nominal:checked) .real { display: none; }
figure { margin: 0; overflow-x: auto; }
figure svg { display: block; width: 100%; min-width: 36rem; height: auto; }
.mark-rect { shape-rendering: crispEdges; }
figcaption { margin-top: 0.5rem; font-size: 0.85rem; color: var(--quiet); }
.wide { overflow-x: auto; }
table { width: 100%; margin-top: 0.75rem; border-collapse: collapse; font-size: 0.85rem; }
th, td { padding: 0.3rem 0.6rem; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--rule); }
thead th { white-space: normal; vertical-align: bottom; font-weight: 500; color: var(--quiet); }
tbody th { font-weight: 500; }
th:first-child { padding-left: 0; text-align: left; }
tr:last-child > * { border-bottom: 0; }
section dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.2rem 1rem; margin: 0; font-size: 0.9rem; }
section dl dl { font-size: inherit; }
section dt { color: var(--quiet); }
section dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
@media (max-width: 40rem) {
  section dl { grid-template-columns: 1fr; }
  section dd { padding-left: 1rem; }
}
@media print {
  :root { color-scheme: light; --page: #fff; --surface: #fff; }
  body { font-size: 0.8rem; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  main { max-width: none; padding: 0; }
  fieldset { display: none; }
  section { padding: 0; border: 0; }
  figure svg { min-width: 0; }
  th, td { padding: 0.2rem 0.4rem; font-size: 0.7rem; white-space: normal; }
  figure, tr, .tiles div, h2 { break-inside: avoid; }
  h2 { break-after: avoid; }
}
`;
