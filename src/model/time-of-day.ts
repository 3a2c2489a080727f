import type { TimeOfDay } from './value.js';

/** Reads `08:00` as minutes after midnight (480); null when it is not a time from `00:00` to `23:59`. */
export function parseTimeOfDay(text: string): TimeOfDay | null {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text.trim());
  return match ? Number(match[1]) * 60 + Number(match[2]) : null;
}

/** Writes minutes after midnight as `08:00`. */
export function formatTimeOfDay(time: TimeOfDay): string {
  return `${String(Math.floor(time / 60)).padStart(2, '0')}:${String(time % 60).padStart(2, '0')}`;
}
