import { CHANCE, TERMINAL, type Game } from '../game.ts';
import { checkNodes, numberOf } from './json-game-checks.ts';
import { isChance, isDecision, parseJsonGame, type JsonChance, type JsonDecision } from './json-game-schema.ts';

/** Of the game's largest utility: what rounding makes of a sum of zero. */
const ZERO_SUM_TOLERANCE = 1e-9;

/**
 * A game from its JSON form, after the schema in `game.schema.json` of this package: nodes by id, each one of chance, of a
 * player or an end. A node may be reached in several ways as long as its player has done the same on all of them.
 *
 * @param json - the parsed JSON
 * @throws ConfigurationError that names the node: chance that does not sum to one, a player out of range, an infoset with
 * different actions or players, or whose player does not remember what it has done, a node that is missing, a cycle
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
  const parsed = parseJsonGame(json);
  const { name, players, root, nodes } = parsed;
  const labels = checkNodes(parsed);
  const nodeOf = (id: string) => nodes[id]!;
  const decision = (id: string) => nodeOf(id) as JsonDecision;
  const actions = (id: string) => {
    const node = nodeOf(id);
    return isChance(node) ? Object.keys(node.chance) : labels.get(decision(id).infoset)!;
  };
  const utilities = (id: string) => (nodeOf(id) as { utilities: number[] }).utilities;
  const ends = Object.values(nodes).flatMap((node) => ('utilities' in node ? [node.utilities] : []));
  const largest = ends.flat().reduce((most, each) => Math.max(most, Math.abs(each)), 0);

  return {
    name,
    players,
    zeroSum: ends.every((won) => Math.abs(won.reduce((sum, each) => sum + each, 0)) <= ZERO_SUM_TOLERANCE * largest),
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
