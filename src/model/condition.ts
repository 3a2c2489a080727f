import type { Population } from './population.js';
import type { Duration, Value } from './value.js';

/**
 * The one typed form of every condition (segments, stages, audiences, `when`, `where`, `unless`, `exit_on`), after names are
 * resolved and shorthands spelled out. Logic is two-valued: a leaf whose value is null is false, except `exists: false`,
 * `is_not` and `not_in`, which are the exact opposites of `exists: true`, `is` and `in`.
 */
export type Condition =
  | { readonly kind: 'all'; readonly of: readonly Condition[] }
  | { readonly kind: 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'attribute'; readonly name: string; readonly test: Test }
  | EventCondition
  | { readonly kind: 'segment'; readonly segment: string }
  | { readonly kind: 'stage'; readonly stage: string }
  /**
   * True when this campaign's step was sent to the profile (by lifecycle itself) at or before the moment of asking; with `ofJourney`, in the very journey whose step asks.
   */
  | { readonly kind: 'message'; readonly campaign: string; readonly step: string; readonly ofJourney?: true };

/**
 * True when the events named, at or before the moment of asking, that lie in `window` and match `where`, pass `measure`.
 * `{kind: 'count', test: {op: 'gte', value: 1}}` is the plain "has done it".
 */
export interface EventCondition {
  readonly kind: 'event';
  readonly event: string;
  readonly where: readonly PropertyTest[];
  readonly window: Window;
  readonly measure:
    | { readonly kind: 'count'; readonly test: Test }
    /** The sum over matching events of a number property; null properties add nothing; no event sums to 0. */
    | { readonly kind: 'sum'; readonly property: string; readonly test: Test };
}

/** Whether a condition asks for one event or more, in whatever time: the plain "has done it". */
export function asksOnce({ measure }: EventCondition): boolean {
  return measure.kind === 'count' && measure.test.op === 'gte' && measure.test.value === 1;
}

/** Whether a condition says no more than that an event happened, at some time. In `exit_on` it means "from now on" and fires on the event itself; all else is a state, asked when a step is due. */
export function isPlainEvent(condition: Condition): condition is EventCondition {
  return condition.kind === 'event' && condition.window.kind === 'ever' && asksOnce(condition);
}

/** Which events count, seen from the moment `t` of asking. Every window also ends at `t`, inclusive. */
export type Window =
  | { readonly kind: 'ever' }
  /** Event time > t − duration (calendar subtraction in the profile's zone). */
  | { readonly kind: 'within'; readonly duration: Duration }
  /** after ≤ event time < before. Each a local moment; null is open. */
  | { readonly kind: 'between'; readonly after: LocalMoment | null; readonly before: LocalMoment | null }
  /** Events that tell of the message of `step` in the very journey whose step asks; none elsewhere. */
  | { readonly kind: 'journey'; readonly step: string };

/** `YYYY-MM-DD` (midnight in the profile's zone) or `YYYY-MM-DDTHH:MM[:SS]` (profile's wall clock, or exact with `Z`/offset). */
export type LocalMoment = string;

/** A test of one event property. All tests in a list must hold. */
export interface PropertyTest {
  readonly property: string;
  readonly test: Test;
}

/**
 * A test of one value. Numbers compare as numbers, strings by code units (`contains` and `starts_with` match case exactly), dates as
 * days, times as instants. Comparing unlike types is false.
 */
export type Test =
  | { readonly op: 'is' | 'is_not'; readonly value: Exclude<Value, null> }
  | { readonly op: 'in' | 'not_in'; readonly values: readonly Exclude<Value, null>[] }
  | { readonly op: 'gt' | 'gte' | 'lt' | 'lte'; readonly value: number | string }
  /** Both ends included. */
  | { readonly op: 'between'; readonly low: number | string; readonly high: number | string }
  | { readonly op: 'contains' | 'starts_with'; readonly value: string }
  | { readonly op: 'exists'; readonly value: boolean }
  /** For dates and times: value < moment; value ≥ moment. */
  | { readonly op: 'before' | 'after'; readonly moment: LocalMoment }
  /** For dates and times: t − duration < value ≤ t. A date stands for its local midnight. */
  | { readonly op: 'within'; readonly duration: Duration }
  /** All of several operators written on one value (`{gte: 1, lt: 5}`). */
  | { readonly op: 'every'; readonly of: readonly Test[] };

/** A computed attribute, from the profile's events at or before the moment of asking. */
export type Trait =
  /** Number of events. */
  | { readonly kind: 'count'; readonly event: string; readonly where: readonly PropertyTest[]; readonly window: Window }
  /** Sum of a number property; null properties add nothing; 0 when there is no event. */
  | {
      readonly kind: 'sum';
      readonly event: string;
      readonly property: string;
      readonly where: readonly PropertyTest[];
      readonly window: Window;
    }
  /** Of the first or last event (by time, then id): its time when `property` is null, else that property. Null when none. */
  | {
      readonly kind: 'first' | 'last';
      readonly event: string;
      readonly property: string | null;
      readonly where: readonly PropertyTest[];
      readonly window: Window;
    }
  /** The property value seen most often; ties go to the one seen last, then to the smallest by code units. Null when none. */
  | {
      readonly kind: 'most_frequent';
      readonly event: string;
      readonly property: string;
      readonly where: readonly PropertyTest[];
      readonly window: Window;
    }
  /** Points for each event, fading: the sum of weight × 2^(−age / halfLife) at the exact moment, `halfLife` in milliseconds; 0 when there is no event. */
  | {
      readonly kind: 'score';
      /** By event, sorted. */
      readonly weights: readonly { readonly event: string; readonly weight: number }[];
      readonly halfLife: number;
    }
  /** A part of what was worked out for everybody at the last refresh; null for those of whom nothing can be said. */
  | { readonly kind: 'frozen'; readonly population: Population; readonly part: string };
