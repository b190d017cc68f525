import type { CompiledGame } from './compiled-game.ts';

/**
 * A player's realization plan: the probability with which the player itself plays all actions of a sequence. Writes the
 * player's part of `plan` from its part of `strategy`.
 */
export function realizationPlan(plan: Float64Array, game: CompiledGame, player: number, strategy: Float64Array): void {
  const { infosetStart, infosetEnd, infosetParent, firstInfoset, firstSequence } = game;
  plan[firstSequence[player]!] = 1;
  for (let infoset = firstInfoset[player]!; infoset < firstInfoset[player + 1]!; infoset++) {
    const reach = plan[infosetParent[infoset]!]!;
    const end = infosetEnd[infoset]!;
    for (let sequence = infosetStart[infoset]!; sequence < end; sequence++) {
      plan[sequence] = reach * strategy[sequence]!;
    }
  }
}

/** The realization plans of all players. */
export function realizationPlans(game: CompiledGame, strategy: Float64Array): Float64Array {
  const plan = new Float64Array(game.sequences);
  for (let player = 0; player < game.players; player++) realizationPlan(plan, game, player, strategy);
  return plan;
}

/**
 * What each sequence of a player earns at the leaves that come right after it, before the player acts again: the sum of
 * coefficient times the plans of the others. Writes the player's part of `values`.
 */
export function leafValues(values: Float64Array, game: CompiledGame, player: number, plan: Float64Array): void {
  const { start, coefficient, others } = game.payoffs[player]!;
  const base = game.firstSequence[player]!;
  const opponents = game.players - 1;
  for (let own = 0; own < start.length - 1; own++) {
    const end = start[own + 1]!;
    let value = 0;
    if (opponents === 1) {
      for (let leaf = start[own]!; leaf < end; leaf++) value += coefficient[leaf]! * plan[others[leaf]!]!;
    } else {
      for (let leaf = start[own]!; leaf < end; leaf++) {
        let term = coefficient[leaf]!;
        for (let slot = leaf * opponents; slot < (leaf + 1) * opponents; slot++) term *= plan[others[slot]!]!;
        value += term;
      }
    }
    values[base + own] = value;
  }
}
