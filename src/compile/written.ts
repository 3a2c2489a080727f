import { parseDuration } from '../model/duration.js';
import { invariant } from '../model/failure.js';
import { parsePercentage } from '../model/percentage.js';
import { parseRate, type Rate } from '../model/rate.js';
import { parseTimeOfDay } from '../model/time-of-day.js';
import type { Duration, TimeOfDay } from '../model/value.js';

/** The duration a marketer wrote; the project was checked, so it is one. */
export function duration(text: string): Duration {
  const value = parseDuration(text);
  invariant(value, `"${text}" is a duration`);
  return value;
}

/** The share (0 to 1) of a percentage that was checked. */
export function share(text: string): number {
  const value = parsePercentage(text);
  invariant(value !== null, `"${text}" is a percentage`);
  return value;
}

/** The rate of a text that was checked. */
export function rate(text: string): Rate {
  const value = parseRate(text);
  invariant(value, `"${text}" is a rate`);
  return value;
}

/** Minutes after midnight of a time of day that was checked. */
export function timeOfDay(text: string): TimeOfDay {
  const value = parseTimeOfDay(text);
  invariant(value !== null, `"${text}" is a time of day`);
  return value;
}

/** `order_placed.value` as event and property; without a point the property is null. */
export function eventAndProperty(text: string): { readonly event: string; readonly property: string | null } {
  const [event = '', property] = text.split('.');
  return { event, property: property ?? null };
}
