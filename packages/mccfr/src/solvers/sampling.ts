import { ConfigurationError, type Random } from '@longplay/runtime';
import { NODE_FIELDS, type CompiledGame } from '../compiled-game.ts';

/** Regret matching at one infoset, onto a stack. Each regret is read once: another worker may change it meanwhile. */
export function matchOne(stack: Float64Array, top: number, regrets: Float64Array, at: number, actions: number): void {
  let total = 0;
  for (let action = 0; action < actions; action++) {
    const regret = regrets[at + action]!;
    stack[top + action] = regret > 0 ? regret : 0;
    if (regret > 0) total += regret;
  }
  for (let action = 0; action < actions; action++) {
    stack[top + action] = total > 0 ? stack[top + action]! / total : 1 / actions;
  }
}

/** An action by the probabilities at `top`; the last one takes what rounding leaves. */
export function drawAction(probabilities: Float64Array, top: number, actions: number, random: Random): number {
  let place = random.uint32() * 2 ** -32;
  for (let action = 0; action < actions - 1; action++) {
    place -= probabilities[top + action]!;
    if (place < 0) return action;
  }
  return actions - 1;
}

/** The node after a chance node, which starts at `at`; in constant time, see `aliasTable`. */
export function drawOutcome({ nodes, chanceThreshold, chanceAlias }: CompiledGame, at: number, random: Random): number {
  const place = random.float() * nodes[at + 1]!;
  const outcome = Math.floor(place);
  const entry = nodes[at + 3]! + outcome;
  return nodes[at + 2]! + (place - outcome < chanceThreshold[entry]! ? outcome : chanceAlias[entry]!);
}

/** The most decisions in a row that samplers follow: they call themselves once for each. */
const MOST_DECISIONS = 1500;

/** @throws ConfigurationError when a play may take more decisions than the call stack has room for */
export function checkDepth({ name, nodes }: CompiledGame): void {
  const decisions = longestPath(nodes, () => 1);
  if (decisions <= MOST_DECISIONS) return;
  throw new ConfigurationError(
    `the game ${name} has plays of ${decisions} decisions; sampling follows ${MOST_DECISIONS}`,
    {
      cure: 'take an algorithm that visits the whole game, such as dcfr',
    },
  );
}

/** The places that two numbers for each action take along the path with most actions. */
export const stackSize = (nodes: Int32Array): number => longestPath(nodes, (actions) => 2 * actions);

/** The largest sum over the decisions of a path, each counted by its number of actions. */
function longestPath(nodes: Int32Array, lengthOf: (actions: number) => number): number {
  let longest = 0;
  // The sum above each node; a child always comes after its parent.
  const above = new Float64Array(nodes.length / NODE_FIELDS);
  for (let node = 0; node < above.length; node++) {
    const at = node * NODE_FIELDS;
    const [turn, actions, first] = [nodes[at]!, nodes[at + 1]!, nodes[at + 2]!];
    const below = above[node]! + (turn < 0 ? 0 : lengthOf(actions));
    longest = Math.max(longest, below);
    above.fill(below, first, first + actions);
  }
  return longest;
}
