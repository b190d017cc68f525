import type { Random } from '@longplay/runtime';
import { NODE_FIELDS, type CompiledGame } from '../compiled-game.ts';
import { CHANCE, TERMINAL } from '../game.ts';
import { drawAction, drawOutcome, matchOne, stackSize } from './sampling.ts';
import type { SamplingOptions } from './sampling-options.ts';
import { SamplingSolver } from './sampling-solver.ts';

export interface OutcomeSamplingOptions extends SamplingOptions {
  /** The share of the traverser's choices that are made uniformly, above 0 and up to 1. Default 0.6. */
  readonly exploration?: number;
}

/** With what probability the traverser's choices so far were sampled. */
const OWN = 0;
/** The same of the players who neither traverse nor add to their average. */
const OTHERS = 1;
/** What comes back from the end of the play. */
const VALUE = 2;

/** See {@link outcomeSampling}. */
export class OutcomeSamplingSolver extends SamplingSolver {
  declare readonly options: Omit<OutcomeSamplingOptions, 'tables'>;
  readonly algorithm = 'os-mccfr';
  protected random: Random;
  private readonly exploration: number;
  private readonly nodes: Int32Array;
  private readonly stack: Float64Array;
  /** The numbers that follow the play, see `OWN`; as arguments and results of functions they would be allocated. */
  private readonly path = new Float64Array(3);
  private traverser = 0;
  /** The player whose average is added to. */
  private averager = 0;

  constructor(game: CompiledGame, options: OutcomeSamplingOptions = {}) {
    const { exploration = 0.6 } = options;
    if (!(exploration > 0 && exploration <= 1)) {
      throw new RangeError(`exploration must be above 0 and at most 1; got ${exploration}`);
    }
    super(game, `os-mccfr(${exploration})`, options);
    this.random = this.stream;
    this.exploration = exploration;
    this.nodes = game.nodes;
    this.stack = new Float64Array(stackSize(game.nodes));
  }

  traverse(player: number): void {
    this.traverser = player;
    this.averager = this.averaging === 'simple' ? (player + 1) % this.game.players : -1;
    this.path.fill(1);
    this.walk(0, 0);
    this.result[0] = this.path[VALUE]!;
  }

  /**
   * Samples one play below a node. The counterfactual value of what the traverser does is estimated by the utility, times
   * the probability with which its strategy goes on to that leaf, over the probability with which its choices were
   * sampled: chance and the others are sampled as they play, and cancel [1, equation 6].
   *
   * Leaves in `path` the utility, times the strategy's probability below, over the sampling's probability of the play.
   */
  private walk(node: number, top: number): void {
    const { nodes, stack, path, random } = this;
    let at = node * NODE_FIELDS;
    let turn = nodes[at]!;
    if (turn === CHANCE) {
      at = drawOutcome(this.game, at, random) * NODE_FIELDS;
      turn = nodes[at]!;
    }
    const actions = nodes[at + 1]!;
    const first = nodes[at + 2]!;
    const where = nodes[at + 3]!;
    if (turn === TERMINAL) {
      path[VALUE] = this.game.utilities[where + this.traverser]! / path[OWN]!;
      return;
    }
    matchOne(stack, top, this.tables.regrets, where, actions);
    if (turn === this.traverser) {
      this.explore(first, where, actions, top);
      return;
    }
    const action = drawAction(stack, top, actions, random);
    if (turn === this.averager) this.addAverage(where, actions, top);
    else path[OTHERS]! *= stack[top + action]!;
    this.walk(first + action, top);
  }

  /** Samples one action of the traverser, partly by its strategy and partly uniformly, and adds the regrets of all. */
  private explore(first: number, where: number, actions: number, top: number): void {
    const { regrets } = this.tables;
    const { stack, path, exploration } = this;
    const sampled = top + actions;
    for (let action = 0; action < actions; action++) {
      stack[sampled + action] = exploration / actions + (1 - exploration) * stack[top + action]!;
    }
    const action = drawAction(stack, sampled, actions, this.random);
    path[OWN]! *= stack[sampled + action]!;
    // The strategy stays on the stack, the sampling probabilities are not needed below.
    this.walk(first + action, sampled);
    const actionValue = path[VALUE]!;
    const value = stack[top + action]! * actionValue;
    for (let each = 0; each < actions; each++) regrets[where + each]! -= value;
    regrets[where + action]! += actionValue;
    path[VALUE] = value;
  }

  private addAverage(where: number, actions: number, top: number): void {
    const { strategySums } = this.tables;
    const weight = 1 / (this.path[OWN]! * this.path[OTHERS]!);
    for (let action = 0; action < actions; action++)
      strategySums[where + action]! += weight * this.stack[top + action]!;
  }
}

/**
 * Outcome-sampling Monte Carlo CFR [1]: a traversal is a single play of the game, in which the player whose regrets are
 * updated explores. An iteration is cheap, and its regrets are far noisier than those of `externalSampling`.
 *
 * The average is added to at the nodes of the next player, weighted by one over the probability with which the others'
 * choices were sampled: unbiased for any number of players.
 *
 * [1] Lanctot, Waugh, Zinkevich and Bowling, "Monte Carlo Sampling for Regret Minimization in Extensive Games", 2009
 *
 * @throws RangeError when an option is out of its range
 *
 * @example
 * const game = compile(kuhn());
 * const solver = outcomeSampling(game, { seed: 3 });
 * solver.iterate(20_000);
 * exploitability(game, solver.averageStrategy()) < 0.05; // => true
 */
export const outcomeSampling = (game: CompiledGame, options?: OutcomeSamplingOptions): OutcomeSamplingSolver =>
  new OutcomeSamplingSolver(game, options);
