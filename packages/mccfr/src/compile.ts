import { ConfigurationError } from '@longplay/runtime';
import { aliasTable } from './alias-table.ts';
import { NODE_FIELDS, type CompiledGame } from './compiled-game.ts';
import { CHANCE, TERMINAL, type Game } from './game.ts';
import { payoffsOf } from './payoffs.ts';

/** Chance sums to one up to the rounding of a few thousand additions. */
const CHANCE_TOLERANCE = 1e-9;

export interface CompileOptions {
  /**
   * Larger games are refused, instead of filling the memory. 20 million by default: about 1 GB, and while it
   * is compiled some three times as much.
   */
  readonly maxNodes?: number;
}

/** An action at an infoset, of which there is one object. */
interface Move {
  readonly infoset: number;
  readonly action: number;
}

/** The latest move of a player; none after the empty sequence. */
type Last = Move | undefined;

/** An infoset while the tree is walked: numbers within its player. */
interface FoundInfoset {
  readonly name: string;
  readonly player: number;
  readonly actions: readonly string[];
  readonly moves: readonly Move[];
  readonly parent: Last;
}

/** The tree of histories, with infosets by number of discovery in the place of their sequences. */
type Histories = Pick<CompiledGame, 'nodes' | 'utilities' | 'chanceProbability'>;

/** A node that is not filled in yet. */
interface Pending<State> {
  readonly node: number;
  readonly state: State;
  /** Of every player. */
  readonly lasts: readonly Last[];
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
  // The walk keeps its own stack: a game may be deeper than that of the machine.
  const pending: Pending<State>[] = [];

  /** The infoset of a state, which must look as it looked before. */
  function infosetOf(state: State, player: number, last: Last): number {
    const name = game.infoset(state);
    const actions = game.actions(state);
    const known = byName.get(name);
    if (known === undefined) {
      if (actions.length === 0) throw brokenGame(game, `the infoset "${name}" has no actions`);
      const infoset = infosets.length;
      byName.set(name, infoset);
      const moves = actions.map((_, action) => ({ infoset, action }));
      infosets.push({ name, player, actions, moves, parent: last });
      return infoset;
    }
    const { player: owner, actions: before, parent } = infosets[known]!;
    if (owner !== player) throw brokenGame(game, `the infoset "${name}" belongs to players ${owner} and ${player}`);
    if (!sameLabels(before, actions)) {
      throw brokenGame(game, `the infoset "${name}" has the actions ${before.join(', ')}, and ${actions.join(', ')}`);
    }
    if (parent !== last) {
      throw brokenGame(game, `at the infoset "${name}" player ${player} does not remember what it has done before`);
    }
    return known;
  }

  /** Makes room for the children of a node, which are filled in one after another, each with all below it. */
  function addChildren(states: readonly State[], lastsOf: (child: number) => readonly Last[]): number {
    const first = nodes.length / NODE_FIELDS;
    expectRoom(game, first + states.length, maxNodes);
    for (let index = 0; index < states.length * NODE_FIELDS; index++) nodes.push(0);
    for (let child = states.length - 1; child >= 0; child--) {
      pending.push({ node: first + child, state: states[child]!, lasts: lastsOf(child) });
    }
    return first;
  }

  /** Fills in a node. */
  function expand({ node, state, lasts }: Pending<State>): void {
    const turn = game.turn(state);
    if (turn === TERMINAL) {
      const won = game.utilities(state);
      if (won.length !== game.players) throw brokenGame(game, `${won.length} utilities for ${game.players} players`);
      if (!won.every(Number.isFinite)) throw brokenGame(game, `the utilities ${won.join(', ')} are not all finite`);
      setNode(nodes, node, [turn, 0, 0, utilities.length]);
      for (const utility of won) utilities.push(utility);
    } else if (turn === CHANCE) {
      const outcomes = drawsFrom(game, state, maxNodes);
      const first = addChildren([...outcomes.keys()], () => lasts);
      setNode(nodes, node, [turn, outcomes.size, first, chance.length]);
      for (const probability of outcomes.values()) chance.push(probability);
    } else if (Number.isInteger(turn) && turn >= 0 && turn < game.players) {
      const infoset = infosetOf(state, turn, lasts[turn]);
      const { moves } = infosets[infoset]!;
      const states = moves.map(({ action }) => game.play(state, action));
      const first = addChildren(states, (action) => lasts.with(turn, moves[action]));
      setNode(nodes, node, [turn, states.length, first, infoset]);
    } else throw brokenGame(game, `it is the turn of player ${turn}, of ${game.players} from 0`);
  }

  const nothing = Array.from({ length: game.players }, () => undefined);
  addChildren([game.initial()], () => nothing);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) expand(next);
  return layOut(game, infosets, {
    nodes: Int32Array.from(nodes),
    utilities: Float64Array.from(utilities),
    chanceProbability: Float64Array.from(chance),
  });
}

/** Numbers infosets and sequences by player, and writes them into the tree. */
function layOut(
  { name, players, zeroSum }: Game,
  found: readonly FoundInfoset[],
  { nodes, utilities, chanceProbability }: Histories,
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
    chanceProbability,
    ...aliasTable(nodes, chanceProbability),
  };
  return { ...tree, payoffs: payoffsOf(tree) };
}

/**
 * The states after one or more draws of chance in a row, with their probabilities. Draws that lead to the same state
 * are one, so that chance after chance does not multiply where it comes together again.
 */
function drawsFrom<State>(game: Game<State>, state: State, maxNodes: number): Map<State, number> {
  const outcomes = new Map<State, number>();
  let drawing = new Map([[state, 1]]);
  let drawn = 0;
  while (drawing.size > 0) {
    const further = new Map<State, number>();
    for (const [from, reached] of drawing) {
      const chances = chancesOf(game, from);
      expectRoom(game, (drawn += chances.length), maxNodes);
      for (const [outcome, probability] of chances.entries()) {
        const next = game.play(from, outcome);
        const into = game.turn(next) === CHANCE ? further : outcomes;
        into.set(next, (into.get(next) ?? 0) + reached * probability);
      }
    }
    drawing = further;
  }
  return outcomes;
}

/** The probabilities of the outcomes after a state. */
function chancesOf<State>(game: Game<State>, state: State): readonly number[] {
  const chances = game.chances(state);
  const total = chances.reduce((sum, each) => sum + each, 0);
  if (!(Math.abs(total - 1) < CHANCE_TOLERANCE) || chances.some((each) => !(each > 0))) {
    throw brokenGame(
      game,
      `chance has the probabilities ${chances.join(', ')} after "${game.actions(state).join('", "')}"`,
    );
  }
  return chances;
}

/** Games often give the same list again. */
const sameLabels = (some: readonly string[], others: readonly string[]): boolean =>
  some === others || (some.length === others.length && some.every((label, index) => label === others[index]));

function expectRoom(game: Game, count: number, maxNodes: number): void {
  if (count <= maxNodes) return;
  throw new ConfigurationError(`the game ${game.name} has more than ${maxNodes} nodes`, {
    cure: 'check that every play ends, and take an abstraction of the game; maxNodes of compile allows for more',
  });
}

function setNode(nodes: number[], node: number, fields: readonly [number, number, number, number]): void {
  for (const [field, value] of fields.entries()) nodes[node * NODE_FIELDS + field] = value;
}

function brokenGame(game: Game, what: string): ConfigurationError {
  return new ConfigurationError(`game ${game.name}: ${what}`, { cure: 'checkGame(game) lists what is wrong with it' });
}
