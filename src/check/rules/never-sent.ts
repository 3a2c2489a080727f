import { formatTimeOfDay } from '../../model/time-of-day.js';
import { spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { shutTimes, shutWords } from '../timing/shut-times.js';

/** A message is timed for an hour at which it never goes. */
export const neverSent: Rule = {
  code: 'LC308',
  name: 'never-sent',
  severity: 'error',
  summary: 'A message is timed for an hour at which it never goes.',
  docs: `A schedule, a date trigger or a delay names a time that lies in quiet hours, outside the send window or on a holiday, on each day on which it comes, and there what is blocked does not wait: it is skipped, or the journey ends, or it would have to wait for more than a week. Nobody would ever get the message.

A date trigger without "at" comes at midnight, which is mostly in quiet hours.`,
  example: {
    file: 'campaigns/monthly.yaml',
    bad: 'schedule: {cron: "0 22 1 * *", zone: profile}\n  - enters: {segment: big_spenders}\n  - {date: birthday, offset: -3d, repeat: yearly, at: "09:00"}\naudience: {attribute: last_order, within: 365d}\nreentry: always\nsteps:\n  - id: letter\n    email: {template: letter, topic: offers, on_blocked: skip}',
    good: 'schedule: {cron: "0 9 1 * *", zone: profile}\n  - enters: {segment: big_spenders}\n  - {date: birthday, offset: -3d, repeat: yearly, at: "09:00"}\naudience: {attribute: last_order, within: 365d}\nreentry: always\nsteps:\n  - id: letter\n    email: {template: letter, topic: offers}',
  },
  check: () => [],
  *checkCampaign(project, campaign) {
    for (const [written, verdict] of shutTimes(project, campaign)) {
      if (verdict.until !== null) continue;
      const time = written.isImplied ? 'midnight' : formatTimeOfDay(written.time);
      const { kind, onBlocked, place } = verdict.rule;
      yield {
        message: `at ${time} step "${verdict.message.id ?? '?'}" is never sent`,
        span: spanOf(project, written.place),
        label: `${shutWords[kind]}, ${BECOMES[onBlocked] ?? 'where it would wait for more than a week'}`,
        related: [{ span: spanOf(project, place), label: 'kept in by this' }],
        help: [
          written.isImplied ? 'add the time at which it is to go: at: "09:00"' : 'write the time at which it is to go',
        ],
      };
    }
  },
};

const BECOMES: Readonly<Record<string, string>> = { skip: 'where it is skipped', exit: 'where the journey ends' };
