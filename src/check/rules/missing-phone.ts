import { addressKind } from '../../model/channel.js';
import { exampleTexts } from '../example/example-texts.js';
import { atKey, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { allMessages } from '../walk/walk-messages.js';
import { configMap, mapAt, textAt } from '../yaml-map.js';

/** Text messages are to be sent, but no column of the profiles holds a phone number. */
export const missingPhone: Rule = {
  code: 'LC607',
  name: 'missing-phone',
  severity: 'error',
  summary: 'Text messages are to be sent, but no column of the profiles holds a phone number.',
  docs: `SMS and WhatsApp go to the number in the column that "identity.phone" in lifecycle.config.yaml names. Numbers must be in international form (+49 151 1234567): which country a number without one belongs to is never guessed, and who has no usable one is passed over with the reason.`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: 'identity: {id: customer_id, email: email, timezone: tz}',
    good: 'identity: {id: customer_id, email: email, phone: phone, timezone: tz}',
    beside: exampleTexts,
  },
  *check(project) {
    if (textAt(mapAt(configMap(project), 'identity'), 'phone') !== null) return;
    const first = allMessages(project).find(({ channel }) => addressKind(channel) === 'phone');
    if (first === undefined) return;
    yield {
      message: `step "${first.id ?? '?'}" sends ${first.channel}, but ${project.configFile} names no column for phone numbers`,
      span: spanOf(project, atKey(first.step, first.channel)),
      help: ['add "phone: COLUMN" to "identity"'],
    };
  },
};
