import { dayNumber } from '../../calendar/local-time.js';
import { shiftDay } from '../../calendar/shift-day.js';
import type { Population } from '../../model/population.js';

/** The refreshes as a relation `(refresh, start)`: the days from `start` on and before `refresh` count, all as day numbers. */
export function windows({ within }: Population, days: readonly string[]): string {
  const rows = days.map((day) => {
    const start = within === null ? null : dayNumber(shiftDay(day, -within.months, -within.days));
    return `(${dayNumber(day)}, ${start ?? -1_000_000})`;
  });
  return `(SELECT * FROM (VALUES ${rows.join(', ')}) AS v(refresh, start))`;
}
