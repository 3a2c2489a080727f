import { addDuration, localTime, subtractDuration, wallClock } from '../calendar/local-time.js';
import { shiftDay, yearlyDay } from '../calendar/shift-day.js';
import { DAY, MINUTE } from '../model/milliseconds.js';
import type { DateTrigger } from '../model/plan.js';
import { formatTimeOfDay } from '../model/time-of-day.js';
import type { Instant, TimeOfDay, Value, ValueType } from '../model/value.js';

const MONTH = 30.436875 * DAY;
/** More than months, clocks and the time of the day ever move an estimate. */
const SLACK = 40 * DAY;

/** One coming of a day. */
export interface DateOccasion {
  /**
   * `date:renews:2026-03-02T09:00`: the wall clock rather than the instant, so that a day that was served is not served again when the person's zone changes. The instant
   * for a `time` that comes at its own moment.
   */
  readonly id: string;
  readonly at: Instant;
}

/** The comings of the day in an attribute in (`after`, `upTo`], in order; none for an unknown value. */
export function dateOccasions(
  trigger: DateTrigger,
  value: Value,
  type: ValueType,
  zone: string,
  after: Instant,
  upTo: Instant,
): readonly DateOccasion[] {
  const comesIn = ({ at }: DateOccasion): boolean => at > after && at <= upTo;
  if (upTo <= after) return [];
  const { attribute, offset, yearly } = trigger;
  if (type === 'time' && typeof value === 'number' && trigger.at === null && !yearly) {
    const shift = offset?.direction === 'before' ? subtractDuration : addDuration;
    const at = offset === null ? value : shift(value, offset.duration, zone);
    return [{ id: `date:${attribute}:${at}`, at }].filter(comesIn);
  }
  const first = firstDay(value, type, zone);
  if (first === null) return [];
  const minutes = trigger.at ?? first.minutes;
  if (!yearly) return [occasionOn(trigger, first.date, minutes, zone)].filter(comesIn);
  const found: DateOccasion[] = [];
  const estimate = estimatedOffset(trigger);
  const from = Math.max(yearOf(first.date), yearAt(after - estimate - SLACK));
  for (let year = from; year <= yearAt(upTo - estimate + SLACK); year++) {
    const day = yearlyDay(first.date.slice(5), year);
    const about = Date.parse(`${day}T00:00:00Z`) + estimate;
    // The calendar is slow, and most days of the year are nobody's.
    if (about < after - SLACK || about > upTo + SLACK) continue;
    found.push(occasionOn(trigger, day, minutes, zone));
  }
  return found.filter(comesIn);
}

function firstDay(
  value: Value,
  type: ValueType,
  zone: string,
): { readonly date: string; readonly minutes: TimeOfDay } | null {
  if (type === 'date' && typeof value === 'string') return { date: value, minutes: 0 };
  return type === 'time' && typeof value === 'number' ? localTime(value, zone) : null;
}

function occasionOn({ attribute, offset }: DateTrigger, date: string, minutes: TimeOfDay, zone: string): DateOccasion {
  const sign = offset?.direction === 'before' ? -1 : 1;
  const { months, days, exact } = offset?.duration ?? { months: 0, days: 0, exact: 0 };
  const day = shiftDay(date, sign * months, sign * days);
  const rest = exact === 0 ? '' : `${sign < 0 ? '-' : '+'}${exact / MINUTE}m`;
  return {
    id: `date:${attribute}:${day}T${formatTimeOfDay(minutes)}${rest}`,
    at: wallClock(day, minutes, zone) + sign * exact,
  };
}

function estimatedOffset({ offset }: DateTrigger): number {
  if (offset === null) return 0;
  const { months, days, exact } = offset.duration;
  return (offset.direction === 'before' ? -1 : 1) * (months * MONTH + days * DAY + exact);
}

function yearOf(day: string): number {
  return Number(day.slice(0, 4));
}

function yearAt(t: Instant): number {
  return new Date(t).getUTCFullYear();
}
