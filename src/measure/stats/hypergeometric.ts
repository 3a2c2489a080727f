/** 2F1(a, b; c; z) for 0 ≤ z < 1 and c > 0 by its series (DLMF 15.2.1): all terms of one sign where a, b > 0, so that none of its digits are lost. The nearer z is to 1, the longer it takes. */
export function hypergeometric2F1(a: number, b: number, c: number, z: number): number {
  if (!(z >= 0 && z < 1 && c > 0)) return Number.NaN;
  let term = 1;
  let sum = 1;
  for (let k = 0; k < 1e7; k++) {
    const factor = (((a + k) * (b + k)) / ((c + k) * (k + 1))) * z;
    term *= factor;
    sum += term;
    // What is left is at most a geometric series of the present factor, once the factors fall.
    if (Math.abs(term) <= Math.abs(sum) * Number.EPSILON * (1 - Math.min(Math.abs(factor), 1 - 1e-12))) return sum;
  }
  return sum;
}
