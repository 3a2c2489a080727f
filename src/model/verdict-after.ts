import type { Duration } from './value.js';

const DAYS = 60;
/** In which people come whose window is over by then. */
const COMING = 30;

/** When the verdict on a campaign falls where it does not say: 60 days after the first message that went, or would have gone; with a long window 30 days after the first one is over. */
export function usualVerdict({ months, days, exact, text }: Duration): Duration {
  if (months * 30 + days + COMING <= DAYS) return { months: 0, days: DAYS, exact: 0, text: `${DAYS}d` };
  const isDays = months === 0 && exact === 0;
  const later = days + COMING;
  return { months, days: later, exact, text: isDays ? `${later}d` : `${text} ${COMING}d` };
}
