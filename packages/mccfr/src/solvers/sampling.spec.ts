import { expect, test, vi } from 'vitest';
import type { CompiledGame } from '../compiled-game.ts';
import { compile } from '../compile.ts';
import { exploitability } from '../evaluation/best-response.ts';
import { meanExploitability } from '../fixtures/mean-exploitability.ts';
import { mixedRegrets, sparseRegrets, tablesWith } from '../fixtures/mixed-regrets.ts';
import { PlainValues } from '../fixtures/plain-values.ts';
import { largestDeviation, sampledMeans } from '../fixtures/sampled-means.ts';
import { TERMINAL, type Game } from '../game.ts';
import { kuhn } from '../games/kuhn.ts';
import { liarsDice } from '../games/liars-dice.ts';
import { externalSampling } from './external-sampling.ts';
import { outcomeSampling } from './outcome-sampling.ts';
import { regretMatching } from './regret-matching.ts';
import { discounted, linear } from './weighting.ts';

vi.setConfig({ testTimeout: 60_000 }); // computation, on a busy machine

const kuhn3 = compile(kuhn({ players: 3 }));
const samplers = {
  'es-mccfr': externalSampling,
  'os-mccfr': outcomeSampling,
};
/** Pruning at a threshold below all regrets goes the general way through every node. */
const general = { pruning: { below: -1e9, share: 1, after: -1 } };
const prunes = { pruning: { below: -0.7, share: 1, after: -1 } };

/** Zero for the actions that pruning skips, and for all that comes after them. */
function unpruned(game: CompiledGame, strategy: Float64Array, regrets: Float64Array, exact: Float64Array) {
  const skipped = new Set<number>();
  for (const [infoset, start] of game.infosetStart.entries()) {
    for (let at = start; at < game.infosetEnd[infoset]!; at++) {
      const skips = regrets[at]! < prunes.pruning.below && strategy[at] === 0;
      if (skips || skipped.has(game.infosetParent[infoset]!)) skipped.add(at);
    }
  }
  expect(skipped.size).toBeGreaterThan(0);
  return exact.map((each, at) => (skipped.has(at) ? 0 : each));
}

test.each([
  ['es-mccfr', 2, samplers['es-mccfr']],
  ['es-mccfr, any number of actions', 2, (game, options) => externalSampling(game, { ...options, ...general })],
  ['es-mccfr, pruned', 2, (game, options) => externalSampling(game, { ...options, ...prunes })],
  ['os-mccfr', 2, samplers['os-mccfr']],
  ['es-mccfr', 3, samplers['es-mccfr']],
  ['os-mccfr', 3, samplers['os-mccfr']],
] as [string, 2 | 3, typeof externalSampling][])(
  '%s on Kuhn poker of %i: the mean of sampled regrets is the exact regret at every infoset',
  (name, players, sampler) => {
    const plain = kuhn({ players });
    const game = compile(plain);
    for (const regrets of [mixedRegrets(game, 1), sparseRegrets(game, 1)]) {
      const strategy = new Float64Array(game.sequences);
      for (let player = 0; player < players; player++) regretMatching(strategy, game, player, regrets);
      const exact = new PlainValues(plain, game, strategy);
      for (let player = 0; player < players; player++) {
        const tables = tablesWith(game, regrets);
        const found = sampledMeans(sampler(game, { seed: 5, tables }), player, 20_000).regrets;
        const all = exact.regrets(player);
        const pruned = name.endsWith('pruned') && regrets.some((regret) => regret < 0);
        const expected = pruned ? unpruned(game, strategy, regrets, all) : all;
        expect(expected.some((each) => Math.abs(each) > 0.01)).toBe(true);
        expect(largestDeviation(found, expected)).toBeLessThan(4);
      }
    }
  },
);

test.each(Object.entries(samplers))(
  '%s: the moving average of utilities is about the value of Kuhn poker',
  (_, sampler) => {
    const solver = sampler(compile(kuhn()), { seed: 1 });
    expect(solver.recentUtilities()).toEqual([0, 0]);
    solver.iterate(50_000);
    const utilities = solver.recentUtilities();
    // A deviation of 2 in a play, over 20,000 independent ones (two windows, for weights that fade): four errors are 0.06.
    expect(Math.abs(utilities[0]! + 1 / 18)).toBeLessThan(0.06);
    expect(Math.abs(utilities[1]! - 1 / 18)).toBeLessThan(0.06);
    expect(utilities[0]).not.toBe(-utilities[1]!); // sampled in traversals of its own
  },
);

/** One player goes on or ends, so many times, and wins as often as it has gone on. */
const staying = (times: number): Game<readonly number[]> => ({
  name: 'staying',
  players: 1,
  zeroSum: false,
  initial: () => [],
  turn: (state) => (state.length < times && state.at(-1) !== 1 ? 0 : TERMINAL),
  actions: () => ['go on', 'end'],
  chances: () => [],
  play: (state, action) => [...state, action],
  infoset: (state) => `after ${state.length}`,
  utilities: (state) => [state.filter((action) => action === 0).length],
});

/** What the averages should gather: the probability of chance and of the player itself, over an infoset. */
function expectedSums(players: 2 | 3, withThird: boolean) {
  const plain = kuhn({ players });
  const game = compile(plain);
  const regrets = mixedRegrets(game, 2);
  const strategy = new Float64Array(game.sequences);
  for (let player = 0; player < players; player++) regretMatching(strategy, game, player, regrets);
  const exact = new PlainValues(plain, game, strategy);
  const sums = new Float64Array(game.sequences);
  for (const { state, chance, reach } of exact.decisions()) {
    if (plain.turn(state) !== 1) continue;
    const third = withThird ? (reach[2] ?? 1) : 1;
    for (const [action, probability] of exact.probabilities(state).entries()) {
      sums[exact.startOf(state) + action]! += chance * reach[1]! * third * probability;
    }
  }
  return { game, regrets, sums };
}

test.each([
  ['es-mccfr', 2, false],
  ['os-mccfr', 2, false],
  ['os-mccfr', 3, false],
  // The documented bias: with three players the third one's strategy weighs in.
  ['es-mccfr', 3, true],
] as const)('%s, %i players: averages gather the right weights', (name, players, withThird) => {
  const { game, regrets, sums } = expectedSums(players, withThird);
  const tables = tablesWith(game, regrets);
  const found = sampledMeans(samplers[name](game, { seed: 6, tables }), 0, 20_000).strategySums;
  expect(largestDeviation(found, sums)).toBeLessThan(4);
});

// OpenSpiel 2.0.2, external sampling with simple averaging, means over seeds.
test('external sampling on Kuhn poker falls as in OpenSpiel, within a factor of 2', () => {
  const game = compile(kuhn());
  const means = meanExploitability(game, [1e4, 1e5], 5);
  expect(means[0]).toBeLessThan(2 * 0.0117);
  expect(means[1]).toBeLessThan(2 * 0.0028);
});

test.each([
  ['es-mccfr, linear', (seed: number) => externalSampling(kuhn3, { seed, weighting: linear(), discountEvery: 100 })],
  [
    'es-mccfr, discounted',
    (seed: number) => externalSampling(kuhn3, { seed, weighting: discounted(), discountEvery: 100 }),
  ],
  ['es-mccfr, full averaging', (seed: number) => externalSampling(kuhn3, { seed, averaging: 'full' })],
  [
    'es-mccfr, pruning',
    (seed: number) => externalSampling(kuhn3, { seed, pruning: { below: -50, share: 0.9, after: 100 } }),
  ],
  ['os-mccfr', (seed: number) => outcomeSampling(kuhn3, { seed })],
  ['os-mccfr, linear', (seed: number) => outcomeSampling(kuhn3, { seed, weighting: linear(), discountEvery: 100 })],
  ['os-mccfr, full averaging', (seed: number) => outcomeSampling(kuhn3, { seed, averaging: 'full' })],
])('%s: exploitability falls, and a seed gives the same bits', (_, make) => {
  const solver = make(1);
  const found = [100, 1000, 10_000].map((iterations) => {
    solver.iterate(iterations - solver.iterations);
    return exploitability(kuhn3, solver.averageStrategy());
  });
  expect(found[1]).toBeLessThan(found[0]!);
  expect(found[2]).toBeLessThan(found[1]!);
  expect(found[2]).toBeLessThan(0.06);
  const [again, other] = [make(1), make(2)];
  again.iterate(10_000);
  other.iterate(10_000);
  expect(again.tables).toEqual(solver.tables);
  expect(other.tables).not.toEqual(solver.tables);
});

test.each(Object.entries(samplers))('%s: a single player learns, too', (_, sampler) => {
  const game = compile(staying(3));
  const solver = sampler(game, { seed: 1 });
  solver.iterate(3000);
  expect(exploitability(game, solver.averageStrategy())).toBeLessThan(0.01);
});

test.each(Object.entries(samplers))('%s: plays of 1500 decisions are followed, longer ones refused', (_, sampler) => {
  const game = compile(staying(1500));
  const tables = tablesWith(game, new Float64Array(game.sequences));
  for (const start of game.infosetStart) tables.regrets[start] = 1; // always goes on
  const options = { tables, exploration: 1e-9 };
  sampler(game, options).iterate(1);
  expect(tables.regrets[game.infosetStart[1499]! + 1]).toBeLessThan(0);
  expect(() => sampler(compile(staying(1501)))).toThrow(
    'the game staying has plays of 1501 decisions; sampling follows 1500',
  );
});

test.each(Object.entries(samplers))(
  '%s: regrets so small that their reciprocal is infinite are matched',
  (_, sampler) => {
    const tables = tablesWith(kuhn3, new Float64Array(kuhn3.sequences).fill(2 ** -1070));
    const solver = sampler(kuhn3, { tables });
    for (let player = 0; player < 3; player++) solver.traverse(player);
    expect(tables.regrets.some((regret) => Math.abs(regret) > 0.1)).toBe(true);
    for (const table of [tables.regrets, tables.strategySums]) expect(table.every(Number.isFinite)).toBe(true);
  },
);

test('pruning skips actions below its threshold, and never all of an infoset', () => {
  const game = compile(liarsDice({ faces: 3 }));
  const tables = tablesWith(game, new Float64Array(game.sequences).fill(-1));
  const { regrets } = tables;
  const start = game.infosetStart[0]!;
  regrets[start] = -100;
  regrets[start + 1] = 5;
  const solver = externalSampling(game, {
    tables,
    pruning: { below: -50, share: 1, after: -1 },
  });
  for (let count = 0; count < 100; count++) solver.traverse(0);
  expect(regrets[start]).toBe(-100);
  expect(regrets[start + 1]).not.toBe(5);
  expect(regrets[start + 2]).not.toBe(-1);
  regrets.fill(-100);
  for (let count = 0; count < 100; count++) solver.traverse(0);
  expect(regrets[start]).not.toBe(-100);
});

const pruning = (numbers: object) => () =>
  externalSampling(kuhn3, { pruning: { below: -1, share: 1, after: 0, ...numbers } });

test('options out of range are refused', () => {
  expect(() => outcomeSampling(kuhn3, { exploration: 0 })).toThrow('exploration must be above 0 and at most 1; got 0');
  expect(() => externalSampling(kuhn3, { discountEvery: 0 })).toThrow(
    'discountEvery must be a whole number from 1; got 0',
  );
  expect(pruning({ below: 1 })).toThrow('pruning.below must be below 0; got 1');
  expect(pruning({ share: 7 })).toThrow('pruning.share must be from 0 to 1; got 7');
  expect(pruning({ share: NaN })).toThrow('got NaN');
  expect(pruning({ after: NaN })).toThrow('pruning.after must be a number of iterations; got NaN');
  expect(() => discounted(NaN)).toThrow('alpha and beta must be numbers; got NaN, 0');
  expect(() => discounted(1, 1, -1)).toThrow('gamma must be finite and not below 0; got -1');
});
