import { gammaP, gammaQ } from './incomplete-gamma.js';

/** P(Z ≤ x) of the standard normal distribution, with its digits in both tails. */
export function normalCdf(x: number): number {
  const half = (x * x) / 2;
  if (x < -1) return gammaQ(0.5, half) / 2;
  return (1 + Math.sign(x) * gammaP(0.5, half)) / 2;
}

/** Density of the standard normal distribution. */
export function normalDensity(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}

/** The x with P(Z ≤ x) = p: algorithm AS 241, PPND16 (M. J. Wichura, Applied Statistics 37, 1988), about sixteen digits. */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return q * rational(0.180625 - q * q, CENTRAL);
  const r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
  const tail = r === Number.POSITIVE_INFINITY ? r : r <= 5 ? rational(r - 1.6, MIDDLE) : rational(r - 5, FAR);
  return q < 0 ? -tail : tail;
}

interface Rational {
  readonly above: readonly number[];
  readonly below: readonly number[];
}

const CENTRAL: Rational = {
  above: [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087,
    33430.57558358813, 2509.0809287301227,
  ],
  below: [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
    28729.085735721943, 5226.495278852546,
  ],
};

const MIDDLE: Rational = {
  above: [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
    0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
  ],
  below: [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
    0.0005475938084995345, 1.0507500716444169e-9,
  ],
};

const FAR: Rational = {
  above: [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
    0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
  ],
  below: [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133, 1.8463183175100548e-5,
    1.421511758316446e-7, 2.0442631033899397e-15,
  ],
};

function rational(x: number, { above, below }: Rational): number {
  const value = (coefficients: readonly number[]): number => coefficients.reduceRight((sum, next) => sum * x + next, 0);
  return value(above) / value(below);
}
