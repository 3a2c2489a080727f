import { messageCauses } from '../flow/message-causes.js';
import { findCycles } from '../logic/find-cycle.js';
import { spanOf } from '../place.js';
import type { Rule } from '../rule.js';

/** Campaigns start each other by their messages, without end. */
export const campaignLoop: Rule = {
  code: 'LC419',
  name: 'campaign-loop',
  severity: 'warning',
  summary: 'Campaigns start each other by their messages, without end.',
  docs: `A trigger on what becomes of a message ("email_opened", "email_delivered", "received") starts a campaign whose own message starts the first one again. Mail programs open messages by themselves, so such a circle needs nobody to keep it going.

Say in "where" which campaign's messages are meant, or let people enter again only after a while: reentry: {after: 30d}.`,
  example: {
    file: 'campaigns/monthly.yaml',
    bad: '  - {event: email_opened}\n  - schedule:',
    good: '  - schedule:',
  },
  *check(project) {
    for (const { names, why } of findCycles(messageCauses(project))) {
      const [first = ''] = names;
      const isOwn = names.length === 2;
      yield {
        message: isOwn
          ? `the messages of campaign "${first}" start it again`
          : `the messages of campaign "${first}" start it again, by way of others`,
        span: spanOf(project, why),
        label: 'closes the circle',
        ...(isOwn ? {} : { notes: [`the circle: ${names.join(' → ')}`] }),
        help: ['say in "where" whose messages are meant, or let people enter again only after a while'],
      };
    }
  },
};
