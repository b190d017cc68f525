import type { CompiledGame } from '../compiled-game.ts';

/**
 * Plays each action in proportion to its positive regret, or all alike where no regret is positive (Hart and Mas-Colell,
 * "A Simple Adaptive Procedure Leading to Correlated Equilibrium", 2000). Writes one player's part of `strategy`.
 */
export function regretMatching(
  strategy: Float64Array,
  { infosetStart, infosetEnd, firstInfoset }: CompiledGame,
  player: number,
  regrets: Float64Array,
): void {
  for (let infoset = firstInfoset[player]!; infoset < firstInfoset[player + 1]!; infoset++) {
    const start = infosetStart[infoset]!;
    const end = infosetEnd[infoset]!;
    let total = 0;
    for (let sequence = start; sequence < end; sequence++) {
      const regret = regrets[sequence]!;
      if (regret > 0) total += regret;
    }
    const share = total > 0 ? 0 : 1 / (end - start);
    for (let sequence = start; sequence < end; sequence++) {
      const regret = regrets[sequence]!;
      // Not times 1 / total: of a total below 6e-309, as deep games have, that would be infinite.
      strategy[sequence] = regret > 0 ? regret / total : share;
    }
  }
}
