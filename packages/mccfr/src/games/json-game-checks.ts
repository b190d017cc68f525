import { ConfigurationError } from '@longplay/runtime';
import { isChance, isDecision, type JsonDecision, type JsonGame, type JsonNode } from './json-game-schema.ts';

/** Enough for probabilities written with ten decimals. */
const CHANCE_TOLERANCE = 1e-9;

/** The ends of long ways are told. */
const STEPS_TOLD = 8;

type Nodes = JsonGame['nodes'];
type Wrong = (id: string, what: string, cure?: string) => ConfigurationError;

/**
 * Checks every node by itself, then for cycles and for players that forget.
 *
 * @returns the labels of each infoset, in the order of its first node
 * @throws ConfigurationError that names the node
 */
export function checkNodes({ name, players, root, nodes }: JsonGame): Map<string, string[]> {
  const wrong: Wrong = (id, what, cure = 'correct the node in the JSON of the game') =>
    new ConfigurationError(`game ${name}, node "${id}": ${what}`, { cure });
  if (!Object.hasOwn(nodes, root)) throw wrong(root, 'it is the root, and is missing');

  const first = new Map<string, string>();
  for (const [id, node] of Object.entries(nodes)) {
    for (const [, to] of waysOn(node)) {
      if (!Object.hasOwn(nodes, to)) throw wrong(id, `there is no node "${to}" to go to`);
    }
    if (isChance(node)) {
      const total = Object.values(node.chance).reduce((sum, { probability }) => sum + numberOf(probability), 0);
      if (!(Math.abs(total - 1) < CHANCE_TOLERANCE)) throw wrong(id, `its probabilities sum to ${total}, not to one`);
    } else if (isDecision(node)) {
      if (node.player >= players) throw wrong(id, `player ${node.player} is out of range: ${players} players, from 0`);
      if (Object.keys(node.actions).length === 0) throw wrong(id, 'it has no actions');
      const other = first.get(node.infoset);
      if (other === undefined) first.set(node.infoset, id);
      else expectAlike(id, node, other, nodes[other] as JsonDecision, wrong);
    } else if (node.utilities.length !== players) {
      throw wrong(id, `it has ${node.utilities.length} utilities for ${players} players`);
    }
  }
  const order = inOrder(root, nodes, wrong);
  for (let player = 0; player < players; player++) expectRecall(player, order, nodes, wrong);
  return new Map([...first].map(([infoset, id]) => [infoset, Object.keys((nodes[id] as JsonDecision).actions)]));
}

/** Two nodes of an infoset. */
function expectAlike(id: string, node: JsonDecision, other: string, { player, actions }: JsonDecision, wrong: Wrong) {
  const here = `its infoset "${node.infoset}"`;
  if (player !== node.player) throw wrong(id, `${here} is player ${player}'s at node "${other}"`);
  const own = Object.keys(node.actions);
  const before = Object.keys(actions);
  if (before.length !== own.length || own.some((label) => !Object.hasOwn(actions, label))) {
    throw wrong(id, `${here} has the actions ${own.join(', ')}, but ${before.join(', ')} at node "${other}"`);
  }
}

/** The nodes that can be reached, each after all that lead to it. */
function inOrder(root: string, nodes: Nodes, wrong: Wrong): string[] {
  const finished = new Set<string>();
  const path = new Map<string, string[]>(); // the nodes on it, and where to go on from each
  const ids = [root];
  for (let id = ids.at(-1); id !== undefined; id = ids.at(-1)) {
    let left = path.get(id);
    if (left === undefined) {
      left = waysOn(nodes[id]!).map(([, to]) => to);
      path.set(id, left);
    }
    const to = left.pop();
    if (to === undefined) {
      finished.add(id);
      path.delete(id);
      ids.pop();
    } else if (path.has(to)) {
      const cycle = [...ids.slice(ids.indexOf(to)), to];
      throw wrong(to, `it comes after itself: ${shortened(cycle, ' -> ')}`);
    } else if (!finished.has(to)) ids.push(to);
  }
  return [...finished].toReversed();
}

/** A way from the root to a node. */
interface Way {
  /** What a player remembers of it: its latest infoset and action. */
  readonly memory: string;
  /** The last step; none at the root. */
  readonly step: string | undefined;
  readonly before: Way | undefined;
}

/** Perfect recall: whichever way a player comes to an infoset, it has done the same. */
function expectRecall(player: number, order: readonly string[], nodes: Nodes, wrong: Wrong): void {
  // To each node at most two ways that differ: they are enough to show that the player forgets.
  const waysTo = new Map<string, Way[]>([[order[0]!, [{ memory: '', step: undefined, before: undefined }]]]);
  const first = new Map<string, { readonly id: string; readonly way: Way }>();
  for (const id of order) {
    const node = nodes[id]!;
    const ways = waysTo.get(id)!;
    const infoset = isDecision(node) && node.player === player ? node.infoset : undefined;
    for (const way of infoset === undefined ? [] : ways) {
      const { id: other, way: known } = first.get(infoset!) ?? { id, way };
      first.set(infoset!, { id: other, way: known });
      if (known.memory !== way.memory) {
        const before = `${other === id ? 'and' : `node "${other}"`} ${told(known)}`;
        throw wrong(
          id,
          `at its infoset "${infoset}" player ${player} does not remember what it has done: it comes ${told(way)}, ${before}`,
          'give nodes before which their player has done different things different infosets',
        );
      }
    }
    for (const [label, to] of waysOn(node)) {
      const there = waysTo.get(to) ?? [];
      waysTo.set(to, there);
      for (const before of ways) {
        const memory = infoset === undefined ? before.memory : JSON.stringify([infoset, label]);
        if (there.length < 2 && there.every((way) => way.memory !== memory))
          there.push({ memory, step: label, before });
      }
    }
  }
}

/** The steps of a way. */
function told(way: Way): string {
  const steps: string[] = [];
  for (let at: Way | undefined = way; at?.step !== undefined; at = at.before) steps.push(at.step);
  return steps.length === 0 ? 'at the start' : `after "${shortened(steps.toReversed(), ', ')}"`;
}

function shortened(steps: readonly string[], between: string): string {
  return steps.length <= STEPS_TOLD
    ? steps.join(between)
    : ['...', ...steps.slice(steps.length - STEPS_TOLD)].join(between);
}

/** The labels and the ids of the nodes that follow. */
function waysOn(node: JsonNode): [label: string, to: string][] {
  if (isChance(node)) return Object.entries(node.chance).map(([label, { to }]) => [label, to]);
  return isDecision(node) ? Object.entries(node.actions) : [];
}

/** A number, or a fraction. */
export function numberOf(probability: number | string): number {
  if (typeof probability === 'number') return probability;
  const [numerator, denominator] = probability.split('/').map(Number) as [number, number];
  return numerator / denominator;
}
