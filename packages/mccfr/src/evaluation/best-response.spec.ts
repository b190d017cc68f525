import { Random } from '@longplay/runtime';
import { expect, test } from 'vitest';
import { compile } from '../compile.ts';
import { policyOf, uniformStrategy, type CompiledGame, type Strategy } from '../compiled-game.ts';
import { PlainValues } from '../fixtures/plain-values.ts';
import { kuhn } from '../games/kuhn.ts';
import { leducMerged } from '../games/leduc.ts';
import { cfr } from '../solvers/cfr.ts';
import { bestResponse, expectedValues, exploitability, nashConv } from './best-response.ts';
import { localBestResponse } from './local-best-response.ts';

function randomStrategy(game: CompiledGame, seed: number): Strategy {
  const random = Random.from(seed);
  const strategy = uniformStrategy(game);
  for (const [infoset, start] of game.infosetStart.entries()) {
    const actions = strategy.subarray(start, game.infosetEnd[infoset]).map(() => random.float());
    const total = actions.reduce((sum, each) => sum + each, 0);
    strategy.set(
      actions.map((each) => each / total),
      start,
    );
  }
  return strategy;
}

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
  for (const plain of [kuhn(), kuhn({ players: 3 }), leducMerged()]) {
    const game = compile<never>(plain);
    const strategy = randomStrategy(game, seed);
    const exact = new PlainValues<never>(plain, game, strategy);
    for (const [player, value] of expectedValues(game, strategy).entries()) {
      expect(value).toBeCloseTo(exact.value(plain.initial() as never, player), 12);
    }
  }
});

test('the regrets of an iteration are those of the definition', () => {
  for (const plain of [kuhn(), kuhn({ players: 3 }), leducMerged()]) {
    const game = compile<never>(plain);
    const solver = cfr(game);
    solver.iterate(1);
    // The first player has been updated against the uniform strategy of all.
    const expected = new PlainValues<never>(plain, game, uniformStrategy(game)).regrets(0);
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
  for (const [plain, plays] of [
    [kuhn(), 3000],
    [leducMerged(), 600],
  ] as const) {
    // prettier-ignore
    const game = compile<never>(plain);
    const strategy = uniformStrategy(game);
    const policy = policyOf(game, strategy);
    for (const player of [0, 1]) {
      const options = { player, plays, rollouts: 40, seed: 1 };
      const { mean, standardError } = localBestResponse<never>(plain, policy, options);
      expect(mean + 4 * standardError).toBeGreaterThan(expectedValues(game, strategy)[player]! + 8 * standardError);
      expect(mean - 4 * standardError).toBeLessThan(bestResponse(game, strategy, player).value);
      expect(localBestResponse<never>(plain, policy, options)).toEqual({ mean, standardError });
    }
  }
});

test('against an equilibrium a local best response gains nothing', () => {
  const game = compile(kuhn());
  const solver = cfr(game);
  solver.iterate(5000);
  const policy = policyOf(game, solver.averageStrategy());
  const { mean, standardError } = localBestResponse(kuhn(), policy, { player: 0, plays: 3000 });
  expect(mean).toBeLessThan(-1 / 18 + 4 * standardError + 0.01);
});

test('options of the local best response out of range are refused', () => {
  const policy = () => [0.5, 0.5];
  expect(() => localBestResponse(kuhn(), policy, { player: 2 })).toThrow('player must be from 0 and below 2; got 2');
  expect(() => localBestResponse(kuhn(), policy, { player: 0, plays: 1 })).toThrow(
    'plays must be a whole number from 2',
  );
});
