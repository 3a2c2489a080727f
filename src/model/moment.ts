const MOMENT = /^\d{4}-\d\d-\d\d(?:T([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?:Z|[+-]\d\d:\d\d)?)?$/;

/** Whether a text that begins with `YYYY-MM-DD` names a day that there is (30 February is none). */
export function isRealDay(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number);
  return day >= 1 && day <= lastDay(year, month);
}

/** Whether a text is a day, a local moment (`2026-03-02T10:00`, seconds allowed) or an exact one (with `Z` or an offset). */
export function isMoment(text: string): boolean {
  return MOMENT.test(text) && isRealDay(text);
}

/** The last day of a month; 0 when there is no such month. */
export function lastDay(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
}
