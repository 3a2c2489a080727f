import { localMoment } from '../calendar/local-time.js';
import { LifecycleError } from '../model/failure.js';
import { isMoment } from '../model/moment.js';
import type { Instant } from '../model/value.js';

/** Reads the moment that an option names, on the clock of `zone` where it names none. Throws LC900 for what is no moment. */
export function readMoment(option: string, text: string, zone: string): Instant {
  if (!isMoment(text)) {
    throw new LifecycleError(
      'LC900',
      `${option} "${text}" is not a moment`,
      [`write it like 2026-03-02, 2026-03-02T10:00 (${zone}) or 2026-03-02T10:00Z`],
      2,
    );
  }
  return localMoment(text, zone);
}
