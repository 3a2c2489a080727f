const EULER_GAMMA = 0.5772156649015329;

/** ζ(k) − 1 for k = 2, 3, … */
const ZETA_LESS_ONE = [
  0.6449340668482264, 0.2020569031595943, 0.08232323371113819, 0.03692775514336993, 0.01734306198444914,
  0.008349277381922827, 0.00407735619794434, 0.0020083928260822143, 0.0009945751278180853, 0.0004941886041194645,
  0.0002460865533080483, 0.00012271334757848915, 6.124813505870483e-5, 3.058823630702049e-5, 1.528225940865187e-5,
  7.637197637899763e-6, 3.81729326499984e-6, 1.908212716553939e-6, 9.539620338727962e-7, 4.769329867878064e-7,
  2.38450502727733e-7, 1.1921992596531106e-7, 5.960818905125948e-8, 2.980350351465228e-8, 1.4901554828365043e-8,
];

const HALF_LOG_TWO_PI = 0.9189385332046728;

/** From here on Stirling's series has sixteen digits. */
const LARGE = 10;

/** ln Γ(x) for x > 0, to fifteen digits also beside its zeros at 1 and 2. (DLMF 5.7.3 between 1.5 and 2.5, 5.5.1 to get there, 5.11.1 for large x.) */
export function logGamma(x: number): number {
  if (!(x > 0)) return Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  if (x >= LARGE) return (x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI + stirlingSeries(x);
  if (x < 0.5) return aroundTwo(x) - Math.log1p(x) - Math.log(x);
  if (x < 1.5) return aroundTwo(x - 1) - Math.log1p(x - 1);
  let product = 1;
  let y = x;
  while (y > 2.5) {
    y -= 1;
    product *= y;
  }
  return Math.log(product) + aroundTwo(y - 2);
}

/** What Stirling's formula for ln Γ(x + 1) lacks: ln Γ(x + 1) − (x + ½) ln x + x − ½ ln 2π. (C. Loader, Fast and Accurate Computation of Binomial Probabilities, 2000.) */
export function stirlingError(x: number): number {
  return x >= LARGE ? stirlingSeries(x) : logGamma(x + 1) - (x + 0.5) * Math.log(x) + x - HALF_LOG_TWO_PI;
}

/** x ln(x / m) + m − x without cancellation where the two are near: the deviance of Poisson, from which densities get their digits. (Loader 2000.) */
export function deviance(x: number, m: number): number {
  if (x === 0) return m;
  if (Math.abs(x - m) > 0.1 * (x + m)) return x * Math.log(x / m) + m - x;
  const v = (x - m) / (x + m);
  let sum = (x - m) * v;
  let power = 2 * x * v;
  for (let odd = 3; ; odd += 2) {
    power *= v * v;
    const next = sum + power / odd;
    if (!(Math.abs(next - sum) > 0)) return next;
    sum = next;
  }
}

/** ln Γ(2 + z) for |z| ≤ ½. */
function aroundTwo(z: number): number {
  let sum = 0;
  for (let k = ZETA_LESS_ONE.length + 1; k >= 2; k--) sum = (sum + ZETA_LESS_ONE[k - 2]! / k) * -z;
  return (1 - EULER_GAMMA) * z - sum * z;
}

function stirlingSeries(x: number): number {
  const s = 1 / (x * x);
  return (1 / 12 + s * (-1 / 360 + s * (1 / 1260 + s * (-1 / 1680 + s * (1 / 1188 - (s * 691) / 360360))))) / x;
}
