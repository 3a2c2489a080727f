import { type Estimated, notEstimable } from './estimate.js';
import type { Moments } from './moments.js';
import { studentCdf, studentQuantile } from './student-t.js';

/** Difference of two means, first minus second: Welch's t with Satterthwaite's degrees of freedom (B. L. Welch 1947). */
export function welch(sent: Moments, held: Moments, alpha = 0.05): Estimated {
  const squared = sent.variance / sent.n + held.variance / held.n;
  return byStudent(sent.mean - held.mean, squared, degreesOfFreedom(sent, held), alpha);
}

/** Relative lift of a mean by the delta method: se² = s_T²/(n_T m_C²) + m_T² s_C²/(n_C m_C⁴). (GrowthBook gbstats.) Its tails are uneven where the holdout is small: it decides nothing here. */
export function relativeDelta(sent: Moments, held: Moments, alpha = 0.05): Estimated {
  if (held.mean === 0) return notEstimable('the mean of the held-out is 0');
  const ratio = sent.mean / held.mean;
  const squared = (sent.variance / sent.n + (ratio ** 2 * held.variance) / held.n) / held.mean ** 2;
  return byStudent(ratio - 1, squared, degreesOfFreedom(sent, held), alpha);
}

/**
 * Relative lift of a mean by Fieller's theorem (E. C. Fieller 1954): the roots of (m_C² − q² v_C) t² − 2 m_T m_C t + m_T² − q² v_T = 0. Where the held-out's mean could itself be 0 there are no bounds,
 * and none are made up.
 */
export function fieller(sent: Moments, held: Moments, alpha = 0.05): Estimated {
  const difference = welch(sent, held, alpha);
  if (difference.value === null) return difference;
  const q = studentQuantile(1 - alpha / 2, degreesOfFreedom(sent, held)) ** 2;
  const a = held.mean ** 2 - (q * held.variance) / held.n;
  if (!(a > 0)) return notEstimable('the mean of the held-out is too uncertain to divide by it');
  const b = sent.mean * held.mean;
  const root = Math.sqrt(Math.max(0, b ** 2 - a * (sent.mean ** 2 - (q * sent.variance) / sent.n)));
  const value = sent.mean / held.mean - 1;
  return { ...difference, value, low: (b - root) / a - 1, high: (b + root) / a - 1 };
}

function degreesOfFreedom(sent: Moments, held: Moments): number {
  const [t, c] = [sent.variance / sent.n, held.variance / held.n];
  return (t + c) ** 2 / (t ** 2 / (sent.n - 1) + c ** 2 / (held.n - 1));
}

function byStudent(value: number, squared: number, df: number, alpha: number): Estimated {
  if (!Number.isFinite(value) || !Number.isFinite(squared)) return notEstimable('the numbers are too large');
  if (!(squared > 0)) return notEstimable('everybody has the same value');
  const standardError = Math.sqrt(squared);
  const half = studentQuantile(1 - alpha / 2, df) * standardError;
  const p = Math.min(1, 2 * studentCdf(-Math.abs(value / standardError), df));
  return { value, low: value - half, high: value + half, standardError, p };
}
