import type { Random } from '@longplay/runtime';
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

/** The places that two numbers for each action take along the path with most actions. */
export function stackSize(nodes: Int32Array): number {
  let largest = 0;
  // The number of places above each node; a child always comes after its parent.
  const above = new Int32Array(nodes.length / NODE_FIELDS);
  for (let node = 0; node < above.length; node++) {
    const at = node * NODE_FIELDS;
    const [turn, actions, first] = [nodes[at]!, nodes[at + 1]!, nodes[at + 2]!];
    const below = above[node]! + (turn < 0 ? 0 : 2 * actions);
    largest = Math.max(largest, below);
    above.fill(below, first, first + actions);
  }
  return largest;
}
