import type { SendWindow } from '../model/plan.js';
import type { Weekday } from '../model/value.js';

const WEEK: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];
const DAY_MINUTES = 1440;

/** Whether hours in which messages may go became more (`wider`), fewer (`narrower`) or others. */
export type HoursComparison = 'same' | 'wider' | 'narrower' | 'other';

/** Minutes of the week in which something holds. */
export type WeekMinutes = (day: Weekday, minute: number) => boolean;

/** When a send window lets messages go; whenever there is none. */
export function openMinutes(window: SendWindow | null): WeekMinutes {
  if (window === null) return () => true;
  const { from, to, on } = window;
  return (day, minute) => minute >= from && minute < to && (on === null || on.includes(day));
}

/** When quiet hours let messages go; whenever there are none. They may run past midnight. */
export function loudMinutes(quiet: { readonly from: number; readonly to: number } | null): WeekMinutes {
  if (quiet === null) return () => true;
  const { from, to } = quiet;
  return (_day, minute) => (from < to ? minute < from || minute >= to : minute < from && minute >= to);
}

/** Compares the hours of a week, minute by minute. */
export function compareHours(old: WeekMinutes, now: WeekMinutes): HoursComparison {
  let [opened, closed] = [false, false];
  for (const day of WEEK) {
    for (let minute = 0; minute < DAY_MINUTES; minute += 1) {
      const [was, is] = [old(day, minute), now(day, minute)];
      if (is && !was) opened = true;
      if (was && !is) closed = true;
    }
  }
  if (opened && closed) return 'other';
  return opened ? 'wider' : closed ? 'narrower' : 'same';
}
