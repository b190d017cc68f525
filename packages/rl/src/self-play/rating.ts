/**
 * Ratings by Elo's model [0]: a player is expected to score 1 / (1 + 10^(-difference / 400)) points of a game, where a
 * win is 1 and a draw 1/2. All ratings are fitted at once to all games, at the maximum of the posterior under a wide
 * normal prior of each around the player before it, the first one's rating being 0: without it who wins every game would
 * be infinitely strong, and around the first player it would pull later ones back, the more the stronger they are.
 * Errors are posterior standard deviations by Laplace's approximation [1], and so include what is not known of the
 * opponents.
 *
 * [0] Elo, "The Rating of Chessplayers, Past and Present", 1978; the logistic form as in Hunter, "MM algorithms for
 *     generalized Bradley-Terry models", 2004
 * [1] MacKay, "Information Theory, Inference, and Learning Algorithms", 2003, chapter 27
 */

/** What two players have played against each other. */
export interface Games {
  readonly player: number;
  readonly opponent: number;
  readonly games: number;
  /** Of the player: 1 for a win, 1/2 for a draw. */
  readonly points: number;
}

/** In points of Elo above the first player. */
export interface Rating {
  readonly rating: number;
  /** Standard error. */
  readonly error: number;
}

/** Points of Elo in a unit of the logistic function. */
const scale = 400 / Math.log(10);
/** Standard deviation of the prior, in units of the logistic function: 1000 points. */
const priorDeviation = 1000 / scale;

/** Newton's method converges in some ten iterations; it stops when nothing moves by more. */
const maxIterations = 100;
const tolerance = 1e-9;

/**
 * The rating of each player.
 *
 * @param players - their names; the first is the anchor, at 0 without error
 * @param played - games between them; those of others are left out
 *
 * @example
 * const { rating, error } = fitRatings([0, 1], [{ player: 1, opponent: 0, games: 100, points: 76 }]).get(1)!;
 * `${rating.toFixed(1)} ± ${error.toFixed(1)}`; // => '199.9 ± 40.6'
 */
export function fitRatings(players: readonly number[], played: readonly Games[]): Map<number, Rating> {
  const place = new Map(players.map((player, i) => [player, i]));
  const games = played.filter(({ player, opponent }) => place.has(player) && place.has(opponent));
  const size = players.length;
  const ratings = new Float64Array(size);
  let factor = identity(size);
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    const { gradient, information } = derivatives(ratings, games, place);
    factor = cholesky(information);
    const step = solve(factor, gradient);
    // No further than where the model is still nearly quadratic: from anywhere it then goes uphill.
    const longest = Math.max(...step.map(Math.abs));
    const length = Math.min(1, 1 / longest);
    for (let i = 1; i < size; i++) ratings[i]! += length * step[i]!;
    if (longest < tolerance) break;
  }
  return new Map(
    players.map((player, i) => {
      const unit = new Float64Array(size);
      unit[i] = 1;
      const variance = i === 0 ? 0 : solve(factor, unit)[i]!;
      return [player, { rating: scale * ratings[i]!, error: scale * Math.sqrt(variance) }];
    }),
  );
}

/** Gradient and negative Hessian [size][size] of the log posterior; the anchor stays where it is. */
function derivatives(ratings: Float64Array, games: readonly Games[], place: ReadonlyMap<number, number>) {
  const size = ratings.length;
  const gradient = new Float64Array(size);
  const information = Array.from({ length: size }, () => new Float64Array(size));
  for (let i = 1; i < size; i++) {
    const pull = (ratings[i]! - ratings[i - 1]!) / priorDeviation ** 2;
    gradient[i]! -= pull;
    gradient[i - 1]! += pull;
    connect(information, i - 1, i, 1 / priorDeviation ** 2);
  }
  for (const { player, opponent, games: count, points } of games) {
    const [a, b] = [place.get(player)!, place.get(opponent)!];
    const expected = 1 / (1 + Math.exp(ratings[b]! - ratings[a]!));
    const weight = count * expected * (1 - expected);
    gradient[a]! += points - count * expected;
    gradient[b]! -= points - count * expected;
    connect(information, a, b, weight);
  }
  gradient[0] = 0;
  for (let i = 1; i < size; i++) information[0]![i] = information[i]![0] = 0;
  information[0]![0] = 1; // the anchor has no equation of its own
  return { gradient, information };
}

/** Adds the negative second derivatives of a term that depends on the difference of two ratings. */
function connect(information: Matrix, a: number, b: number, weight: number): void {
  information[a]![a]! += weight;
  information[b]![b]! += weight;
  information[a]![b]! -= weight;
  information[b]![a]! -= weight;
}

type Matrix = Float64Array[];

function identity(size: number): Matrix {
  return Array.from({ length: size }, (_, i) => new Float64Array(size).fill(1, i, i + 1));
}

/** The lower triangle L of a positive definite matrix L Lᵀ. */
function cholesky(matrix: Matrix): Matrix {
  const lower = matrix.map((row) => new Float64Array(row.length));
  for (let i = 0; i < matrix.length; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i]![j]!;
      for (let k = 0; k < j; k++) sum -= lower[i]![k]! * lower[j]![k]!;
      lower[i]![j] = i === j ? Math.sqrt(sum) : sum / lower[j]![j]!;
    }
  }
  return lower;
}

/** The solution x of L Lᵀ x = b. */
function solve(lower: Matrix, b: Float64Array): Float64Array {
  const x = Float64Array.from(b);
  for (let i = 0; i < x.length; i++) {
    for (let k = 0; k < i; k++) x[i]! -= lower[i]![k]! * x[k]!;
    x[i]! /= lower[i]![i]!;
  }
  for (let i = x.length - 1; i >= 0; i--) {
    for (let k = i + 1; k < x.length; k++) x[i]! -= lower[k]![i]! * x[k]!;
    x[i]! /= lower[i]![i]!;
  }
  return x;
}
