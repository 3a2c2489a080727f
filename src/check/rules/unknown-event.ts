import { declaredEvents } from '../names/declared-events.js';
import { unknownName } from '../names/unknown-name.js';
import type { Rule } from '../rule.js';
import { allEventMentions } from '../walk/walk-events.js';

/** An event is named that is neither declared nor built in. */
export const unknownEvent: Rule = {
  code: 'LC206',
  name: 'unknown-event',
  severity: 'error',
  summary: 'An event is named that is neither declared nor built in.',
  docs: `Events are declared with their properties under "events" in lifecycle.config.yaml, with the names they have in the data. A misspelt event would simply never happen.

Built in, and never declared: unsubscribed and subscribed, and by channel what became of a message: email_delivered, email_opened, email_clicked, email_bounced and email_complained; sms_delivered, sms_clicked and sms_failed; for whatsapp, push and in_app the same, with opened.

Correct the name, or declare the event.`,
  example: {
    file: 'campaigns/cart.yaml',
    bad: 'exit_on: [{event: order_place}]',
    good: 'exit_on: [{event: order_placed}]',
  },
  *check(project) {
    const events = declaredEvents(project);
    for (const { event, place } of allEventMentions(project)) {
      if (events.has(event)) continue;
      yield unknownName(project, {
        message: `there is no event "${event}"`,
        word: event,
        place,
        candidates: events.keys(),
        plural: 'events',
        otherwise: `declare "${event}" under "events" in ${project.configFile}`,
      });
    }
  },
};
