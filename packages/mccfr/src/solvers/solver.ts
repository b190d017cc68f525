import { uniformStrategy, type CompiledGame, type Strategy } from '../compiled-game.ts';

/** The large state of a solver, over the sequences of the game. The arrays may lie in shared memory. */
export interface Tables {
  /** Regret of each action, summed over iterations. */
  readonly regrets: Float64Array;
  /** Probability with which each sequence has been played by its player, summed over iterations. */
  readonly strategySums: Float64Array;
}

/** What all solvers can do. */
export interface Solver {
  readonly game: CompiledGame;
  /** The algorithm and its variant, such as `dcfr(1.5, 0, 2)`. */
  readonly name: string;
  readonly tables: Tables;
  /** Iterations done; each is a traversal for every player in turn. */
  readonly iterations: number;
  iterate(count: number): void;
  /** The strategy that approaches an equilibrium; a new array. */
  averageStrategy(): Strategy;
  /**
   * What each player earns by the latest strategies, zeros before the first iteration: exact, or of a solver that samples
   * a moving average of what it has sampled.
   */
  recentUtilities(): number[];
  /** Writes all that is needed to go on as if never stopped; see `defineSnapshot` of the runtime for errors. */
  save(path: string): Promise<void>;
  /**
   * Goes on from what `save` has written.
   * @throws SnapshotError when another solver, variant or game has written it, or the file is damaged
   */
  load(path: string): Promise<void>;
}

/** Zeros; in shared memory where several threads are to use them. */
export function emptyTables(game: CompiledGame, { shared = false } = {}): Tables {
  const zeros = () =>
    shared ? new Float64Array(new SharedArrayBuffer(game.sequences * 8)) : new Float64Array(game.sequences);
  return { regrets: zeros(), strategySums: zeros() };
}

/** Sums of strategies turned into probabilities; all actions alike where an infoset has never been reached. */
export function averageOf(game: CompiledGame, strategySums: Float64Array): Strategy {
  const strategy = uniformStrategy(game);
  for (const [infoset, start] of game.infosetStart.entries()) {
    const end = game.infosetEnd[infoset]!;
    let total = 0;
    for (let sequence = start; sequence < end; sequence++) total += strategySums[sequence]!;
    if (!(total > 0)) continue;
    for (let sequence = start; sequence < end; sequence++) strategy[sequence] = strategySums[sequence]! / total;
  }
  return strategy;
}

/** Adds a player's plan to the sums of strategies, of which `kept` remains. */
export function addPlan(
  sums: Float64Array,
  game: CompiledGame,
  player: number,
  plan: Float64Array,
  kept: number,
): void {
  const end = game.firstSequence[player + 1]!;
  for (let at = game.firstSequence[player]!; at < end; at++) sums[at] = sums[at]! * kept + plan[at]!;
}
