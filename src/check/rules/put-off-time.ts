import { formatTimeOfDay } from '../../model/time-of-day.js';
import { spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { shutTimes, shutWords } from '../timing/shut-times.js';

/** A message is timed for an hour at which it always has to wait. */
export const putOffTime: Rule = {
  code: 'LC307',
  name: 'put-off-time',
  severity: 'warning',
  summary: 'A message is timed for an hour at which it always has to wait.',
  docs: `A schedule, a date trigger or a delay names a time that lies in quiet hours, outside the send window or on a holiday, on each day on which it comes. The message goes when these are over, so the time that is written is never the time at which it goes.

Write the time at which it is to go. What comes again and again is looked at over the years 2027 and 2028.`,
  example: {
    file: 'campaigns/monthly.yaml',
    bad: 'schedule: {cron: "0 22 1 * *", zone: profile}',
    good: 'schedule: {cron: "0 9 1 * *", zone: profile}',
  },
  check: () => [],
  *checkCampaign(project, campaign) {
    for (const [written, verdict] of shutTimes(project, campaign)) {
      if (verdict.until === null || written.isImplied) continue;
      const time = formatTimeOfDay(written.time);
      yield {
        message: `at ${time} step "${verdict.message.id ?? '?'}" always has to wait until ${verdict.until}`,
        span: spanOf(project, written.place),
        label: shutWords[verdict.rule.kind],
        related: [{ span: spanOf(project, verdict.rule.place), label: 'kept in by this' }],
        help: ['write the time at which it is to go'],
      };
    }
  },
};
