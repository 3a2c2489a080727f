/** One equation: `y` is about the sum of coefficients times `x`, and counts by its weight. */
export interface Equation {
  readonly weight: number;
  readonly x: readonly number[];
  readonly y: number;
}

/** Smaller than this, beside what it was, a pivot is what rounding left of nought. */
const NOTHING = 1e-10;

/**
 * The coefficients that leave the least sum of weighted squares: the normal equations X'WX b = X'Wy by elimination in the order of the columns. A column that the earlier ones already say everything about has coefficient 0.
 */
export function solveLeastSquares(equations: readonly Equation[]): readonly number[] {
  const size = equations[0]?.x.length ?? 0;
  const rows = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size + 1 }, (_, j) =>
      equations.reduce((sum, { weight, x, y }) => sum + weight * (x[i] ?? 0) * (j === size ? y : (x[j] ?? 0)), 0),
    ),
  );
  const whole = rows.map((row, index) => row[index] ?? 0);
  const used: boolean[] = [];
  for (let pivot = 0; pivot < size; pivot++) {
    const row = rows[pivot] ?? [];
    const head = row[pivot] ?? 0;
    used[pivot] = head > NOTHING * (whole[pivot] ?? 0);
    if (used[pivot] !== true) continue;
    for (const [index, other] of rows.entries()) {
      if (index === pivot) continue;
      const times = (other[pivot] ?? 0) / head;
      for (let column = pivot; column <= size; column++)
        other[column] = (other[column] ?? 0) - times * (row[column] ?? 0);
    }
  }
  return rows.map((row, index) => (used[index] === true ? (row[size] ?? 0) / (row[index] ?? 1) : 0));
}
