import { Random } from '@longplay/runtime';
import { expect, test } from 'vitest';
import { compile } from './compile.ts';
import { fingerprint, namedStrategy, NODE_FIELDS, policyOf, uniformStrategy } from './compiled-game.ts';
import { expectedValues } from './evaluation/best-response.ts';
import { stopOrGo } from './fixtures/stop-or-go.ts';
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

test('a game may be far deeper than the stack of the machine', () => {
  const game = compile(stopOrGo(20_000));
  expect(game.nodes.length / NODE_FIELDS).toBe(2 * 20_000 + 1);
  expect(game.infosetNames).toHaveLength(20_000);
});

/** Chance takes one of two ways to the same place, again and again; at the end the number of times is won. */
const doubleSteps = (steps: number): Game<number> => ({
  name: 'double-steps',
  players: 1,
  zeroSum: false,
  initial: () => 0,
  turn: (state) => (state < steps ? CHANCE : TERMINAL),
  actions: () => ['left', 'right'],
  chances: () => [0.25, 0.75],
  play: (state) => state + 1,
  infoset: () => '',
  utilities: (state) => [state],
});

test('chance after chance does not multiply where it comes together again', () => {
  const game = compile(doubleSteps(1000));
  expect(game.nodes.length / NODE_FIELDS).toBe(2);
  expect(Array.from(game.chanceProbability)).toEqual([1]);
  expect(expectedValues(game, uniformStrategy(game))).toEqual([1000]);
});

test('chance that goes on and on is refused before the memory is full', () => {
  const steps = doubleSteps(60);
  const apart: Game<string> = {
    name: 'apart',
    players: 1,
    zeroSum: false,
    initial: () => '',
    turn: (state) => steps.turn(state.length),
    actions: () => ['l', 'r'],
    chances: () => [0.5, 0.5],
    play: (state, action) => state + 'lr'[action],
    infoset: () => '',
    utilities: (state) => [state.length],
  };
  expect(() => compile(apart, { maxNodes: 10_000 })).toThrow('the game apart has more than 10000 nodes');
  expect(() => compile({ ...doubleSteps(1), turn: () => CHANCE }, { maxNodes: 10_000 })).toThrow(
    'more than 10000 nodes',
  );
});

const fingerprintOf = (top: string, value: number) =>
  fingerprint(compile(matrixGame([[value], [2]], { rows: [top, 'down'] })));

test('a game is told from another by its tree, its utilities, and its names', () => {
  expect(fingerprintOf('up', 1)).toBe(fingerprintOf('up', 1));
  expect(fingerprintOf('up', 1)).not.toBe(fingerprintOf('up', 3));
  expect(fingerprintOf('up', 1)).not.toBe(fingerprintOf('high', 1));
});

test('games that break their rules are refused, and named', () => {
  const pennies = matrixGame([[1, -1], [-1, 1]], { name: 'pennies' }); // prettier-ignore
  expect(() => compile(lottery([0.5, 0.4]))).toThrow('game lottery: chance has the probabilities 0.5, 0.4');
  expect(() => compile(lottery([1.5, -0.5]))).toThrow('chance has the probabilities 1.5, -0.5');
  expect(() => compile({ ...pennies, turn: () => 2 })).toThrow('it is the turn of player 2, of 2 from 0');
  expect(() => compile({ ...pennies, infoset: () => 'x' })).toThrow('"x" belongs to players 0 and 1');
  expect(() => compile({ ...pennies, utilities: () => [1] })).toThrow('1 utilities for 2 players');
  expect(() => compile({ ...pennies, utilities: () => [NaN, 0] })).toThrow('the utilities NaN, 0 are not all finite');
  expect(() => compile({ ...pennies, actions: (state) => ['a', 'b', 'c'].slice(0, 2 + (state[0] ?? 0)) })).toThrow(
    'the infoset "column" has the actions a, b, and a, b, c',
  );
  // The second player is offered the same actions in another order after one of the first's.
  expect(() => compile({ ...pennies, actions: (state) => (state[0] === 1 ? ['b', 'a'] : ['a', 'b']) })).toThrow(
    'the infoset "column" has the actions a, b, and b, a',
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
