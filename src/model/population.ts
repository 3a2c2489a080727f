import type { PropertyTest } from './condition.js';
import type { Duration, ValueType } from './value.js';

/** How often the values of a population are worked out anew: every day, every Monday, on every first of the month, at midnight in the project's zone. */
export type Refresh = 'daily' | 'weekly' | 'monthly';

/** How many refreshes back, the present one included, a stop rule looks for the last time that the percentile was outside its two limits. */
export const STOP_MEMORY = 14;

/** How many population members weigh as much as the person's own events: of `best_hour`, and of `purchase_gap`'s `expected`. */
export const OWN_HABIT = { best_hour: 20, purchase_gap: 5 } as const;

interface Common {
  readonly refresh: Refresh;
  /** Whole days only; null: everything up to the refresh. */
  readonly within: Duration | null;
}

/**
 * Something that is known of one person only by looking at everybody. Its values are worked out at each refresh from the whole days (in the project's zone) before
 * it, and stand until the next: what they are at a moment does not depend on when anybody asks.
 */
export type Population =
  /** Those with at least one such event in `within`, ranked by last day, number of distinct days, and sum of `property`. */
  | (Common & {
      readonly kind: 'rfm';
      readonly event: string;
      readonly property: string;
      readonly where: readonly PropertyTest[];
      readonly bins: number;
      readonly weights: { readonly recency: number; readonly frequency: number; readonly monetary: number };
      /** Shares of the population; `stopped` begins at `at` or below and ends above `resume`. */
      readonly stop: { readonly at: number; readonly resume: number } | null;
    })
  /** The time between the distinct days with such an event. */
  | (Common & {
      readonly kind: 'purchase_gap';
      readonly event: string;
      readonly where: readonly PropertyTest[];
      /** Below so many people who came back, the population is too small to tell. */
      readonly minRepeaters: number;
      /** Only people whose first day lies this many times the result back are counted; 0 counts all. */
      readonly followUp: number;
    })
  /** The hour of the day on the profile's clock, 0 to 23. */
  | (Common & { readonly kind: 'best_hour'; readonly events: readonly string[] })
  /** (x + shrink × p) / (n + shrink): x of the n `of` events of the person, p the same share among everybody. */
  | (Common & {
      readonly kind: 'share';
      readonly event: string;
      readonly where: readonly PropertyTest[];
      readonly of: string;
      readonly shrink: number;
    })
  /** What people will order and spend in the `horizon` days after a refresh, by a fitted model; of those with an event. `within` is null. */
  | (Common & {
      readonly kind: 'customer_value';
      readonly event: string;
      readonly property: string;
      readonly where: readonly PropertyTest[];
      readonly horizon: number;
      readonly buying: FittedBuying;
      readonly spending: FittedSpending;
    })
  /** How likely those with an event are to have another in the `horizon` days after a refresh: the fitted rate of their cell, see `cellOf`. `within` is null. */
  | (Common & {
      readonly kind: 'likelihood';
      readonly event: string;
      readonly where: readonly PropertyTest[];
      readonly horizon: number;
      readonly rates: readonly number[];
    });

/** The parameters of the modified BG/NBD model, time in weeks. */
export interface FittedBuying {
  readonly r: number;
  readonly alpha: number;
  readonly a: number;
  readonly b: number;
}

/** The parameters of the Gamma-Gamma model of what a day with an order brings. */
export interface FittedSpending {
  readonly p: number;
  readonly q: number;
  readonly v: number;
}

/** Groups by how lately, and as many by on how many days, that a `likelihood` is told by. */
export const LIKELIHOOD_BINS = 5;

/** The parts of traits that have several, by the key that tells the trait, with their types. */
export const TRAIT_PARTS = {
  rfm: {
    recency: 'number',
    frequency: 'number',
    monetary: 'number',
    score: 'number',
    percentile: 'number',
    stopped: 'boolean',
  },
  purchase_gap: {
    own: 'number',
    expected: 'number',
    population_mean: 'number',
    population_p50: 'number',
    population_p80: 'number',
    coverage: 'number',
  },
  customer_value: {
    alive: 'number',
    expected_orders: 'number',
    expected_value: 'number',
    churn_risk: 'number',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, ValueType>>>>;

/** The parts of a `purchase_gap` that are a number of days. */
export const GAP_DAYS: readonly string[] = ['own', 'expected', 'population_mean', 'population_p50', 'population_p80'];

/** The events that a population is made of, each with the tests on its properties. */
export function populationEvents(
  population: Population,
): readonly { readonly event: string; readonly where: readonly PropertyTest[] }[] {
  switch (population.kind) {
    case 'rfm':
    case 'purchase_gap':
    case 'customer_value':
    case 'likelihood':
      return [{ event: population.event, where: population.where }];
    case 'best_hour':
      return population.events.map((event) => ({ event, where: [] }));
    case 'share':
      return [
        { event: population.event, where: population.where },
        { event: population.of, where: [] },
      ];
  }
}
