import { ConfigurationError } from '@longplay/runtime';
import { expect, test } from 'vitest';
import { checkGame } from './check-game.ts';
import { CHANCE, TERMINAL, type Game } from './game.ts';
import { kuhn } from './games/kuhn.ts';
import { matrixGame } from './games/matrix-game.ts';

const pennies = matrixGame([[1, -1], [-1, 1]], { name: 'pennies' }); // prettier-ignore
type State = readonly number[];

test('a game that keeps the rules passes, and all of a small one is seen', () => {
  expect(checkGame(pennies)).toEqual({ states: 3000, infosets: 2 });
  expect(checkGame(kuhn({ players: 3 })).infosets).toBe(48);
});

const checkWorth = (won: number[]) => checkGame({ ...pennies, utilities: () => won });

test('large utilities sum to zero up to their rounding', () => {
  expect(checkWorth([1e9 + 0.1, -1e9 - 0.1 + 1e-7]).infosets).toBe(2);
  expect(() => checkWorth([1e9, -1e9 + 2])).toThrow('do not sum to zero');
});

test.each<[string, Partial<Game<State>>, string]>([
  ['no players', { players: 0 }, 'it has 0 players'],
  ['a turn out of range', { turn: () => 5 }, 'it is the turn of player 5, of 2 from 0 (after nothing)'],
  ['no actions', { actions: () => [] }, 'there are no actions'],
  ['two labels alike', { actions: () => ['a', 'a'] }, 'two of the actions a, a have one label'],
  ['chance without chances', { turn: () => CHANCE }, 'there are 0 chances for 2 outcomes'],
  [
    'chance that sums to more',
    { turn: () => CHANCE, chances: () => [0.6, 0.5] },
    'the chances 0.6, 0.5 are not above zero, or sum to 1.1',
  ],
  ['too few utilities', { utilities: () => [0] }, 'there are 1 utilities for 2 players'],
  ['utilities that are no numbers', { utilities: () => [NaN, 0] }, 'the utilities NaN, 0 are not all finite'],
  ['a sum that is not zero', { utilities: () => [2, -1] }, 'the utilities 2, -1 do not sum to zero'],
  ['an infoset of two players', { infoset: () => 'x' }, 'the infoset "x" belongs to players 0 and 1'],
  [
    'an infoset with different actions',
    { actions: (state) => (state[0] === 1 ? ['0', '1', '2'] : ['0', '1']), utilities: () => [0, 0] },
    'the infoset "column" has the actions',
  ],
  [
    'a player that forgets',
    { turn: (state) => (state.length < 2 ? 0 : TERMINAL) },
    'at the infoset "column" player 0 does not remember whether it has done',
  ],
  ['no end', { turn: () => 0, infoset: (state) => state.join() }, 'a play has not ended after 50 moves'],
  [
    'a state that changes',
    {
      play: (state, action) => {
        (state as number[]).push(action);
        return state;
      },
    },
    'play changes the state that it is given',
  ],
])('%s is found', (_, change, problem) => {
  const check = () => checkGame({ ...pennies, ...change }, { maxMoves: 50 });
  expect(check).toThrow(ConfigurationError);
  expect(check).toThrow(`game pennies: `);
  expect(check).toThrow(problem);
});
