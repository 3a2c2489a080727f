import { type Fate, fatesOf } from '../../model/channel-events.js';
import { exampleTexts } from '../example/example-texts.js';
import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { allConditions } from '../walk/walk-conditions.js';
import { messagesOf } from '../walk/walk-messages.js';
import { mapAt, textAt } from '../yaml-map.js';

/** A condition asks of a message what nobody can tell by its channel. */
export const untoldOutcome: Rule = {
  code: 'LC613',
  name: 'untold-outcome',
  severity: 'error',
  summary: 'A condition asks of a message what nobody can tell by its channel.',
  docs: `Whether an SMS was read is known to nobody but the reader, and of a webhook call only that it was taken. Asked for all the same, the condition would be false for everybody, and its "not" true.

What can be told: of email, whatsapp and push sent, delivered, opened, clicked and bounced; of sms all but opened; of in_app all but bounced; of webhook only sent. "bounced" of a message that is no email is the built-in event sms_failed, whatsapp_failed or push_failed.`,
  example: {
    file: 'campaigns/texts.yaml',
    bad: 'was: opened',
    good: 'was: clicked',
    beside: exampleTexts,
  },
  *check(project) {
    const campaigns = new Map(project.campaigns.map((one) => [one.id, one]));
    for (const { leaf, campaign } of allConditions(project)) {
      const message = mapAt(leaf, 'message');
      const was = textAt(message, 'was');
      if (message === null || was === null || was === 'sent') continue;
      const id = textAt(message, 'campaign') ?? campaign?.id;
      const step = textAt(message, 'step');
      const sender = id === undefined ? undefined : campaigns.get(id);
      const asked = sender === undefined ? undefined : messagesOf(sender).find((one) => one.id === step);
      if (asked === undefined || fatesOf(asked.channel).includes(was as Fate)) continue;
      const told = ['sent', ...fatesOf(asked.channel)];
      yield {
        message: `step "${step}" sends ${asked.channel}, of which nobody can tell whether it was ${was}`,
        span: spanOf(project, atValue(message, 'was')),
        help: [
          told.length === 1
            ? 'ask whether it was sent'
            : `ask whether it was ${told.slice(0, -1).join(', ')} or ${told.at(-1)}`,
        ],
      };
    }
  },
};
