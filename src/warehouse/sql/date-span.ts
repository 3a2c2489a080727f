import { addDays, addDuration, localTime, subtractDuration } from '../../calendar/local-time.js';
import { DAY } from '../../model/milliseconds.js';
import type { DateTrigger } from '../../model/plan.js';
import type { Instant } from '../../model/value.js';
import { spell } from './edges.js';
import { known } from './lower-test.js';
import type { Lowering } from './lowering.js';
import type { Since } from './since.js';

/**
 * SQL over `profiles` (joined with the moments) that is TRUE for whom the day of a date trigger may have come since a moment: a few days more rather than one too
 * few, decide knows the hour.
 */
export function dateSpan(lowering: Lowering, trigger: DateTrigger, since: Since): string {
  const attribute = lowering.layout.attributes.get(trigger.attribute);
  if (attribute === undefined || (attribute.type !== 'date' && attribute.type !== 'time')) return 'FALSE';
  const { column, type } = attribute;
  const { edges } = lowering;
  const { offset } = trigger;
  const key = `${since.key} ${offset === null ? 'none' : `${offset.direction} ${spell(offset.duration)}`}`;
  // The hour of the day and moving clocks, and months that end early.
  const slack = (2 + ((offset?.duration.months ?? 0) > 0 ? 4 : 0)) * DAY;
  const first = (now: Instant, zone: string) => withoutOffset(since.at(now, zone), trigger, zone) - slack;
  const last = (now: Instant, zone: string) => withoutOffset(now, trigger, zone) + slack;
  if (trigger.yearly) {
    const from = edges.text(`year from ${key}`, (now, zone) => monthDay(first(now, zone), zone, -1));
    const to = edges.text(`year to ${key}`, (now, zone) => monthDay(last(now, zone), zone, 1));
    const whole = edges.flag(`whole year ${key}`, (now, zone) => last(now, zone) - first(now, zone) > 360 * DAY);
    // The zone may put a moment on the day before or after the one in UTC: the days at both ends allow for it.
    const day = type === 'date' ? `substr(${column}, 6, 5)` : `strftime(make_timestamp(${column} * 1000), '%m-%d')`;
    return known(
      `(${whole} AND ${column} IS NOT NULL) OR CASE WHEN ${from} <= ${to} THEN ${day} BETWEEN ${from} AND ${to} ELSE ${day} >= ${from} OR ${day} <= ${to} END`,
    );
  }
  if (type === 'time') {
    const from = edges.instant(`date from ${key}`, first);
    const to = edges.instant(`date to ${key}`, last);
    return known(`${column} > ${from} AND ${column} <= ${to}`);
  }
  const from = edges.firstDay(`date from ${key}`, first);
  const to = edges.firstDay(`date to ${key}`, last);
  return known(`${column} >= ${from} AND ${column} <= ${to}`);
}

function withoutOffset(t: Instant, { offset }: DateTrigger, zone: string): Instant {
  if (offset === null) return t;
  return (offset.direction === 'before' ? addDuration : subtractDuration)(t, offset.duration, zone);
}

function monthDay(t: Instant, zone: string, days: number): string {
  return addDays(localTime(t, zone).date, days).slice(5);
}
