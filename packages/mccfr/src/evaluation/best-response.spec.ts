import { expect, test, vi } from 'vitest';
import { compile } from '../compile.ts';
import { policyOf, uniformStrategy, type CompiledGame, type Strategy } from '../compiled-game.ts';
import { PlainValues } from '../fixtures/plain-values.ts';
import { randomStrategy } from '../fixtures/random-strategy.ts';
import type { Game } from '../game.ts';
import { kuhn } from '../games/kuhn.ts';
import { leducMerged } from '../games/leduc.ts';
import { cfr } from '../solvers/cfr.ts';
import { bestResponse, expectedValues, exploitability, nashConv } from './best-response.ts';
import { localBestResponse } from './local-best-response.ts';

vi.setConfig({ testTimeout: 60_000 }); // computation, on a busy machine

const plainGames: readonly Game[] = [kuhn(), kuhn({ players: 3 }), leducMerged()];
const even = () => [0.5, 0.5];

/** Every pure strategy of a player, with the others as they are. */
function* pureStrategies(game: CompiledGame, strategy: Strategy, player: number): Generator<Strategy> {
  const infosets = game.firstInfoset[player + 1]! - game.firstInfoset[player]!;
  for (let choice = 0; choice < 2 ** infosets; choice++) {
    const pure = Float64Array.from(strategy);
    for (let index = 0; index < infosets; index++) {
      const start = game.infosetStart[game.firstInfoset[player]! + index]!;
      pure[start] = (choice >> index) & 1;
      pure[start + 1] = 1 - pure[start]!;
    }
    yield pure;
  }
}

test.each([1, 2, 3])('expected values and regrets are those of the definitions, strategy %i', (seed) => {
  for (const plain of plainGames) {
    const game = compile(plain);
    const strategy = randomStrategy(game, seed);
    const exact = new PlainValues(plain, game, strategy);
    for (const [player, value] of expectedValues(game, strategy).entries()) {
      expect(value).toBeCloseTo(exact.value(plain.initial(), player), 12);
    }
  }
});

test('the regrets of an iteration are those of the definition', () => {
  for (const plain of plainGames) {
    const game = compile(plain);
    const solver = cfr(game);
    solver.iterate(1);
    // The first player has been updated against the uniform strategy of all.
    const expected = new PlainValues(plain, game, uniformStrategy(game)).regrets(0);
    for (let at = game.firstSequence[0]! + 1; at < game.firstSequence[1]!; at++) {
      expect(solver.tables.regrets[at]).toBeCloseTo(expected[at]!, 12);
    }
  }
});

test.each([1, 2, 3])('the best response is the best of all pure strategies, strategy %i', (seed) => {
  const game = compile(kuhn());
  const strategy = randomStrategy(game, seed);
  let sum = 0;
  for (const player of [0, 1]) {
    const values = [...pureStrategies(game, strategy, player)].map((pure) => expectedValues(game, pure)[player]!);
    const { value, strategy: response } = bestResponse(game, strategy, player);
    expect(value).toBeCloseTo(Math.max(...values), 12);
    expect(expectedValues(game, response)[player]).toBeCloseTo(value, 12);
    sum += value;
  }
  expect(nashConv(game, strategy)).toBeCloseTo(sum, 12);
  expect(exploitability(game, strategy)).toBeCloseTo(sum / 2, 12);
});

test('the local best response lies between the value of the strategy and the best response', () => {
  const game = compile(kuhn());
  const strategy = uniformStrategy(game);
  const policy = policyOf(game, strategy);
  for (const player of [0, 1]) {
    const options = { player, plays: 800, rollouts: 20, seed: 1 };
    const { mean, standardError } = localBestResponse(kuhn(), policy, options);
    expect(mean).toBeGreaterThan(expectedValues(game, strategy)[player]! + 4 * standardError);
    expect(mean).toBeLessThan(bestResponse(game, strategy, player).value + 4 * standardError);
    expect(localBestResponse(kuhn(), policy, options)).toEqual({ mean, standardError });
  }
});

test('against an equilibrium a local best response gains nothing', () => {
  const game = compile(kuhn());
  const solver = cfr(game);
  solver.iterate(3000);
  const policy = policyOf(game, solver.averageStrategy());
  const { mean, standardError } = localBestResponse(kuhn(), policy, { player: 0, plays: 600, rollouts: 20 });
  expect(mean).toBeLessThan(-1 / 18 + 4 * standardError + 0.01);
});

test('options of the local best response out of range are refused', () => {
  expect(() => localBestResponse(kuhn(), even, { player: 2 })).toThrow('player must be from 0 and below 2; got 2');
  expect(() => localBestResponse(kuhn(), even, { player: 0, plays: 1 })).toThrow('plays must be a whole number from 2');
});
