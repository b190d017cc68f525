import {
  compile,
  makeGame,
  externalSampling,
  cfrPlus,
  exploitability,
  liarsDice,
  emptyTables,
  outcomeSampling,
  pushFold,
} from './index.ts';
for (const [name, g] of [
  ['kuhn', makeGame('kuhn')],
  ['leduc', makeGame('leduc')],
  ['leduc-merged', makeGame('leduc-merged')],
  ['liars-5', liarsDice({ faces: 5 })],
  ['liars-dice', makeGame('liars-dice')],
  ['push-fold', pushFold()],
] as const) {
  let t = performance.now();
  const game = compile(g);
  const tc = performance.now() - t;
  const s = externalSampling(game, { seed: 1, tables: emptyTables(game, { shared: true }) });
  s.iterate(1000);
  t = performance.now();
  let n = 0;
  while (performance.now() - t < 1000) {
    s.iterate(1000);
    n += 1000;
  }
  const es = (n / (performance.now() - t)) * 1e3;
  const c = cfrPlus(game);
  c.iterate(2);
  t = performance.now();
  n = 0;
  while (performance.now() - t < 1000) {
    c.iterate(1);
    n += 1;
  }
  const cf = (n / (performance.now() - t)) * 1e3;
  t = performance.now();
  const e = exploitability(game, s.averageStrategy());
  const te = performance.now() - t;
  console.log(
    name,
    'compile ms',
    tc.toFixed(0),
    'infosets',
    game.infosetNames.length,
    'seq',
    game.sequences,
    'nodes',
    game.nodes.length / 4,
    'es/s',
    es.toFixed(0),
    'cfr+/s',
    cf.toFixed(1),
    'expl ms',
    te.toFixed(2),
    e,
  );
}
