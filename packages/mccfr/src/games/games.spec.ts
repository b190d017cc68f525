import { expect, test, vi } from 'vitest';
import { checkGame } from '../check-game.ts';
import { compile } from '../compile.ts';
import { NODE_FIELDS, uniformStrategy } from '../compiled-game.ts';
import { expectedValues, exploitability } from '../evaluation/best-response.ts';
import { CHANCE, TERMINAL, type Game } from '../game.ts';
import { kuhn } from './kuhn.ts';
import { leduc } from './leduc.ts';
import { liarsDice } from './liars-dice.ts';
import { pushFold } from './push-fold.ts';
import { gameNames, makeGame } from './registry.ts';

vi.setConfig({ testTimeout: 60_000 }); // computation, on a busy machine

/** Plays the actions with these labels, and tells what happened on the way. */
function playthrough<State>(game: Game<State>, labels: readonly string[]): string[] {
  let state = game.initial();
  const told: string[] = [];
  for (const label of labels) {
    const turn = game.turn(state);
    told.push(`${turn === CHANCE ? 'chance' : game.infoset(state)} [${game.actions(state).join(' ')}] ${label}`);
    state = game.play(state, game.actions(state).indexOf(label));
  }
  expect(game.turn(state)).toBe(TERMINAL);
  return [...told, game.utilities(state).join(' ')];
}

/** The histories of a game, those of chance and the ends included. */
function histories<State>(game: Game<State>, state = game.initial()): number {
  if (game.turn(state) === TERMINAL) return 1;
  return game.actions(state).reduce((sum, _, action) => sum + histories(game, game.play(state, action)), 1);
}

test.each(gameNames)('%s keeps the rules of games', (name) => {
  expect(checkGame(makeGame(name), { plays: 200 }).states).toBeGreaterThan(600);
});

// Infosets and, where they are few, histories: Kuhn poker has 1 + 3 + 6 * (1 + 4 * 2) nodes: two bets of two ways each.
// Leduc as counted by OpenSpiel.
test.each([
  ['kuhn', 12, 58],
  ['kuhn-3p', 48, 4 + 12 + 24 * 25 + 1],
  ['leduc', 936, 9457],
  ['leduc-merged', 288, 1939],
  ['push-fold', 338, 1 + 169 + 169 ** 2 * 5],
] as const)('%s has %i infosets and %i histories', (name, infosets, count) => {
  const game = makeGame(name);
  expect(compile(game).infosetNames.length).toBe(infosets);
  expect(histories(game)).toBe(count);
});

// OpenSpiel 2.0.2.
test.each([
  ['kuhn', 0.458333333],
  ['leduc', 2.373611111],
  ['leduc-merged', 2.373611111],
])('the uniform strategy of %s is exploited for %f', (name, expected) => {
  const game = compile(makeGame(name));
  expect(exploitability(game, uniformStrategy(game))).toBeCloseTo(expected, 8);
});

test('two draws of chance in a row are one node, and leaves that players cannot tell apart are one', () => {
  const game = compile(kuhn());
  expect(game.nodes.length / NODE_FIELDS).toBe(1 + 6 * 9);
  expect(Array.from(game.nodes.subarray(0, 4))).toEqual([CHANCE, 6, 1, 0]);
  expect(game.payoffs[0]!.coefficient.length).toBe(6 * 5);
});

test('playthroughs', () => {
  expect(playthrough(kuhn(), ['K', 'Q', 'pass', 'bet', 'pass'])).toEqual([
    'chance [J Q K] K',
    'chance [J Q] Q',
    '0:K [pass bet] pass',
    '1:Qp [pass bet] bet',
    '0:Kpb [pass bet] pass',
    '-1 1',
  ]);
  expect(playthrough(kuhn({ players: 3 }), ['T', 'K', 'J', 'pass', 'pass', 'bet', 'pass', 'bet'])).toEqual([
    'chance [T J Q K] T',
    'chance [J Q K] K',
    'chance [J Q] J',
    '0:T [pass bet] pass',
    '1:Kp [pass bet] pass',
    '2:Jpp [pass bet] bet',
    '0:Tppb [pass bet] pass',
    '1:Kppbp [pass bet] bet',
    '-1 3 -2',
  ]);
  expect(playthrough(leduc(), ['Qs', 'Kh', 'raise', 'call', 'Qh', 'call', 'raise', 'raise', 'call'])).toEqual([
    'chance [Js Jh Qs Qh Ks Kh] Qs',
    'chance [Js Jh Qh Ks Kh] Kh',
    '0:Qs: [call raise] raise',
    '1:Kh:r [fold call raise] call',
    'chance [Js Jh Qh Ks] Qh',
    '0:QsQh:rc/ [call raise] call',
    '1:KhQh:rc/c [call raise] raise',
    '0:QsQh:rc/cr [fold call raise] raise',
    '1:KhQh:rc/crr [fold call] call',
    '11 -11',
  ]);
  expect(playthrough(liarsDice(), ['2', '6', '1x2', '2x2', 'liar']).slice(2)).toEqual([
    '0:2: [1x1 1x2 1x3 1x4 1x5 1x6 2x1 2x2 2x3 2x4 2x5 2x6] 1x2',
    '1:6:1x2 [1x3 1x4 1x5 1x6 2x1 2x2 2x3 2x4 2x5 2x6 liar] 2x2',
    '0:2:1x2 2x2 [2x3 2x4 2x5 2x6 liar] liar',
    '-1 1', // the six counts as a two
  ]);
  expect(playthrough(pushFold({ stack: 5 }), ['AA', 'KK', 'push', 'fold']).slice(2)).toEqual([
    '0:AA [fold push] push',
    '1:KK [fold call] fold',
    '1 -1',
  ]);
});

test('liar’s dice has an infoset for each roll and set of bids', () => {
  expect(compile(liarsDice({ faces: 4 })).infosetNames.length).toBe(4 * 2 ** 8);
});

test('two dice are rolled without an order, with the chances of dice', () => {
  const game = liarsDice({ dice: 2, faces: 2 });
  expect(game.actions(game.initial())).toEqual(['11', '12', '22']);
  expect(game.chances(game.initial())).toEqual([0.25, 0.5, 0.25]);
  expect(checkGame(game).infosets).toBeLessThanOrEqual(3 * 2 ** 8);
});

test('what three players win sums to zero', () => {
  const game = compile(kuhn({ players: 3 }));
  const values = expectedValues(game, uniformStrategy(game));
  expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 12);
});

test('unknown names and options out of range are refused', () => {
  expect(() => makeGame('kunh')).toThrow('unknown game "kunh"; did you mean "kuhn"?');
  expect(() => makeGame('toString')).toThrow('unknown game "toString"');
  expect(() => kuhn({ players: 4 as 3 })).toThrow('Kuhn poker takes 2 or 3 players; got 4');
  expect(() => liarsDice({ dice: 0 })).toThrow('dice must be a whole number from 1; got 0');
  expect(() => pushFold({ stack: 0.5 })).toThrow('the stack must be at least 1 big blind; got 0.5');
});
