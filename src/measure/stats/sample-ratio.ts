import { chiSquaredTail } from './chi-squared.js';

/** Pearson's test of the arms' sizes against what they should be. */
export interface SampleRatio {
  readonly chiSquared: number;
  readonly p: number;
  readonly expectedHeld: number;
}

/**
 * People of a time with one holdout share each: expected are the sums over all times, Σ n_k w_k, one degree of freedom. Null where nobody was exposed or one arm should be empty. (Fabijan et al., Diagnosing Sample Ratio
 * Mismatch, 2019; the gate is p < 0.001, for it is looked at with every report.)
 */
export function sampleRatio(
  times: readonly { readonly share: number; readonly sent: number; readonly held: number }[],
): SampleRatio | null {
  let [sent, held, expectedSent, expectedHeld] = [0, 0, 0, 0];
  for (const time of times) {
    const people = time.sent + time.held;
    sent += time.sent;
    held += time.held;
    expectedHeld += people * time.share;
    expectedSent += people * (1 - time.share);
  }
  if (!(expectedSent > 0 && expectedHeld > 0)) return null;
  const chiSquared = (sent - expectedSent) ** 2 / expectedSent + (held - expectedHeld) ** 2 / expectedHeld;
  return { chiSquared, p: chiSquaredTail(chiSquared, 1), expectedHeld };
}
