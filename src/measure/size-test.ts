import { testAndRoll } from './stats/test-and-roll.js';

/** Whom a message goes to as long as its test is to pay, and what they do. */
export interface TestQuestion {
  readonly people: number;
  /** Variants; of a test of factors, the levels of the factor that has most. */
  readonly arms: number;
  /** Share of people with anything to count, and the squared coefficient of variation among those. */
  readonly rate: number;
  readonly spread: number;
}

/** How far variants usually lie apart, as a share of their mean, where nothing else is known. */
const SIGMA = 0.1;

/**
 * How many people each variant should have so that test and roll-out earn most together; null where nobody, or everybody, does the same. The largest of k normal means grows with its spread alike for every k, so that
 * k n people cost the rest what 2 n cost the rest of 2/k as many: the size for two holds for all.
 */
export function sizeTest({ people, arms, rate, spread }: TestQuestion): number | null {
  // As a share of the mean, over all people: those who do nothing, too.
  const variance = rate > 0 ? (spread + 1) / rate - 1 : 0;
  if (variance <= 0 || people <= 0) return null;
  return testAndRoll((2 * people) / arms, { sigma: SIGMA, deviation: Math.sqrt(variance) });
}
