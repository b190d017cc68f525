import { expect, test } from 'vitest';
import { compile } from '../compile.ts';
import { namedStrategy } from '../compiled-game.ts';
import { coin } from '../fixtures/coin-game.ts';
import { PlainCfr, plainVariants } from '../fixtures/plain-cfr.ts';
import { twoMoveGame } from '../fixtures/two-move-game.ts';
import type { Game } from '../game.ts';
import { gameFromJson } from '../games/json-game.ts';
import { kuhn } from '../games/kuhn.ts';
import { cfrPlus } from './cfr-plus.ts';
import { cfr } from './cfr.ts';
import { dcfr } from './dcfr.ts';
import { linearCfr } from './linear-cfr.ts';
import { predictiveCfrPlus } from './predictive-cfr-plus.ts';

const solvers = { cfr, 'cfr+': cfrPlus, dcfr, lcfr: linearCfr, 'pcfr+': predictiveCfrPlus };
const games: readonly Game[] = [
  kuhn(),
  kuhn({ players: 3 }),
  gameFromJson(coin),
  ...[1, 2, 3].map((seed) =>
    twoMoveGame({ draws: 2, actions: [3, 2], knows: [true, false], hears: [false, true], seed }),
  ),
];

test.each(Object.keys(solvers) as (keyof typeof solvers)[])('%s is that of a plain recursion', (name) => {
  for (const game of games) {
    const plain = new PlainCfr(game, plainVariants[name]);
    for (let iteration = 0; iteration < 20; iteration++) plain.iterate();
    const compiled = compile(game);
    const solver = solvers[name](compiled);
    solver.iterate(20);
    const found = namedStrategy(compiled, solver.averageStrategy());
    const expected = plain.averageStrategy();
    expect(Object.keys(found).toSorted()).toEqual(Object.keys(expected).toSorted());
    for (const [infoset, actions] of Object.entries(expected)) {
      for (const [label, probability] of Object.entries(actions)) {
        expect(Math.abs(found[infoset]![label]! - probability)).toBeLessThan(1e-12);
      }
    }
  }
});
