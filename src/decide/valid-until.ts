import { addDuration, nextWallClock, quietUntil } from '../calendar/local-time.js';
import type { Policies } from '../model/plan.js';
import type { Instant } from '../model/value.js';

/** Nights after which counting stops: a lateness of many weeks ends here. */
const MOST_NIGHTS = 60;

/**
 * Until when a message planned for `sendAt` may still be handed over: `lateness` later, counted in hours that are not quiet. A runner that ticks just after quiet hours began sends in the morning instead of
 * dropping what only the night delayed.
 */
export function validUntil({ lateness, quietHours }: Policies, sendAt: Instant, zone: string): Instant {
  const plain = addDuration(sendAt, lateness, zone);
  if (quietHours === null) return plain;
  const { from, to } = quietHours;
  let left = plain - sendAt;
  let t = sendAt;
  for (let nights = 0; nights < MOST_NIGHTS; nights++) {
    t = quietUntil(t, from, to, zone) ?? t;
    const night = nextWallClock(t, from, null, zone);
    if (night - t >= left) break;
    left -= night - t;
    t = night;
  }
  return t + left;
}
