import type { Interval } from '../../model/measurement.js';

/** An interval that may be looked at every day, and its p. */
export interface AlwaysValid extends Interval {
  readonly low: number;
  readonly high: number;
  readonly p: number;
}

/** What a sequence is tuned to. */
export interface Sequence {
  /** People of both arms who are counted so far. */
  readonly people: number;
  /** People of both arms that the plan counts on: there the sequence is narrowest. */
  readonly planned: number;
}

/**
 * Half-width of the always-valid interval, in standard errors: √(2 (k + 1)/k · ln(√(k + 1)/α)), k = n ρ², ρ² = (−2 ln α + ln(1 − 2 ln α))/N*. (I. Waudby-Smith et al., Time-uniform central limit theory and asymptotic
 * confidence sequences, 2021; as in GrowthBook. Eppo's and mSPRT's are the same boundary.)
 */
export function sequenceFactor({ people, planned }: Sequence, alpha = 0.05): number {
  const k = people * tuning(planned, alpha);
  if (!(k > 0)) return Number.POSITIVE_INFINITY;
  return Math.sqrt(((2 * (k + 1)) / k) * Math.log(Math.sqrt(k + 1) / alpha));
}

/** The interval of one look, and its p: min(1, √(1 + k) · exp(−k/(1 + k) · z²/2)). Null while there is no standard error. */
export function alwaysValid(
  value: number,
  standardError: number,
  sequence: Sequence,
  alpha = 0.05,
): AlwaysValid | null {
  const factor = sequenceFactor(sequence, alpha);
  if (!(standardError > 0) || !Number.isFinite(factor)) return null;
  const k = sequence.people * tuning(sequence.planned, alpha);
  const p = Math.min(1, Math.sqrt(1 + k) * Math.exp(((-k / (1 + k)) * (value / standardError) ** 2) / 2));
  return { value, low: value - factor * standardError, high: value + factor * standardError, p };
}

/** The same of a relative lift, from the logarithm of the ratio. */
export function alwaysValidLift(
  log: number,
  standardError: number,
  sequence: Sequence,
  alpha = 0.05,
): AlwaysValid | null {
  const interval = alwaysValid(log, standardError, sequence, alpha);
  if (!interval) return null;
  return { value: Math.expm1(log), low: Math.expm1(interval.low), high: Math.expm1(interval.high), p: interval.p };
}

/** The smallest p up to each look: what was once known stays known. */
export function runningP(looks: readonly (number | null)[]): readonly number[] {
  let least = 1;
  return looks.map((p) => {
    least = Math.min(least, p ?? 1);
    return least;
  });
}

function tuning(planned: number, alpha: number): number {
  const logarithm = -2 * Math.log(alpha);
  return (logarithm + Math.log(1 + logarithm)) / planned;
}
