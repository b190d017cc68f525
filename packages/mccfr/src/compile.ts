import { ConfigurationError } from '@longplay/runtime';
import { aliasTable } from './alias-table.ts';
import { NODE_FIELDS, type CompiledGame } from './compiled-game.ts';
import { CHANCE, TERMINAL, type Game } from './game.ts';
import { payoffsOf } from './payoffs.ts';

/** Chance sums to one up to the rounding of a few thousand additions. */
const CHANCE_TOLERANCE = 1e-9;

export interface CompileOptions {
  /** Larger games are refused, instead of filling the memory. 20 million by default: about 1 GB. */
  readonly maxNodes?: number;
}

/** An infoset while the tree is walked: numbers within its player. */
interface FoundInfoset {
  readonly name: string;
  readonly player: number;
  readonly actions: readonly string[];
  /** The infoset and action by which its player came here; none after the empty sequence. */
  readonly parent: { readonly infoset: number; readonly action: number } | undefined;
}

/**
 * Walks the whole game once and lays it out for solving, see {@link CompiledGame}.
 *
 * @throws ConfigurationError when the game breaks its rules or is too large: chance that does not sum to one, an infoset
 * with different actions, of two players or without perfect recall; the message names the infoset or the state
 *
 * @example
 * const game = compile(kuhn());
 * game.infosetNames.length; // => 12
 */
export function compile<State>(game: Game<State>, { maxNodes = 20e6 }: CompileOptions = {}): CompiledGame {
  const infosets: FoundInfoset[] = [];
  const byName = new Map<string, number>();
  const nodes: number[] = [];
  const utilities: number[] = [];
  const chance: number[] = [];

  /** The infoset of a state, which must look as it looked before. */
  function infosetOf(state: State, player: number, last: FoundInfoset['parent']): number {
    const name = game.infoset(state);
    const actions = game.actions(state);
    const known = byName.get(name);
    if (known === undefined) {
      if (actions.length === 0) throw brokenGame(game, `the infoset "${name}" has no actions`);
      byName.set(name, infosets.length);
      return infosets.push({ name, player, actions, parent: last }) - 1;
    }
    const { player: owner, actions: before, parent } = infosets[known]!;
    if (owner !== player) throw brokenGame(game, `the infoset "${name}" belongs to players ${owner} and ${player}`);
    if (before.length !== actions.length) {
      throw brokenGame(game, `the infoset "${name}" has ${before.length} and ${actions.length} actions`);
    }
    if (parent?.infoset !== last?.infoset || parent?.action !== last?.action) {
      throw brokenGame(game, `at the infoset "${name}" player ${player} does not remember what it has done before`);
    }
    return known;
  }

  /** The states after one or more draws of chance in a row, with their probabilities. */
  function draws(state: State, probability: number, out: [State, number][]): typeof out {
    const chances = game.chances(state);
    const total = chances.reduce((sum, each) => sum + each, 0);
    if (!(Math.abs(total - 1) < CHANCE_TOLERANCE) || chances.some((each) => !(each > 0))) {
      throw brokenGame(
        game,
        `chance has the probabilities ${chances.join(', ')} after "${game.actions(state).join('", "')}"`,
      );
    }
    for (const [outcome, each] of chances.entries()) {
      const next = game.play(state, outcome);
      if (game.turn(next) === CHANCE) draws(next, probability * each, out);
      else out.push([next, probability * each]);
    }
    return out;
  }

  /** Fills in the node of a state; `lasts` are the latest infoset and action of every player. */
  function expand(node: number, state: State, lasts: readonly FoundInfoset['parent'][]): void {
    const turn = game.turn(state);
    if (turn === TERMINAL) {
      const won = game.utilities(state);
      if (won.length !== game.players) throw brokenGame(game, `${won.length} utilities for ${game.players} players`);
      setNode(nodes, node, [turn, 0, 0, utilities.length]);
      for (const utility of won) utilities.push(utility);
    } else if (turn === CHANCE) {
      const outcomes = draws(state, 1, []);
      const first = addNodes(nodes, outcomes.length, maxNodes, game);
      setNode(nodes, node, [turn, outcomes.length, first, chance.length]);
      for (const [, probability] of outcomes) chance.push(probability);
      for (const [outcome, [next]] of outcomes.entries()) expand(first + outcome, next, lasts);
    } else if (Number.isInteger(turn) && turn >= 0 && turn < game.players) {
      const infoset = infosetOf(state, turn, lasts[turn]);
      const actions = infosets[infoset]!.actions.length;
      const first = addNodes(nodes, actions, maxNodes, game);
      setNode(nodes, node, [turn, actions, first, infoset]);
      for (let action = 0; action < actions; action++) {
        expand(first + action, game.play(state, action), lasts.with(turn, { infoset, action }));
      }
    } else throw brokenGame(game, `it is the turn of player ${turn}, of ${game.players} from 0`);
  }

  expand(
    addNodes(nodes, 1, maxNodes, game),
    game.initial(),
    Array.from({ length: game.players }, () => undefined),
  );
  return layOut(game, infosets, Int32Array.from(nodes), Float64Array.from(utilities), Float64Array.from(chance));
}

/** Numbers infosets and sequences by player, and writes them into the tree. */
function layOut(
  { name, players, zeroSum }: Game,
  found: readonly FoundInfoset[],
  nodes: Int32Array,
  utilities: Float64Array,
  chance: Float64Array,
): CompiledGame {
  const order = found.map((_, index) => index).toSorted((a, b) => found[a]!.player - found[b]!.player || a - b);
  const startOf = new Int32Array(found.length); // by number of discovery
  const firstInfoset = new Int32Array(players + 1).fill(found.length);
  const firstSequence = new Int32Array(players + 1);
  let sequences = 0;
  let next = 0;
  for (let player = 0; player < players; player++) {
    firstInfoset[player] = next;
    firstSequence[player] = sequences++;
    for (; next < order.length && found[order[next]!]!.player === player; next++) {
      startOf[order[next]!] = sequences;
      sequences += found[order[next]!]!.actions.length;
    }
  }
  firstSequence[players] = sequences;

  for (let at = 0; at < nodes.length; at += NODE_FIELDS) if (nodes[at]! >= 0) nodes[at + 3] = startOf[nodes[at + 3]!]!;
  const sorted = order.map((index) => found[index]!);
  const infosetStart = Int32Array.from(order, (index) => startOf[index]!);
  const tree = {
    name,
    players,
    zeroSum,
    infosetNames: sorted.map((infoset) => infoset.name),
    actionNames: sorted.map((infoset) => infoset.actions),
    firstInfoset,
    infosetStart,
    infosetEnd: infosetStart.map((start, index) => start + sorted[index]!.actions.length),
    infosetParent: Int32Array.from(sorted, ({ player, parent }) =>
      parent === undefined ? firstSequence[player]! : startOf[parent.infoset]! + parent.action,
    ),
    firstSequence,
    sequences,
    nodes,
    utilities,
    chanceProbability: chance,
    ...aliasTable(nodes, chance),
  };
  return { ...tree, payoffs: payoffsOf(tree) };
}

function addNodes(nodes: number[], count: number, maxNodes: number, game: Game): number {
  const first = nodes.length / NODE_FIELDS;
  if (first + count > maxNodes) {
    throw new ConfigurationError(`the game ${game.name} has more than ${maxNodes} nodes`, {
      cure: 'check that it always ends, raise maxNodes, or take an abstraction of it',
    });
  }
  for (let index = 0; index < count * NODE_FIELDS; index++) nodes.push(0);
  return first;
}

function setNode(nodes: number[], node: number, fields: readonly [number, number, number, number]): void {
  for (const [field, value] of fields.entries()) nodes[node * NODE_FIELDS + field] = value;
}

function brokenGame(game: Game, what: string): ConfigurationError {
  return new ConfigurationError(`game ${game.name}: ${what}`, { cure: 'checkGame(game) lists what is wrong with it' });
}
