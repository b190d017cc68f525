import { TERMINAL, type Game } from '../game.ts';

export interface MatrixGameOptions {
  /** What the second player wins; minus the first one's by default, which makes the game zero-sum. */
  readonly columnUtilities?: readonly (readonly number[])[];
  readonly name?: string;
  /** The labels of rows and columns; their numbers by default. */
  readonly rows?: readonly string[];
  readonly columns?: readonly string[];
}

/** The actions taken so far. */
type MatrixGameState = readonly number[];

/**
 * A game in which two players choose at once, the first a row and the second a column.
 *
 * @param utilities - what the first player wins, a row each of its actions
 * @throws RangeError when the matrices are empty, or their rows or labels differ in number
 *
 * @example
 * const game = compile(matrixGame([[0, -1, 1], [1, 0, -1], [-1, 1, 0]], { name: 'rock-paper-scissors' }));
 * exploitability(game, uniformStrategy(game)); // => 0
 */
export function matrixGame(
  utilities: readonly (readonly number[])[],
  options: MatrixGameOptions = {},
): Game<MatrixGameState> {
  const { columnUtilities, name = 'matrix-game' } = options;
  const [height, width] = [utilities.length, utilities[0]?.length ?? 0];
  const rows = options.rows ?? utilities.map((_, row) => String(row));
  const columns = options.columns ?? Array.from({ length: width }, (_, column) => String(column));
  for (const matrix of [utilities, columnUtilities ?? utilities]) {
    if (width === 0 || matrix.length !== height || matrix.some((row) => row.length !== width)) {
      throw new RangeError(`a matrix game takes rows of one length; got ${matrix.map((row) => row.length).join(', ')}`);
    }
  }
  if (rows.length !== height || columns.length !== width) {
    throw new RangeError(`${height} x ${width} utilities take as many labels; got ${rows.length} x ${columns.length}`);
  }

  return {
    name,
    players: 2,
    zeroSum: columnUtilities === undefined,
    initial: () => [],
    turn: (state) => (state.length < 2 ? state.length : TERMINAL),
    actions: (state) => (state.length === 0 ? rows : columns),
    chances: () => [],
    play: (state, action) => [...state, action],
    infoset: (state) => (state.length === 0 ? 'row' : 'column'),
    utilities: ([row, column]) => {
      const won = utilities[row!]![column!]!;
      return [won, columnUtilities?.[row!]![column!] ?? 0 - won];
    },
  };
}
