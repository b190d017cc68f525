import { ConfigurationError } from '@longplay/runtime';
import { z } from 'zod';
import { CHANCE, TERMINAL, type Game } from '../game.ts';
import {
  jsonGameSchema,
  type JsonChance,
  type JsonDecision,
  type JsonGame,
  type JsonNode,
} from './json-game-schema.ts';

/** Enough for probabilities written with ten decimals. */
const CHANCE_TOLERANCE = 1e-9;
const ZERO_SUM_TOLERANCE = 1e-9;

const isChance = (node: JsonNode): node is JsonChance => 'chance' in node;
const isDecision = (node: JsonNode): node is JsonDecision => 'player' in node;

/**
 * A game from its JSON form, after the schema in `game.schema.json` of this package: nodes by id, each one of chance, of a
 * player or an end. A node may be reached in several ways as long as its player has done the same on all of them.
 *
 * @param json - the parsed JSON
 * @throws ConfigurationError that names the node: chance that does not sum to one, a player out of range, an infoset with
 * different actions or players, a node that is missing, a cycle
 *
 * @example
 * const game = gameFromJson({
 *   name: 'guess-the-coin',
 *   players: 2,
 *   root: 'toss',
 *   nodes: {
 *     toss: { chance: { heads: { probability: '2/3', to: 'h' }, tails: { probability: '1/3', to: 't' } } },
 *     h: { player: 1, infoset: 'guess', actions: { heads: 'right', tails: 'wrong' } },
 *     t: { player: 1, infoset: 'guess', actions: { heads: 'wrong', tails: 'right' } },
 *     right: { utilities: [-1, 1] },
 *     wrong: { utilities: [1, -1] },
 *   },
 * });
 * bestResponse(compile(game), uniformStrategy(compile(game)), 1).value.toFixed(6); // => '0.333333'
 */
export function gameFromJson(json: unknown): Game<string> {
  const parsed = jsonGameSchema.safeParse(json);
  if (!parsed.success) {
    throw new ConfigurationError(`the game breaks its schema: ${z.prettifyError(parsed.error)}`, {
      cure: 'see game.schema.json in @longplay/mccfr',
    });
  }
  const { name, players, root, nodes } = parsed.data;
  const labels = checkNodes(parsed.data);
  const nodeOf = (id: string) => nodes[id]!;
  const decision = (id: string) => nodeOf(id) as JsonDecision;
  const actions = (id: string) => {
    const node = nodeOf(id);
    return isChance(node) ? Object.keys(node.chance) : labels.get(decision(id).infoset)!;
  };
  const utilities = (id: string) => (nodeOf(id) as { utilities: number[] }).utilities;
  const ends = Object.values(nodes).flatMap((node) => ('utilities' in node ? [node.utilities] : []));

  return {
    name,
    players,
    zeroSum: ends.every((won) => Math.abs(won.reduce((sum, each) => sum + each, 0)) < ZERO_SUM_TOLERANCE),
    initial: () => root,
    turn: (id) => {
      const node = nodeOf(id);
      return isChance(node) ? CHANCE : isDecision(node) ? node.player : TERMINAL;
    },
    actions,
    chances: (id) => Object.values((nodeOf(id) as JsonChance).chance).map(({ probability }) => numberOf(probability)),
    play: (id, action) => {
      const node = nodeOf(id);
      const label = actions(id)[action]!;
      return isChance(node) ? node.chance[label]!.to : decision(id).actions[label]!;
    },
    infoset: (id) => decision(id).infoset,
    utilities,
  };
}

/** Checks every node by itself, then for cycles. @returns the labels of each infoset, in the order of its first node. */
function checkNodes({ name, players, root, nodes }: JsonGame): Map<string, string[]> {
  const first = new Map<string, string>();
  const labels = new Map<string, string[]>();
  const wrong = (id: string, what: string) =>
    new ConfigurationError(`game ${name}, node "${id}": ${what}`, { cure: 'correct the node in the JSON of the game' });
  if (!Object.hasOwn(nodes, root)) throw wrong(root, 'it is the root, and is missing');

  for (const [id, node] of Object.entries(nodes)) {
    for (const to of nextOf(node)) if (!Object.hasOwn(nodes, to)) throw wrong(id, `there is no node "${to}" to go to`);
    if (isChance(node)) {
      const total = Object.values(node.chance).reduce((sum, { probability }) => sum + numberOf(probability), 0);
      if (!(Math.abs(total - 1) < CHANCE_TOLERANCE)) throw wrong(id, `its probabilities sum to ${total}, not to one`);
    } else if (isDecision(node)) {
      if (node.player >= players) throw wrong(id, `player ${node.player} is out of range: ${players} players, from 0`);
      const own = Object.keys(node.actions);
      if (own.length === 0) throw wrong(id, 'it has no actions');
      const other = first.get(node.infoset);
      if (other === undefined) {
        first.set(node.infoset, id);
        labels.set(node.infoset, own);
        continue;
      }
      const { player, actions } = nodes[other] as JsonDecision;
      const here = `its infoset "${node.infoset}"`;
      if (player !== node.player) throw wrong(id, `${here} is player ${player}'s at node "${other}"`);
      const before = Object.keys(actions);
      if (before.length !== own.length || own.some((label) => !Object.hasOwn(actions, label))) {
        throw wrong(id, `${here} has the actions ${own.join(', ')}, but ${before.join(', ')} at node "${other}"`);
      }
    } else if (node.utilities.length !== players) {
      throw wrong(id, `it has ${node.utilities.length} utilities for ${players} players`);
    }
  }
  const cycle = cycleFrom(root, nodes);
  if (cycle !== undefined) throw wrong(cycle[0]!, `it comes after itself: ${cycle.join(' -> ')}`);
  return labels;
}

function nextOf(node: JsonNode): string[] {
  if (isChance(node)) return Object.values(node.chance).map(({ to }) => to);
  return isDecision(node) ? Object.values(node.actions) : [];
}

/** The first cycle below a node, from a node to itself. */
function cycleFrom(root: string, nodes: JsonGame['nodes']): string[] | undefined {
  const finished = new Set<string>();
  const path: string[] = [];
  function visit(id: string): string[] | undefined {
    if (finished.has(id)) return undefined;
    if (path.includes(id)) return [...path.slice(path.indexOf(id)), id];
    path.push(id);
    for (const to of nextOf(nodes[id]!)) {
      const cycle = visit(to);
      if (cycle !== undefined) return cycle;
    }
    finished.add(path.pop()!);
    return undefined;
  }
  return visit(root);
}

/** A number, or a fraction. */
function numberOf(probability: number | string): number {
  if (typeof probability === 'number') return probability;
  const [numerator, denominator] = probability.split('/').map(Number) as [number, number];
  return numerator / denominator;
}
