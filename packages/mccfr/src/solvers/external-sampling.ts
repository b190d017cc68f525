import { NODE_FIELDS, type CompiledGame } from '../compiled-game.ts';
import { CHANCE, TERMINAL } from '../game.ts';
import { drawAction, drawOutcome, matchOne, stackSize } from './sampling.ts';
import { SamplingSolver, type SamplingOptions } from './sampling-solver.ts';

/**
 * Skips actions of the traverser that have done badly so far, in most traversals (Brown and Sandholm, "Superhuman AI for
 * Multiplayer Poker", 2019, supplement; after their "Regret-Based Pruning in Extensive-Form Games", 2015).
 */
export interface Pruning {
  /** An action is skipped while its regret is below this, a number below zero. */
  readonly below: number;
  /** The share of traversals that skip; the others let an action come back. */
  readonly share: number;
  /** Iterations before the first that skips. */
  readonly after: number;
}

export interface ExternalSamplingOptions extends SamplingOptions {
  readonly pruning?: Pruning;
}

/** See {@link externalSampling}. */
export class ExternalSamplingSolver extends SamplingSolver {
  private readonly pruning: Pruning | undefined;
  private readonly nodes: Int32Array;
  private readonly utilities: Float64Array;
  private readonly regrets: Float64Array;
  private readonly strategySums: Float64Array;
  /** The strategies of the infosets on the way from the root, one after another. */
  private readonly stack: Float64Array;
  private traverser = 0;
  /** The player whose average is added to. */
  private averager = 0;
  /** Whether this traversal skips. */
  private prunes = false;
  private readonly pruneBelow: number;

  constructor(game: CompiledGame, options: ExternalSamplingOptions = {}) {
    const { pruning } = options;
    super(game, pruning === undefined ? 'es-mccfr' : `es-mccfr, pruning ${JSON.stringify(pruning)}`, options);
    if (pruning !== undefined && !(pruning.below < 0)) {
      throw new RangeError(`pruning.below must be below 0; got ${pruning.below}`);
    }
    this.pruning = pruning;
    this.pruneBelow = pruning?.below ?? -Infinity;
    this.nodes = game.nodes;
    this.utilities = game.utilities;
    this.regrets = this.tables.regrets;
    this.strategySums = this.tables.strategySums;
    this.stack = new Float64Array(stackSize(game.nodes));
  }

  traverse(player: number): void {
    const { pruning, random } = this;
    this.traverser = player;
    this.averager = this.averaging === 'simple' ? (player + 1) % this.game.players : -1;
    this.prunes = pruning !== undefined && this.iterations > pruning.after && random.float() < pruning.share;
    this.walk(0, 0);
  }

  /** Leaves the sampled utility of the traverser below a node in `result`; `top` is the first free place of the stack. */
  private walk(node: number, top: number): void {
    const { nodes } = this;
    let at = node * NODE_FIELDS;
    let turn = nodes[at]!;
    if (turn === CHANCE) {
      at = drawOutcome(this.game, at, this.random) * NODE_FIELDS;
      turn = nodes[at]!;
    }
    const first = nodes[at + 2]!;
    const where = nodes[at + 3]!;
    const actions = nodes[at + 1]!;
    if (turn === TERMINAL) this.result[0] = this.utilities[where + this.traverser]!;
    else if (actions === 2 && !this.prunes) this.two(turn, first, where, top);
    else if (actions === 3 && !this.prunes) this.three(turn, first, where, top);
    else this.many(turn, first, where, actions, top);
  }

  // Two and three actions, the usual case, are written out: without loops and memory they take half the time.

  private two(turn: number, first: number, at: number, top: number): void {
    const { regrets, strategySums, result } = this;
    const positive0 = Math.max(regrets[at]!, 0);
    const total = positive0 + Math.max(regrets[at + 1]!, 0);
    const p0 = total > 0 ? positive0 / total : 1 / 2;
    if (turn === this.traverser) {
      this.walk(first, top);
      const value0 = result[0]!;
      this.walk(first + 1, top);
      const value1 = result[0]!;
      const value = p0 * value0 + (1 - p0) * value1;
      regrets[at]! += value0 - value;
      regrets[at + 1]! += value1 - value;
      result[0] = value;
      return;
    }
    if (turn === this.averager) {
      strategySums[at]! += p0;
      strategySums[at + 1]! += 1 - p0;
    }
    this.walk(this.random.uint32() * 2 ** -32 < p0 ? first : first + 1, top);
  }

  private three(turn: number, first: number, at: number, top: number): void {
    const { regrets, strategySums, result } = this;
    const positive0 = Math.max(regrets[at]!, 0);
    const positive1 = Math.max(regrets[at + 1]!, 0);
    const total = positive0 + positive1 + Math.max(regrets[at + 2]!, 0);
    const scale = 1 / total;
    const p0 = total > 0 ? positive0 * scale : 1 / 3;
    const p1 = total > 0 ? positive1 * scale : 1 / 3;
    const p2 = 1 - p0 - p1;
    if (turn === this.traverser) {
      this.walk(first, top);
      const value0 = result[0]!;
      this.walk(first + 1, top);
      const value1 = result[0]!;
      this.walk(first + 2, top);
      const value2 = result[0]!;
      const value = p0 * value0 + p1 * value1 + p2 * value2;
      regrets[at]! += value0 - value;
      regrets[at + 1]! += value1 - value;
      regrets[at + 2]! += value2 - value;
      result[0] = value;
      return;
    }
    if (turn === this.averager) {
      strategySums[at]! += p0;
      strategySums[at + 1]! += p1;
      strategySums[at + 2]! += p2;
    }
    const place = this.random.uint32() * 2 ** -32;
    this.walk(first + (place < p0 ? 0 : place < p0 + p1 ? 1 : 2), top);
  }

  private many(turn: number, first: number, where: number, actions: number, top: number): void {
    const { stack } = this;
    matchOne(stack, top, this.regrets, where, actions);
    if (turn === this.traverser) {
      this.explore(first, where, actions, top);
      return;
    }
    if (turn === this.averager) {
      for (let action = 0; action < actions; action++) this.strategySums[where + action]! += stack[top + action]!;
    }
    this.walk(first + drawAction(stack, top, actions, this.random), top);
  }

  /** Tries every action of the traverser that is not pruned; the stack holds its strategy, then the values. */
  private explore(first: number, where: number, actions: number, top: number): void {
    const { regrets, stack, result } = this;
    const values = top + actions;
    let value = 0;
    for (let action = 0; action < actions; action++) {
      if (this.skips(where + action, top + action)) continue;
      this.walk(first + action, values + actions);
      const each = result[0]!;
      stack[values + action] = each;
      value += stack[top + action]! * each;
    }
    for (let action = 0; action < actions; action++) {
      if (!this.skips(where + action, top + action)) regrets[where + action]! += stack[values + action]! - value;
    }
    result[0] = value;
  }

  /** An action that is played is never skipped: where no regret is positive, all are played. */
  private skips(sequence: number, place: number): boolean {
    return this.prunes && this.regrets[sequence]! < this.pruneBelow && this.stack[place] === 0;
  }
}

/**
 * External-sampling Monte Carlo CFR (Lanctot, Waugh, Zinkevich and Bowling, "Monte Carlo Sampling for Regret
 * Minimization in Extensive Games", 2009): a traversal samples chance and the other players, and tries every action of
 * one player. What it samples is played with the probability it has in the game, so that regrets need no weights: they
 * are right on average as they are.
 *
 * @throws RangeError when an option is out of its range
 *
 * @example
 * const game = compile(kuhn());
 * const solver = externalSampling(game, { weighting: linear(), seed: 3 });
 * solver.iterate(20_000);
 * exploitability(game, solver.averageStrategy()) < 0.03; // => true
 */
export const externalSampling = (game: CompiledGame, options?: ExternalSamplingOptions): ExternalSamplingSolver =>
  new ExternalSamplingSolver(game, options);
