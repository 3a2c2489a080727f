import { everyMessage } from './every-step.js';
import type { Metric } from './metric.js';
import type { Plan } from './plan.js';

/** What data are opened for: a run, which decides and sends, or a report, which measures what came of it. */
export type Purpose = 'run' | 'report';

/** The metrics that somebody who opens the data asks for: in a run those of its message tests, in a report all of the plan. */
export function askedMetrics(
  { metrics, campaigns }: Pick<Plan, 'metrics' | 'campaigns'>,
  purpose: Purpose,
): Readonly<Record<string, Metric>> {
  if (purpose === 'report') return metrics;
  const tested = new Set(
    campaigns.flatMap(({ steps }) => everyMessage(steps).flatMap(({ test }) => test?.metric ?? [])),
  );
  return Object.fromEntries(Object.entries(metrics).filter(([name]) => tested.has(name)));
}
