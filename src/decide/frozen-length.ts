import { addDuration } from '../calendar/local-time.js';
import { durationOfDays } from '../model/duration.js';
import type { Facts, Frame } from '../model/facts.js';
import type { Instant } from '../model/value.js';

/**
 * The first moment in (`after`, `upTo`] at which something becomes as old as a frozen number of days says at that moment: its age grows into the length, or a refresh
 * makes the length shorter than its age. A length that becomes known takes nobody who was past it already; an unknown one never runs out. Null when there is no such moment.
 */
export function frozenLengthRunsOut(
  since: Instant,
  trait: string,
  { frames = [], zone }: Facts,
  after: Instant,
  upTo: Instant,
): Instant | null {
  const endOf = (frame: Frame | undefined): Instant | null => {
    const days = frame?.values[trait];
    return typeof days === 'number' ? addDuration(since, durationOfDays(days), zone) : null;
  };
  for (const [index, frame] of frames.entries()) {
    const next = frames[index + 1]?.from ?? Number.POSITIVE_INFINITY;
    if (next <= after || frame.from > upTo) continue;
    const end = endOf(frame);
    if (end === null || end >= next) continue;
    const at = Math.max(end, frame.from);
    const before = index === 0 ? null : endOf(frames[index - 1]);
    // Past it when the frame began: only a length that was longer until then makes it news.
    const isNew = end >= frame.from || (before !== null && before >= frame.from);
    if (isNew && at > after && at <= upTo) return at;
  }
  return null;
}
