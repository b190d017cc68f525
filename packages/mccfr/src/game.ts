/** Whose turn it is: a player's number from 0, or one of the two constants below. */
export type Turn = number;

/** Nobody's turn: chance draws. */
export const CHANCE = -1;

/** Nobody's turn: the game is over. */
export const TERMINAL = -2;

/**
 * A finite game in extensive form with perfect recall. States are values: `play` returns a new one and leaves the old
 * one as it is, so that a game can be walked from anywhere. `compile` turns a game into flat arrays for the solvers;
 * `checkGame` says what is wrong with one.
 *
 * @example
 * // Player 1 wins 1 if it names the coin that player 0 has put down, and loses 1 if not.
 * const pennies: Game<string> = {
 *   name: 'matching-pennies',
 *   players: 2,
 *   zeroSum: true,
 *   initial: () => '',
 *   turn: (state) => (state.length < 2 ? state.length : TERMINAL),
 *   actions: () => ['heads', 'tails'],
 *   chances: () => [],
 *   play: (state, action) => state + 'HT'[action],
 *   infoset: (state) => (state.length === 0 ? 'first' : 'second'),
 *   utilities: (state) => (state[0] === state[1] ? [-1, 1] : [1, -1]),
 * };
 * const game = compile(pennies);
 * exploitability(game, uniformStrategy(game)); // => 0
 */
export interface Game<State = unknown> {
  /** With all that tells two variants apart, such as `push-fold(10)`: snapshots are matched by it. */
  readonly name: string;
  readonly players: number;
  /** Whether the utilities of every outcome sum to zero. */
  readonly zeroSum: boolean;
  initial(): State;
  turn(state: State): Turn;
  /** The labels of the legal actions, or of the outcomes of chance, at least one. They are played by their position. */
  actions(state: State): readonly string[];
  /** Where chance draws: the probability of each of `actions`, above zero, summing to one. */
  chances(state: State): readonly number[];
  /** The state after an action of `actions`. */
  play(state: State, action: number): State;
  /** All that the player whose turn it is knows. Two states with the same infoset are one to that player. */
  infoset(state: State): string;
  /** What each player has won, at the end. */
  utilities(state: State): readonly number[];
}
