import type { CompiledGame, Strategy } from '../compiled-game.ts';
import { leafValues, realizationPlan } from '../sequence-form.ts';
import { regretMatching } from './regret-matching.ts';
import { addPlan, averageOf, checkTables, emptyTables, type Solver, type Tables } from './solver.ts';
import { loadSolver, saveSolver } from './solver-snapshot.ts';
import { keptAverage, keptRegret, type Weighting } from './weighting.ts';

/** What tells one algorithm of the family from another. */
export interface CfrVariant {
  /** With its parameters: snapshots are matched by it. */
  readonly name: string;
  readonly weighting: Weighting;
  /** Which regrets the next strategy matches: those so far, or with a guess of the next ones added. */
  readonly matches: 'regrets' | 'predicted regrets';
}

export interface CfrOptions {
  /** Where regrets and strategy sums are kept; new memory by default. */
  readonly tables?: Tables;
}

/**
 * Counterfactual regret minimisation over the whole game [0], with alternating updates: an iteration updates each player
 * in turn against what the others play by then.
 *
 * It works on the sequence form: the counterfactual values of a player's actions are what their leaves earn against the
 * realization plans of the others, summed from the last infosets to the first. All variants differ in three exponents of
 * discounting [1] and in whether the next regrets are guessed [2].
 *
 * [0] Zinkevich, Johanson, Bowling and Piccione, "Regret Minimization in Games with Incomplete Information", 2007
 * [1] Brown and Sandholm, "Solving Imperfect-Information Games via Discounted Regret Minimization", 2019
 * [2] Farina, Kroer and Sandholm, "Faster Game Solving via Predictive Blackwell Approachability", 2021
 */
export class CfrSolver implements Solver {
  readonly game: CompiledGame;
  readonly name: string;
  readonly tables: Tables;
  iterations = 0;
  private readonly variant: CfrVariant;
  /** The strategy that is played now. */
  private readonly strategy: Float64Array;
  private readonly plan: Float64Array;
  /** Counterfactual values while a player is updated; afterwards its latest regrets, by which the next are guessed. */
  private readonly values: Float64Array;
  private readonly predicted: Float64Array;

  constructor(game: CompiledGame, variant: CfrVariant, { tables = emptyTables(game) }: CfrOptions = {}) {
    checkTables(game, tables);
    this.game = game;
    this.name = variant.name;
    this.variant = variant;
    this.tables = tables;
    this.strategy = new Float64Array(game.sequences);
    this.plan = new Float64Array(game.sequences);
    this.values = new Float64Array(game.sequences);
    this.predicted = new Float64Array(variant.matches === 'predicted regrets' ? game.sequences : 0);
    this.match();
  }

  iterate(count: number): void {
    for (let index = 0; index < count; index++) {
      this.iterations++;
      for (let player = 0; player < this.game.players; player++) this.update(player);
    }
  }

  averageStrategy(): Strategy {
    return averageOf(this.game, this.tables.strategySums);
  }

  /** Of the strategies that the latest iteration has played: the counterfactual value of each empty sequence. */
  recentUtilities(): number[] {
    const { players, firstSequence } = this.game;
    return Array.from({ length: players }, (_, player) => this.values[firstSequence[player]!]!);
  }

  private update(player: number): void {
    const { game, plan, values } = this;
    const { alpha, beta, gamma } = this.variant.weighting;
    const t = this.iterations;
    addPlan(this.tables.strategySums, game, player, plan, keptAverage(t - 1, gamma));
    leafValues(values, game, player, plan);
    instantRegrets(values, game, player, this.strategy);
    addRegrets(this.tables.regrets, game, player, values, keptRegret(t, alpha), keptRegret(t, beta));
    this.matchPlayer(player);
  }

  /** Strategies and plans that follow from the tables. */
  private match(): void {
    this.strategy.fill(1);
    for (let player = 0; player < this.game.players; player++) this.matchPlayer(player);
  }

  private matchPlayer(player: number): void {
    const { game, predicted, values, strategy } = this;
    const { regrets } = this.tables;
    if (this.variant.matches === 'predicted regrets') {
      const end = game.firstSequence[player + 1]!;
      for (let at = game.firstSequence[player]!; at < end; at++) predicted[at] = regrets[at]! + values[at]!;
      regretMatching(strategy, game, player, predicted);
    } else regretMatching(strategy, game, player, regrets);
    realizationPlan(this.plan, game, player, strategy);
  }

  async save(path: string): Promise<void> {
    await saveSolver(this, path, { latestRegrets: this.values });
  }

  async load(path: string): Promise<void> {
    const { iterations, latestRegrets } = await loadSolver(this, path);
    this.iterations = iterations;
    this.values.set(latestRegrets);
    this.match();
  }
}

/** Turns values of leaves into the regret of every action: its counterfactual value less that of the infoset. */
function instantRegrets(values: Float64Array, game: CompiledGame, player: number, strategy: Float64Array): void {
  const { infosetStart, infosetEnd, infosetParent, firstInfoset } = game;
  for (let infoset = firstInfoset[player + 1]! - 1; infoset >= firstInfoset[player]!; infoset--) {
    const start = infosetStart[infoset]!;
    const end = infosetEnd[infoset]!;
    let value = 0;
    for (let sequence = start; sequence < end; sequence++) value += strategy[sequence]! * values[sequence]!;
    for (let sequence = start; sequence < end; sequence++) values[sequence]! -= value;
    values[infosetParent[infoset]!]! += value;
  }
}

/** Adds a player's regrets, then keeps the given shares of positive and of negative sums. */
function addRegrets(
  regrets: Float64Array,
  game: CompiledGame,
  player: number,
  instant: Float64Array,
  keptPositive: number,
  keptNegative: number,
): void {
  const end = game.firstSequence[player + 1]!;
  for (let at = game.firstSequence[player]! + 1; at < end; at++) {
    const sum = regrets[at]! + instant[at]!;
    regrets[at] = sum > 0 ? sum * keptPositive : sum * keptNegative;
  }
}
