import { Random } from '@longplay/runtime';
import { expect, test } from 'vitest';
import { compile } from './compile.ts';
import { namedStrategy, NODE_FIELDS, policyOf, uniformStrategy } from './compiled-game.ts';
import { expectedValues } from './evaluation/best-response.ts';
import { CHANCE, TERMINAL, type Game } from './game.ts';
import { kuhn } from './games/kuhn.ts';
import { leduc } from './games/leduc.ts';
import { matrixGame } from './games/matrix-game.ts';
import { drawOutcome } from './solvers/sampling.ts';

test('infosets are numbered by player, each after those that its player has passed', () => {
  const game = compile(leduc());
  for (let player = 0; player < 2; player++) {
    for (let infoset = game.firstInfoset[player]!; infoset < game.firstInfoset[player + 1]!; infoset++) {
      expect(game.infosetNames[infoset]!.startsWith(`${player}:`)).toBe(true);
      expect(game.infosetParent[infoset]!).toBeLessThan(game.infosetStart[infoset]!);
      expect(game.infosetParent[infoset]!).toBeGreaterThanOrEqual(game.firstSequence[player]!);
      expect(game.infosetEnd[infoset]! - game.infosetStart[infoset]!).toBe(game.actionNames[infoset]!.length);
    }
  }
  expect(game.firstSequence[2]).toBe(game.sequences);
});

test('the compiled game is plain data: a structured clone is the same game', () => {
  const game = compile(kuhn());
  expect(structuredClone(game)).toEqual(game);
});

test('strategies have names for people', () => {
  const game = compile(matrixGame([[1, 2, 3]], { rows: ['up'], columns: ['left', 'middle', 'right'] }));
  const strategy = uniformStrategy(game);
  expect(namedStrategy(game, strategy)).toEqual({
    row: { up: 1 },
    column: { left: 1 / 3, middle: 1 / 3, right: 1 / 3 },
  });
  const policy = policyOf(game, strategy);
  expect(Array.from(policy('column'))).toEqual([1 / 3, 1 / 3, 1 / 3]);
  expect(() => policy('diagonal')).toThrow('the game matrix-game has no infoset "diagonal"');
});

/** One draw of chance with these probabilities, worth its number. */
const lottery = (chances: readonly number[]): Game<number> => ({
  name: 'lottery',
  players: 1,
  zeroSum: false,
  initial: () => -1,
  turn: (state) => (state < 0 ? CHANCE : TERMINAL),
  actions: () => chances.map(String),
  chances: () => chances,
  play: (_, action) => action,
  infoset: () => '',
  utilities: (state) => [state],
});

test('outcomes are drawn with their probabilities', () => {
  const chances = [0.05, 0.3, 0.15, 0.4, 0.1];
  const game = compile(lottery(chances));
  expect(expectedValues(game, uniformStrategy(game))[0]).toBeCloseTo(0.3 + 0.3 + 1.2 + 0.4, 12);
  const random = Random.from(1);
  const draws = 200_000;
  const counts = chances.map(() => 0);
  for (let draw = 0; draw < draws; draw++) counts[game.nodes[drawOutcome(game, 0, random) * NODE_FIELDS + 3]!]!++;
  for (const [outcome, chance] of chances.entries()) {
    const standardError = Math.sqrt((chance * (1 - chance)) / draws);
    expect(Math.abs(counts[outcome]! / draws - chance)).toBeLessThan(4 * standardError);
  }
});

test('games that break their rules are refused, and named', () => {
  const pennies = matrixGame([[1, -1], [-1, 1]], { name: 'pennies' }); // prettier-ignore
  expect(() => compile(lottery([0.5, 0.4]))).toThrow('game lottery: chance has the probabilities 0.5, 0.4');
  expect(() => compile(lottery([1.5, -0.5]))).toThrow('chance has the probabilities 1.5, -0.5');
  expect(() => compile({ ...pennies, turn: () => 2 })).toThrow('it is the turn of player 2, of 2 from 0');
  expect(() => compile({ ...pennies, infoset: () => 'x' })).toThrow('"x" belongs to players 0 and 1');
  expect(() => compile({ ...pennies, utilities: () => [1] })).toThrow('1 utilities for 2 players');
  expect(() => compile({ ...pennies, actions: (state) => ['a', 'b', 'c'].slice(0, 2 + (state[0] ?? 0)) })).toThrow(
    'the infoset "column" has 2 and 3 actions',
  );
  expect(() => compile({ ...pennies, actions: () => [] })).toThrow('the infoset "row" has no actions');
  // The first player moves twice, and has forgotten its first move.
  expect(() => compile({ ...pennies, turn: (state) => (state.length < 2 ? 0 : TERMINAL) })).toThrow(
    'at the infoset "column" player 0 does not remember what it has done before',
  );
  expect(() => compile({ ...pennies, turn: () => 0, infoset: (state) => state.join() }, { maxNodes: 100 })).toThrow(
    'the game pennies has more than 100 nodes',
  );
});
