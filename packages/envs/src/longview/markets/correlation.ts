import { ConfigurationError } from '@longplay/runtime';

/** A square matrix, row by row. */
export type Matrix = readonly (readonly number[])[];

/** The least eigenvalue of a repaired matrix: small, and enough for a Cholesky factor in double precision. */
const LEAST_EIGENVALUE = 1e-8;
const REPAIR_ROUNDS = 1000;
const REPAIR_TOLERANCE = 1e-12;
const JACOBI_SWEEPS = 100;

/**
 * Checks a correlation matrix.
 *
 * @param names - of its rows, for messages.
 * @param key - where the matrix stands, for messages.
 * @param repair - whether a matrix that is not positive definite gives way to the nearest one that is.
 * @returns the matrix itself, or the repaired one.
 * @throws ConfigurationError that names the wrong entry; or, for a matrix that is not positive definite, its smallest
 * eigenvalue and the rows where the Cholesky factor ends.
 */
export function checkCorrelation(
  matrix: Matrix,
  names: readonly string[],
  repair: boolean,
  key = 'correlation',
): Matrix {
  checkEntries(matrix, names, key);
  const fails = choleskyFailure(matrix);
  if (fails === undefined) return matrix;
  if (repair) return nearestCorrelation(matrix);
  const { values } = eigen(matrix);
  const smallest = Math.min(...values).toPrecision(3);
  throw new ConfigurationError(
    `${key} is not positive definite: its smallest eigenvalue is ${smallest}, and the rows of ` +
      `${names.slice(0, fails + 1).join(', ')} already contradict each other`,
    { cure: 'correct the matrix, or ask for the nearest correlation matrix with repair: true' },
  );
}

function checkEntries(matrix: Matrix, names: readonly string[], key: string): void {
  const size = names.length;
  const cure = `give ${size} rows of ${size} numbers from -1 to 1, symmetric, with ones on the diagonal: ${names.join(', ')}`;
  if (matrix.length !== size) throw new ConfigurationError(`${key} has ${matrix.length} rows`, { cure });
  matrix.forEach((row, i) => {
    if (row.length !== size) {
      throw new ConfigurationError(`${key}[${i}] (${names[i]}) has ${row.length} numbers`, { cure });
    }
    row.forEach((value, j) => {
      const entry = `${key}[${i}][${j}] (${names[i]}, ${names[j]}) is ${value}`;
      if (!(value >= -1 && value <= 1)) throw new ConfigurationError(entry, { cure });
      if (i === j && value !== 1) throw new ConfigurationError(`${entry}, and must be 1`, { cure });
      if (matrix[j]![i] !== value) {
        throw new ConfigurationError(`${entry}, but ${key}[${j}][${i}] is ${matrix[j]![i]}`, { cure });
      }
    });
  });
}

/** The lower triangular factor L of a positive definite matrix, L Lᵀ = matrix. @throws RangeError when there is none. */
export function cholesky(matrix: Matrix): number[][] {
  const { factor, failed } = factorise(matrix);
  if (failed !== undefined)
    throw new RangeError(`the matrix is not positive definite: row ${failed} depends on others`);
  return factor;
}

/** The first row at which the leading part of the matrix is no longer positive definite. */
function choleskyFailure(matrix: Matrix): number | undefined {
  return factorise(matrix).failed;
}

/** A pivot below this is rounding, not variance. */
const LEAST_PIVOT = 1e-12;

function factorise(matrix: Matrix): { factor: number[][]; failed: number | undefined } {
  const factor = matrix.map((row) => row.map(() => 0));
  for (let i = 0; i < matrix.length; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i]![j]!;
      for (let k = 0; k < j; k++) rest -= factor[i]![k]! * factor[j]![k]!;
      if (i === j && !(rest > LEAST_PIVOT)) return { factor, failed: i };
      factor[i]![j] = i === j ? Math.sqrt(rest) : rest / factor[j]![j]!;
    }
  }
  return { factor, failed: undefined };
}

/**
 * The positive definite correlation matrix nearest to a symmetric one in the Frobenius norm: alternating projections
 * with Dykstra's correction (Higham, "Computing the nearest correlation matrix: a problem from finance", IMA Journal of
 * Numerical Analysis 22, 2002, algorithm 3.3), eigenvalues kept above 1e-8.
 *
 * @example
 * const contradiction = [[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]];
 * nearestCorrelation(contradiction)[0]![1]!.toFixed(3); // => '0.500'
 */
export function nearestCorrelation(matrix: Matrix): Matrix {
  let unit = matrix.map((row) => [...row]);
  let correction = matrix.map((row) => row.map(() => 0));
  for (let round = 0; round < REPAIR_ROUNDS; round++) {
    const corrected = unit.map((row, i) => row.map((value, j) => value - correction[i]![j]!));
    const definite = raiseEigenvalues(corrected);
    correction = definite.map((row, i) => row.map((value, j) => value - corrected[i]![j]!));
    const next = definite.map((row, i) => row.map((value, j) => (i === j ? 1 : value)));
    const change = Math.max(...next.flatMap((row, i) => row.map((value, j) => Math.abs(value - unit[i]![j]!))));
    unit = next;
    if (change < REPAIR_TOLERANCE) break;
  }
  // The last projection set the diagonal: scaling does that and leaves the matrix positive definite.
  const definite = raiseEigenvalues(unit);
  const scale = definite.map((row, i) => 1 / Math.sqrt(row[i]!));
  return definite.map((row, i) => row.map((value, j) => (i === j ? 1 : value * scale[i]! * scale[j]!)));
}

/** The nearest symmetric matrix with no eigenvalue below `LEAST_EIGENVALUE`. */
function raiseEigenvalues(matrix: Matrix): number[][] {
  const { values, vectors } = eigen(matrix);
  const raised = values.map((value) => Math.max(value, LEAST_EIGENVALUE));
  return matrix.map((row, i) =>
    row.map((_, j) => raised.reduce((sum, value, k) => sum + vectors[i]![k]! * value * vectors[j]![k]!, 0)),
  );
}

/**
 * Eigenvalues and eigenvectors of a symmetric matrix by Jacobi's rotations, cyclic by rows (Golub and Van Loan, "Matrix
 * Computations", section 8.5).
 *
 * @returns vectors[i][k]: element i of the vector of the k-th value; values in no order.
 */
export function eigen(matrix: Matrix): { values: number[]; vectors: number[][] } {
  const size = matrix.length;
  const a = matrix.map((row) => [...row]);
  const vectors = matrix.map((row, i) => row.map((_, j) => (i === j ? 1 : 0)));
  for (let sweep = 0; sweep < JACOBI_SWEEPS; sweep++) {
    let off = 0;
    for (let p = 0; p < size; p++) for (let q = 0; q < p; q++) off += a[p]![q]! ** 2;
    if (off < 1e-30) break;
    for (let p = 0; p < size - 1; p++) for (let q = p + 1; q < size; q++) rotate(a, vectors, p, q);
  }
  return { values: a.map((row, i) => row[i]!), vectors };
}

/** Makes a[p][q] zero by a rotation in the plane of p and q. */
function rotate(a: number[][], vectors: number[][], p: number, q: number): void {
  if (a[p]![q] === 0) return;
  const theta = (a[q]![q]! - a[p]![p]!) / (2 * a[p]![q]!);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  const turn = (rows: number[][], i: number, j: number, k: number, l: number) => {
    const x = rows[i]![j]!;
    const y = rows[k]![l]!;
    rows[i]![j] = c * x - s * y;
    rows[k]![l] = s * x + c * y;
  };
  for (let k = 0; k < a.length; k++) turn(a, k, p, k, q);
  for (let k = 0; k < a.length; k++) turn(a, p, k, q, k);
  for (let k = 0; k < a.length; k++) turn(vectors, k, p, k, q);
}
