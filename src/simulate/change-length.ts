import { parseDuration } from '../model/duration.js';
import { DAY, MINUTE } from '../model/milliseconds.js';

/** A length of time as it is written, halved or doubled: `24h` becomes `12h` or `48h`, `3d` becomes `1d` or `6d`. Null when there is no such length. A month counts 30 days when it is halved. */
export function changeLength(text: string, how: 'half' | 'double'): string | null {
  const duration = parseDuration(text);
  if (duration === null) return null;
  if (how === 'double') {
    const doubled = text.replace(/\d+/g, (digits) => String(2 * Number(digits)));
    return doubled === text || parseDuration(doubled) === null ? null : doubled;
  }
  const { months, days, exact } = duration;
  const half = (months * 30 * DAY + days * DAY + exact) / 2;
  // Days stay days, as they keep the time of day.
  const inDays = exact === 0 && half >= DAY;
  const minutes = Math.floor(half / MINUTE);
  if (minutes === 0) return null;
  const halved = inDays ? `${Math.floor(half / DAY)}d` : minutes % 60 === 0 ? `${minutes / 60}h` : `${minutes}m`;
  return parseDuration(halved) === null ? null : halved;
}
