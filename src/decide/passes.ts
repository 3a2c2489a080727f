import { localMoment, subtractDuration } from '../calendar/local-time.js';
import type { Test } from '../model/condition.js';
import { DAY, HOUR } from '../model/milliseconds.js';
import type { Duration, Instant, Value, ValueType } from '../model/value.js';

/** Whether a value of a declared type passes a test at the moment `at`, in the profile's zone. Rules: see `Test`. */
export function passes(value: Value, type: ValueType, test: Test, at: Instant, zone: string): boolean {
  switch (test.op) {
    case 'every':
      return test.of.every((each) => passes(value, type, each, at, zone));
    case 'exists':
      return (value !== null) === test.value;
    case 'is':
      return equals(value, type, test.value, zone);
    case 'is_not':
      return !equals(value, type, test.value, zone);
    case 'in':
      return test.values.some((each) => equals(value, type, each, zone));
    case 'not_in':
      return !test.values.some((each) => equals(value, type, each, zone));
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return compares(value, type, test.op, test.value, zone);
    case 'between':
      return compares(value, type, 'gte', test.low, zone) && compares(value, type, 'lte', test.high, zone);
    case 'contains':
      return typeof value === 'string' && type === 'string' && value.includes(test.value);
    case 'starts_with':
      return typeof value === 'string' && type === 'string' && value.startsWith(test.value);
    case 'before':
    case 'after': {
      const t = instantOf(value, type, zone);
      const moment = localMoment(test.moment, zone);
      return t !== null && (test.op === 'before' ? t < moment : t >= moment);
    }
    case 'within': {
      const t = instantOf(value, type, zone);
      return t !== null && t <= at && isAfterStart(t, at, test.duration, zone);
    }
  }
}

/** Whether `t` > `at` − `duration` by the calendar of the zone; asks the calendar only where the answer depends on it. */
export function isAfterStart(t: Instant, at: Instant, duration: Duration, zone: string): boolean {
  if (duration.months === 0 && duration.days === 0) return t > at - duration.exact;
  const slack = 30 * HOUR;
  const days = duration.months * 28 + duration.days;
  if (t > at - days * DAY - duration.exact + slack) return true;
  const most = duration.months * 31 + duration.days;
  if (t < at - most * DAY - duration.exact - slack) return false;
  return t > subtractDuration(at, duration, zone);
}

/** The instant that a date (its local midnight) or a time stands for; null for other types and unknown values. */
export function instantOf(value: Value, type: ValueType, zone: string): Instant | null {
  if (type === 'time' && typeof value === 'number') return value;
  if (type === 'date' && typeof value === 'string') return localMoment(value, zone);
  return null;
}

function equals(value: Value, type: ValueType, wanted: Exclude<Value, null>, zone: string): boolean {
  if (type === 'time' && typeof wanted === 'string') return value !== null && value === localMoment(wanted, zone);
  return value === wanted;
}

function compares(
  value: Value,
  type: ValueType,
  op: 'gt' | 'gte' | 'lt' | 'lte',
  wanted: number | string,
  zone: string,
): boolean {
  if (value === null) return false;
  const limit = type === 'time' && typeof wanted === 'string' ? localMoment(wanted, zone) : wanted;
  if (typeof value !== typeof limit || typeof value === 'boolean') return false;
  switch (op) {
    case 'gt':
      return value > limit;
    case 'gte':
      return value >= limit;
    case 'lt':
      return value < limit;
    case 'lte':
      return value <= limit;
  }
}
