import { DAY, MINUTE } from '../model/milliseconds.js';
import type { Schedule } from '../model/plan.js';

/** A leap year, so that every day of the calendar comes. */
const YEAR = 2028;
/** What comes more often than this in a day is counted as often as this. */
const MOST_A_DAY = 48;

/** The moments of one year at which a schedule comes due, in milliseconds and in order, on a clock without changes. */
export function scheduleTimes(schedule: Schedule): readonly number[] {
  if (schedule.kind === 'once') return [0];
  const { minutes, hours, daysOfMonth, months, weekdays, eitherDay } = schedule;
  const times = hours.flatMap((hour) => minutes.map((minute) => (hour * 60 + minute) * MINUTE)).slice(0, MOST_A_DAY);
  const days: number[] = [];
  for (let day = Date.UTC(YEAR, 0, 1); day < Date.UTC(YEAR + 1, 0, 1); day += DAY) {
    const date = new Date(day);
    const isWeekday = weekdays.some((weekday) => weekday % 7 === date.getUTCDay());
    const isDay = daysOfMonth.includes(date.getUTCDate());
    const fits = eitherDay ? isWeekday || isDay : isWeekday && isDay;
    if (fits && months.includes(date.getUTCMonth() + 1)) days.push(day);
  }
  return days.flatMap((day) => times.map((time) => day + time));
}
