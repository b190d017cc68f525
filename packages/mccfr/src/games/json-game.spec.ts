import { readFile } from 'node:fs/promises';
import { ConfigurationError } from '@longplay/runtime';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { checkGame } from '../check-game.ts';
import { compile } from '../compile.ts';
import { uniformStrategy } from '../compiled-game.ts';
import { expectedValues, exploitability } from '../evaluation/best-response.ts';
import { coin } from '../fixtures/coin-game.ts';
import { CHANCE, TERMINAL, type Game } from '../game.ts';
import { cfrPlus } from '../solvers/cfr-plus.ts';
import { cfr } from '../solvers/cfr.ts';
import { gameFromJson } from './json-game.ts';
import { gameFromJsonText } from './json-game-text.ts';
import { jsonGameSchema, type JsonGame } from './json-game-schema.ts';
import { kuhn } from './kuhn.ts';

/** Writes out a game as JSON, a node for every history. */
function toJson<State>(game: Game<State>): JsonGame {
  const nodes: JsonGame['nodes'] = {};
  function add(state: State, id: string): string {
    const turn = game.turn(state);
    if (turn === TERMINAL) {
      nodes[id] = { utilities: [...game.utilities(state)] };
      return id;
    }
    const next = game
      .actions(state)
      .map((label, action) => [label, add(game.play(state, action), `${id}/${label}`)] as const);
    nodes[id] =
      turn === CHANCE
        ? {
            chance: Object.fromEntries(
              next.map(([label, to], k) => [label, { probability: game.chances(state)[k]!, to }]),
            ),
          }
        : { player: turn, infoset: game.infoset(state), actions: Object.fromEntries(next) };
    return id;
  }
  return { name: game.name, players: game.players, root: add(game.initial(), 'root'), nodes };
}

test('Kuhn poker from JSON is Kuhn poker', () => {
  const json: unknown = JSON.parse(JSON.stringify(toJson(kuhn())));
  const fromJson = gameFromJson(json);
  expect(checkGame(fromJson).infosets).toBe(12);
  expect(fromJson.zeroSum).toBe(true);
  expect(compile(fromJson)).toEqual(compile(kuhn()));
});

const change = (id: string, node: unknown): unknown => ({ ...coin, nodes: { ...coin.nodes, [id]: node } });

test('nodes may be shared, and actions stand in any order', () => {
  const game = compile(gameFromJson(coin));
  const solver = cfrPlus(game);
  solver.iterate(3000);
  const strategy = solver.averageStrategy();
  expect(exploitability(game, strategy)).toBeLessThan(1e-3);
  // Bluffed with b of the tails: believing costs player 1 as much as calling at 1/3 (2 - 1) = 2/3 b (1 + 2), b = 1/6. So
  // player 0 gets 1/3 + 2/3 (1/6 - 5/6) = -1/9.
  expect(expectedValues(game, strategy)[0]).toBeCloseTo(-1 / 9, 3);
});

test.each<[string, unknown, string]>([
  [
    'chance',
    change('toss', { chance: { heads: { probability: 0.5, to: 'h' }, tails: { probability: 0.4, to: 't' } } }),
    'game coin, node "toss": its probabilities sum to 0.9, not to one',
  ],
  [
    'number of actions',
    change('tc', { player: 1, infoset: 'claimed', actions: { believe: 'won' } }),
    'node "tc": its infoset "claimed" has the actions believe, but believe, call at node "hc"',
  ],
  [
    'labels',
    change('tc', { player: 1, infoset: 'claimed', actions: { believe: 'won', doubt: 'won' } }),
    'node "tc": its infoset "claimed" has the actions believe, doubt',
  ],
  [
    'player of an infoset',
    change('tc', { player: 0, infoset: 'claimed', actions: { believe: 'won', call: 'caught' } }),
    'node "tc": its infoset "claimed" is player 1\'s at node "hc"',
  ],
  [
    'player',
    change('h', { player: 2, infoset: 'heads', actions: { claim: 'hc', fold: 'lost' } }),
    'node "h": player 2 is out of range: 2 players, from 0',
  ],
  ['no actions', change('h', { player: 0, infoset: 'heads', actions: {} }), 'node "h": it has no actions'],
  ['utilities', change('lost', { utilities: [0, 0, 0] }), 'node "lost": it has 3 utilities for 2 players'],
  [
    'missing node',
    change('h', { player: 0, infoset: 'heads', actions: { claim: 'nowhere' } }),
    'node "h": there is no node "nowhere" to go to',
  ],
  ['missing root', { ...coin, root: 'start' }, 'node "start": it is the root, and is missing'],
  [
    'cycle',
    change('hc', { player: 1, infoset: 'claimed', actions: { believe: 'h', call: 'called' } }),
    'node "h": it comes after itself: h -> hc -> h',
  ],
  ['schema', { ...coin, players: 0 }, 'the game breaks the schema of games: players: '],
  ['number of players', { ...coin, players: 100_000 }, 'players: Too big: expected number to be <=16'],
  ['name', { ...coin, name: undefined }, 'the game breaks the schema of games: name: it is missing'],
  [
    'fraction',
    change('toss', { chance: { heads: { probability: '1/0', to: 'h' } } }),
    'node "toss" breaks the schema of games: chance.heads.probability: a probability above 0: a number, or a fraction',
  ],
  [
    'key',
    change('h', { player: 0, infoset: 'heads', action: { claim: 'hc' } }),
    'node "h" breaks the schema of games: actions: it is missing; Unrecognized key: "action"',
  ],
  ['utility', change('lost', { utilities: ['1', -1] }), 'node "lost" breaks the schema of games: utilities.0: '],
  ['two kinds', change('lost', { chance: {}, utilities: [1, -1] }), 'Unrecognized key: "utilities"'],
  [
    'kind',
    change('lost', { payoffs: [1, -1] }),
    'node "lost" breaks the schema of games: a node is an object with "chance"',
  ],
  ['null', change('lost', null), 'node "lost" breaks the schema of games: a node is an object with "chance"'],
  [
    'name of a node',
    JSON.parse(`{"name": "x", "players": 1, "root": "__proto__", "nodes": {"__proto__": {"utilities": [0]}}}`),
    'the game breaks the schema of games: "__proto__" cannot be a name',
  ],
  [
    'name of an action',
    change('h', { player: 0, infoset: 'heads', actions: JSON.parse('{"__proto__": "lost"}') as unknown }),
    'node "h" breaks the schema of games: "__proto__" cannot be a name',
  ],
  [
    'memory',
    change('won', { player: 0, infoset: 'heads', actions: { claim: 'called', fold: 'lost' } }),
    'node "won": at its infoset "heads" player 0 does not remember what it has done: it comes after "heads, claim, believe", node "h" after "heads"',
  ],
  [
    'memory at one node',
    change('lost', { player: 0, infoset: 'again', actions: { on: 'won' } }),
    'node "lost": at its infoset "again" player 0 does not remember what it has done: it comes after "tails, fold", and after "heads, fold"',
  ],
])('wrong: %s; it is named with its node', (_, json, message) => {
  expect(() => gameFromJson(json)).toThrow(ConfigurationError);
  expect(() => gameFromJson(json)).toThrow(message);
});

/** Whoever acts in turn goes on, to the last node, or ends the game. */
function chain(length: number): JsonGame {
  const nodes: JsonGame['nodes'] = { end: { utilities: [1, -1] } };
  for (let at = 0; at < length; at++) {
    const on = at + 1 < length ? `${at + 1}` : 'end';
    nodes[at] = { player: at % 2, infoset: `${at}`, actions: { end: 'end', on } };
  }
  return { name: 'chain', players: 2, root: '0', nodes };
}

test('a chain of 20,000 nodes is read, compiled and solved; its cycles are found', () => {
  const json = chain(20_000);
  const game = compile(gameFromJson(json));
  expect(game.infosetNames).toHaveLength(20_000);
  const solver = cfr(game);
  solver.iterate(3);
  expect(exploitability(game, solver.averageStrategy())).toBe(0); // every way out is worth the same
  json.nodes['19999'] = { player: 1, infoset: 'last', actions: { end: 'end', on: '3' } };
  expect(() => gameFromJson(json)).toThrow('game chain, node "3": it comes after itself: ... -> ');
});

test('chance after chance is compiled where it comes together, and refused where the histories are too many', () => {
  const nodes: JsonGame['nodes'] = { 28: { utilities: [7] } };
  for (let at = 0; at < 28; at++) {
    const to = `${at + 1}`;
    nodes[at] = { chance: { left: { probability: '1/3', to }, right: { probability: '2/3', to } } };
  }
  const json: JsonGame = { name: 'double', players: 1, root: '0', nodes };
  const game = compile(gameFromJson(json));
  expect(expectedValues(game, uniformStrategy(game))[0]).toBeCloseTo(7, 12);
  for (let at = 0; at < 28; at++) nodes[at] = { player: 0, infoset: `${at}`, actions: { one: `${at + 1}` } };
  expect(() => compile(gameFromJson(json), { maxNodes: 20 })).toThrow('the game double has more than 20 nodes');
});

const worth = (utilities: number[]) => gameFromJson({ name: 'x', players: 2, root: 'a', nodes: { a: { utilities } } });

test('what rounding makes of a sum of zero is measured by the largest utility', () => {
  expect(worth([1e9 + 0.1, -1e9 - 0.1 + 1e-7]).zeroSum).toBe(true);
  expect(worth([1e9, -1e9 + 2]).zeroSum).toBe(false);
  expect(worth([1e-10, 1e-10]).zeroSum).toBe(false);
  expect(worth([0, 0]).zeroSum).toBe(true);
});

test('the text of a file is read, with a byte order mark too', () => {
  expect(gameFromJsonText(`\uFEFF${JSON.stringify(coin)}`, 'coin.json').name).toBe('coin');
});

test.each([
  ['', 'coin.json is empty'],
  ['\uFEFF \n', 'coin.json is empty'],
  ['{"name": coin}', 'coin.json is no JSON: Unexpected token'],
  ['{"a": {"u": 1},\n "b": {"u": "}", "c": [],\n "\\u0075": 2}}', 'coin.json, line 3: "u" stands twice in one object'],
])('the text %j is refused', (text, message) => {
  expect(() => gameFromJsonText(text, 'coin.json')).toThrow(ConfigurationError);
  expect(() => gameFromJsonText(text, 'coin.json')).toThrow(message);
});

test('the published schema is that of the code', async () => {
  const published: unknown = JSON.parse(await readFile(new URL('../../game.schema.json', import.meta.url), 'utf8'));
  expect(published).toEqual(z.toJSONSchema(jsonGameSchema));
});
