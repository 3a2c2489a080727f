const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

// London by the statute, so that nothing here is shared with the product: summer time from the last Sunday of March to the last one of October, 01:00 UTC.
function lastSunday(year: number, month: 2 | 9): number {
  const last = new Date(Date.UTC(year, month + 1, 0, 1));
  return last.getTime() - last.getUTCDay() * DAY;
}

function offset(t: number): number {
  const year = new Date(t).getUTCFullYear();
  return t >= lastSunday(year, 2) && t < lastSunday(year, 9) ? HOUR : 0;
}

/** What London's clocks show at an instant, as the milliseconds that a clock in UTC would show it at. */
function shown(t: number): number {
  return t + offset(t);
}

/** The instant at which London's clocks show this: the first of two, or the end of the gap. */
function instant(clock: number): number {
  if (offset(clock - HOUR) === HOUR) return clock - HOUR;
  return offset(clock) === 0 ? clock : lastSunday(new Date(clock).getUTCFullYear(), 2);
}

/** So many days later (earlier with a minus) on London's clocks. */
export function addDays(t: number, days: number): number {
  return instant(shown(t) + days * DAY);
}

/** The next instant, now included, at which London's clocks show `hour` o'clock. */
export function nextHour(t: number, hour: number): number {
  const clock = shown(t);
  const today = instant(clock - (clock % DAY) + hour * HOUR);
  return today >= t ? today : instant(clock - (clock % DAY) + DAY + hour * HOUR);
}

/** When the quiet hours from 20:00 to 08:00 end that hold at an instant; null outside them. */
export function quietEnd(t: number): number | null {
  const hour = Math.floor((shown(t) % DAY) / HOUR);
  return hour >= 20 || hour < 8 ? nextHour(t, 8) : null;
}
