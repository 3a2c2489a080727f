import type { PropertyTest } from './condition.js';
import { compareText } from './diagnostic.js';
import type { Duration } from './value.js';

/** What is counted of people's events, and which way is good. */
export interface Metric {
  readonly measure: Measure;
  readonly better: 'higher' | 'lower';
}

/**
 * Whom a metric can compare: `holdout`, what people do whether or not they get messages; `variants`, what only people who get messages can do; `respondents`, what only those who answer say;
 * `descriptive`, what belongs to the business and to nobody by himself.
 */
export type Compares = 'holdout' | 'variants' | 'respondents' | 'descriptive';

/** A number for people together: a count or sum divided by the number of people, one measure divided by another, or what only the business has. */
export type Measure =
  | EventMeasure
  /** The first divided by the second, each summed over all people. */
  | { readonly kind: 'ratio'; readonly of: readonly [Measure, Measure] }
  /** One minus a share: churn is what retention leaves. */
  | { readonly kind: 'complement'; readonly of: EventMeasure }
  /** Points for events by name, each worth half after every `halfLife`, as of the end of the window. */
  | { readonly kind: 'score'; readonly points: Readonly<Record<string, number>>; readonly halfLife: Duration }
  /** The mean of a number attribute or trait, as it is known when the report is made. */
  | { readonly kind: 'attribute'; readonly name: string }
  /** Money spent, from the table of costs: of these kinds. */
  | { readonly kind: 'cost'; readonly of: readonly string[] }
  /** What another metric gained against the holdout in all, for each unit of money that messages and incentives cost. */
  | { readonly kind: 'incremental'; readonly metric: string };

/** What is counted of one kind of event, person by person. */
export type EventMeasure =
  /** People with at least one event; with `atLeast`, so many. `newTo`: only events whose property has a value that it never had for them before; `above`: only those whose number is higher than any before, and there was one. */
  | {
      readonly kind: 'share';
      readonly event: string;
      readonly where: readonly PropertyTest[];
      readonly atLeast?: number;
      readonly newTo?: string;
      readonly above?: string;
    }
  /** All their events. */
  | { readonly kind: 'count'; readonly event: string; readonly where: readonly PropertyTest[] }
  /** The sum of a number property. */
  | {
      readonly kind: 'sum';
      readonly event: string;
      readonly property: string;
      readonly where: readonly PropertyTest[];
    }
  /** People with an event later than `after` and up to `within` from when they are counted, whatever the window. */
  | {
      readonly kind: 'retention';
      readonly event: string;
      readonly where: readonly PropertyTest[];
      readonly after: Duration;
      readonly within: Duration;
    }
  /** What those who answered said: promoters minus detractors, the share of 4 and 5 of 5, or the mean; the last answer of each person. */
  | {
      readonly kind: 'survey';
      readonly event: string;
      readonly property: string;
      readonly where: readonly PropertyTest[];
      readonly scale: 'nps' | 'csat' | 'ces';
    };

/** The events that a measure counts, each with the tests on its properties. */
export function eventMeasures(measure: Measure): readonly EventMeasure[] {
  switch (measure.kind) {
    case 'ratio':
      return measure.of.flatMap(eventMeasures);
    case 'complement':
      return [measure.of];
    case 'score':
      return Object.keys(measure.points)
        .sort(compareText)
        .map((event) => ({ kind: 'count', event, where: [] }));
    case 'attribute':
    case 'cost':
    case 'incremental':
      return [];
    default:
      return [measure];
  }
}
