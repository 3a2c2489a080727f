/** The types that attributes, event properties and traits can have. `date` is a calendar day, `time` an instant. */
export type ValueType = 'string' | 'number' | 'boolean' | 'date' | 'time';

/**
 * One typed value. `date` is `YYYY-MM-DD` text, `time` is an `Instant` number; both are told apart by the declared type.
 * Null means unknown and is never equal to anything.
 */
export type Value = string | number | boolean | null;

/** Milliseconds since 1970-01-01T00:00Z, whole. Warehouse times are cut to the millisecond when they are loaded. */
export type Instant = number;

/**
 * A length of time. `exact` milliseconds (minutes, hours) are exact; `months` and `days` are calendar units in the profile's
 * zone (`1y` is 12 months, `2w` is 14 days), applied first.
 */
export interface Duration {
  readonly months: number;
  readonly days: number;
  readonly exact: number;
  /** As the marketer wrote it, for sentences. */
  readonly text: string;
}

/** Minutes after local midnight, 0 to 1439. */
export type TimeOfDay = number;

/** ISO weekday: 1 Monday to 7 Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;
