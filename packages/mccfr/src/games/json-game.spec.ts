import { readFile } from 'node:fs/promises';
import { ConfigurationError } from '@longplay/runtime';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { checkGame } from '../check-game.ts';
import { compile } from '../compile.ts';
import { expectedValues, exploitability } from '../evaluation/best-response.ts';
import { CHANCE, TERMINAL, type Game } from '../game.ts';
import { cfrPlus } from '../solvers/cfr-plus.ts';
import { gameFromJson } from './json-game.ts';
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

/** A coin is shown to player 0, who says what it is or lies; player 1 believes it or not. */
const coin: JsonGame = {
  name: 'coin',
  players: 2,
  root: 'toss',
  nodes: {
    toss: { chance: { heads: { probability: '1/3', to: 'h' }, tails: { probability: '2/3', to: 't' } } },
    h: { player: 0, infoset: 'heads', actions: { claim: 'hc', fold: 'lost' } },
    t: { player: 0, infoset: 'tails', actions: { claim: 'tc', fold: 'lost' } },
    hc: { player: 1, infoset: 'claimed', actions: { believe: 'won', call: 'called' } },
    tc: { player: 1, infoset: 'claimed', actions: { call: 'caught', believe: 'won' } },
    lost: { utilities: [-1, 1] },
    won: { utilities: [1, -1] },
    called: { utilities: [2, -2] },
    caught: { utilities: [-2, 2] },
  },
};
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
  ['schema', { ...coin, players: 0 }, 'the game breaks its schema: '],
  ['a fraction', change('toss', { chance: { heads: { probability: '1/0', to: 'h' } } }), 'nodes.toss'],
])('wrong %s is named with its node', (_, json, message) => {
  expect(() => gameFromJson(json)).toThrow(ConfigurationError);
  expect(() => gameFromJson(json)).toThrow(message);
});

test('the published schema is that of the code', async () => {
  const published: unknown = JSON.parse(await readFile(new URL('../../game.schema.json', import.meta.url), 'utf8'));
  expect(published).toEqual(z.toJSONSchema(jsonGameSchema));
});
