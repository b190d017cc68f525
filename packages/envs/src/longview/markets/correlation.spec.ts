import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkCorrelation, cholesky, eigen, nearestCorrelation, type Matrix } from './correlation.ts';

const names = ['equities', 'bonds', 'cash'];
const contradiction = [
  [1, 0.9, -0.9],
  [0.9, 1, 0.9],
  [-0.9, 0.9, 1],
];

const anySymmetric = fc
  .integer({ min: 1, max: 6 })
  .chain((size) =>
    fc
      .array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: size * size, maxLength: size * size })
      .map((numbers) =>
        Array.from({ length: size }, (_, i) =>
          Array.from({ length: size }, (__, j) => (i === j ? 1 : numbers[Math.min(i, j) * size + Math.max(i, j)]!)),
        ),
      ),
  );

const furthest = (a: Matrix, b: Matrix) =>
  Math.max(...a.flatMap((row, i) => row.map((value, j) => Math.abs(value - b[i]![j]!))));
const product = (a: Matrix, b: Matrix) =>
  a.map((row) => row.map((_, j) => row.reduce((s, x, k) => s + x * b[k]![j]!, 0)));
const transposed = (a: Matrix) => a.map((row, i) => row.map((_, j) => a[j]![i]!));

it('factorises: L Lᵀ is the matrix again', () => {
  fc.assert(
    fc.property(anySymmetric, (symmetric) => {
      const matrix = nearestCorrelation(symmetric);
      const factor = cholesky(matrix);
      expect(furthest(product(factor, transposed(factor)), matrix)).toBeLessThan(1e-12);
      expect(factor.every((row, i) => row.every((value, j) => j <= i || value === 0))).toBe(true);
    }),
  );
});

it('finds eigenvalues and vectors: A v = lambda v', () => {
  fc.assert(
    fc.property(anySymmetric, (matrix) => {
      const { values, vectors } = eigen(matrix);
      const scaled = vectors.map((row) => row.map((value, k) => value * values[k]!));
      expect(furthest(product(matrix, vectors), scaled)).toBeLessThan(1e-12);
    }),
  );
});

it('repairs to correlations, and leaves those that are none to repair', () => {
  fc.assert(
    fc.property(anySymmetric, (symmetric) => {
      const repaired = nearestCorrelation(symmetric);
      expect(Math.min(...eigen(repaired).values)).toBeGreaterThan(1e-9);
      expect(repaired.every((row, i) => row[i] === 1)).toBe(true);
      expect(furthest(repaired, transposed(repaired))).toBeLessThan(1e-15);
      // A projection: what is a correlation matrix already is the nearest to itself.
      expect(furthest(nearestCorrelation(repaired), repaired)).toBeLessThan(1e-7);
    }),
  );
});

it('is the nearest matrix of the literature', () => {
  // Higham (2002).
  const small = nearestCorrelation([
    [1, 1, 0],
    [1, 1, 1],
    [0, 1, 1],
  ]);
  expect(small[0]!.map((value) => value.toFixed(4))).toEqual(['1.0000', '0.7607', '0.1573']);
  // The example of the NAG library's routine G02AAF, which computes the same.
  const tridiagonal = nearestCorrelation([
    [2, -1, 0, 0],
    [-1, 2, -1, 0],
    [0, -1, 2, -1],
    [0, 0, -1, 2],
  ]);
  expect(tridiagonal.slice(0, 2).map((row) => row.map((value) => value.toFixed(4)))).toEqual([
    ['1.0000', '-0.8084', '0.1916', '0.1068'],
    ['-0.8084', '1.0000', '-0.6562', '0.1916'],
  ]);
});

const check = (matrix: Matrix) => () => checkCorrelation(matrix, names, false);

it('names what is no correlation', () => {
  expect(check(contradiction)).toThrow(
    'correlation is not positive definite: its smallest eigenvalue is -0.800, and the rows of equities, bonds, cash already contradict each other',
  );
  expect(check([[1]])).toThrow('correlation has 1 rows');
  expect(
    check([
      [1, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]),
  ).toThrow('correlation[0] (equities) has 2 numbers');
  expect(
    check([
      [1, 2, 0],
      [2, 1, 0],
      [0, 0, 1],
    ]),
  ).toThrow('correlation[0][1] (equities, bonds) is 2');
  expect(
    check([
      [1, 0, 0],
      [0, 0.5, 0],
      [0, 0, 1],
    ]),
  ).toThrow('correlation[1][1] (bonds, bonds) is 0.5, and must be 1');
  expect(
    check([
      [1, 0.3, 0],
      [0.2, 1, 0],
      [0, 0, 1],
    ]),
  ).toThrow('correlation[0][1] (equities, bonds) is 0.3, but correlation[1][0] is 0.2');
  expect(
    check([
      [1, 1, 0],
      [1, 1, 0],
      [0, 0, 1],
    ]),
  ).toThrow('rows of equities, bonds already');
  expect(() => cholesky(contradiction)).toThrow(RangeError);
});

it('repairs on request only', () => {
  const repaired = checkCorrelation(contradiction, names, true);
  expect(repaired).toEqual(nearestCorrelation(contradiction));
  // By symmetry all three give up the same: 0.9 becomes 0.5, where the matrix is singular.
  expect(repaired[0]!.map((value) => value.toFixed(4))).toEqual(['1.0000', '0.5000', '-0.5000']);
});
