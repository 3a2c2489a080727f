import type { Question } from '../../model/measurement.js';
import type { Measure } from '../../model/metric.js';
import { DAY } from '../../model/milliseconds.js';
import type { Reading } from '../../model/reading.js';
import type { Duration } from '../../model/value.js';

/** Days on average: a month is 30.436875. */
export function daysOf({ months, days, exact }: Duration): number {
  return months * 30.436875 + days + exact / DAY;
}

/** How long somebody is looked at until they count: the window, or of a retention its own time. */
export function waitOf(measure: Measure, window: Duration): Duration {
  if (measure.kind === 'complement') return waitOf(measure.of, window);
  return measure.kind === 'retention' ? measure.within : window;
}

/** People who come into an arm on a day, so far; null for nobody. */
export function paceOf({ since, asOf, exposed }: Reading): number | null {
  const people = exposed.reduce((sum, { sent, held }) => sum + sent + held, 0);
  return since === null || people === 0 ? null : people / Math.max(1, (asOf - since) / DAY);
}

/**
 * How many people the measurement counts on, both arms together: as it was planned, else as many as have their window over on the day of the verdict at the pace so far, and from that day on at the pace until
 * then. The always-valid interval is narrowest there; it holds wherever that is.
 */
export function peopleExpected(question: Question, { since, asOf, daily }: Reading): number {
  const { plannedPeople, verdictAt, verdictDay, kpi, window } = question;
  if (plannedPeople !== null) return Math.max(1, plannedPeople);
  if (since === null || verdictAt === null || verdictDay === null) return 1;
  const people = daily.reduce((sum, { day, sent, held }) => (day < verdictDay ? sum + sent + held : sum), 0);
  const perDay = people / Math.max(1, (Math.min(asOf, verdictAt) - since) / DAY);
  return Math.max(1, Math.round(perDay * Math.max(1, (verdictAt - since) / DAY - daysOf(waitOf(kpi.measure, window)))));
}
