import type { CompiledGame, Strategy } from '../compiled-game.ts';
import { leafValues, realizationPlans } from '../sequence-form.ts';

/** A best response: what it earns, and how. */
export interface BestResponse {
  /** The responding player's expected utility. */
  readonly value: number;
  /** The given strategy with the player's part replaced by the response, which is pure. */
  readonly strategy: Strategy;
}

/**
 * The best that one player can do against what all others do in `strategy`, exactly.
 *
 * @param player - from 0
 *
 * @example
 * const game = compile(kuhn());
 * bestResponse(game, uniformStrategy(game), 0).value; // => 0.5
 */
export function bestResponse(game: CompiledGame, strategy: Strategy, player: number): BestResponse {
  const values = new Float64Array(game.sequences);
  leafValues(values, game, player, realizationPlans(game, strategy));
  const response = Float64Array.from(strategy);
  for (let infoset = game.firstInfoset[player + 1]! - 1; infoset >= game.firstInfoset[player]!; infoset--) {
    const [start, end] = [game.infosetStart[infoset]!, game.infosetEnd[infoset]!];
    let best = start;
    for (let sequence = start + 1; sequence < end; sequence++) {
      if (values[sequence]! > values[best]!) best = sequence;
    }
    response.fill(0, start, end);
    response[best] = 1;
    values[game.infosetParent[infoset]!]! += values[best]!;
  }
  return { value: values[game.firstSequence[player]!]!, strategy: response };
}

/**
 * The sum over the players of what each would gain by a best response; zero in a Nash equilibrium.
 *
 * @example
 * const game = compile(kuhn());
 * nashConv(game, uniformStrategy(game)).toFixed(6); // => '0.916667'
 */
export function nashConv(game: CompiledGame, strategy: Strategy): number {
  return expectedValues(game, strategy).reduce(
    (sum, value, player) => sum + bestResponse(game, strategy, player).value - value,
    0,
  );
}

/**
 * {@link nashConv} divided by the number of players: for two of a zero-sum game, what a strategy loses on average against
 * an opponent that knows it.
 *
 * @example
 * const game = compile(kuhn());
 * const solver = cfrPlus(game);
 * solver.iterate(100);
 * exploitability(game, solver.averageStrategy()).toFixed(6); // => '0.001194'
 */
export function exploitability(game: CompiledGame, strategy: Strategy): number {
  return nashConv(game, strategy) / game.players;
}

/** What each player earns when all play `strategy`. */
export function expectedValues(game: CompiledGame, strategy: Strategy): number[] {
  const plan = realizationPlans(game, strategy);
  const values = new Float64Array(game.sequences);
  return Array.from({ length: game.players }, (_, player) => {
    leafValues(values, game, player, plan);
    let value = 0;
    for (let sequence = game.firstSequence[player]!; sequence < game.firstSequence[player + 1]!; sequence++) {
      value += plan[sequence]! * values[sequence]!;
    }
    return value;
  });
}
