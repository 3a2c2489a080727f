import { addDuration } from '../calendar/local-time.js';
import type { Duration, Instant } from '../model/value.js';
import { type ClockRule, shutBy } from './clock-rules.js';

/** Stretches of open hours after which counting stops: a lateness of many weeks ends here. */
const MOST_STRETCHES = 120;

/**
 * Until when a message planned for `sendAt` may still be handed over: `lateness` later, counted in hours in which it may go. A runner that ticks just after quiet hours began sends in the morning instead of
 * dropping what only the night delayed.
 */
export function validUntil(lateness: Duration, rules: readonly ClockRule[], sendAt: Instant, zone: string): Instant {
  const plain = addDuration(sendAt, lateness, zone);
  if (rules.length === 0) return plain;
  let left = plain - sendAt;
  let t = sendAt;
  for (let stretches = 0; stretches < MOST_STRETCHES; stretches++) {
    for (let shut = shutBy(rules, t); shut !== null && stretches < MOST_STRETCHES; stretches++) {
      t = shut.opensAt;
      shut = shutBy(rules, t);
    }
    const end = Math.min(...rules.map(({ shuts }) => shuts(t)));
    if (end - t >= left) break;
    left -= end - t;
    t = end;
  }
  return t + left;
}
