/**
 * What repeat buying is told from: x, t_x and T of Fader, Hardie and Lee (Marketing Science 24, 2005). Two orders on one day are one; time is in weeks, whatever the days: models fitted to
 * whole weeks are others.
 */
export interface BuyingHistory {
  /** Days with an order after the first one. */
  readonly repeats: number;
  /** Weeks from the first to the last such day; 0 without repeats. */
  readonly last: number;
  /** Weeks from the first to the last day that is looked at. */
  readonly age: number;
}

/** People with the same history. */
export interface Buyers extends BuyingHistory {
  readonly people: number;
}

/** Below so many people who came back, nothing is fitted. */
export const LEAST_REPEATERS = 200;
