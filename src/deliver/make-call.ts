import { addressOf } from '../decide/consent.js';
import { addressKind, type HttpChannel } from '../model/channel.js';
import type { Plan } from '../model/plan.js';
import type { Instant } from '../model/value.js';
import type { RenderedText } from '../render/render-text.js';
import { countSegments } from '../render/sms-segments.js';
import type { Prepared } from './deliver.js';
import type { Draft } from './draft.js';
import type { HttpParcel } from './way.js';

/**
 * The parcel of a message that is handed over by a call: JSON with who, what and why, `text` for people or `data` for a program. A body that may have left before goes again as
 * it was.
 */
export function makeCall(
  plan: Plan,
  channel: HttpChannel,
  { message, facts }: Draft,
  words: RenderedText,
  unsubscribeUrl: string | null,
): Prepared {
  const { title, text } = words;
  const to = addressKind(channel) === null ? null : addressOf(channel, facts).address;
  // The body of an earlier attempt must go as it was, and what it says of the address was true then.
  if (message.body !== null && recipientOf(message.body) !== to) return { kind: 'drop', reason: 'address-changed' };
  const { id, campaign, step, profileId, sendAt, topic, transactional } = message;
  const write = (date: Instant) => ({
    id,
    type: channel,
    timestamp: new Date(date).toISOString(),
    project: plan.project,
    campaign,
    step,
    topic,
    profile: profileId,
    ...(to === null ? {} : { to }),
    ...(facts.locale === null ? {} : { locale: facts.locale }),
    ...(title === null ? {} : { title }),
    ...(channel === 'webhook' ? { data: JSON.parse(text) as unknown } : { text }),
    ...(transactional || unsubscribeUrl === null ? {} : { unsubscribe_url: unsubscribeUrl }),
  });
  return {
    kind: 'parcel',
    ...(to === null ? {} : { address: to }),
    build: (date): HttpParcel => {
      const body = write(date);
      return {
        channel,
        id,
        bytes: Buffer.from(message.body ?? JSON.stringify(body)),
        campaign,
        step,
        profileId,
        sendAt,
        readable:
          channel === 'webhook'
            ? { ending: 'json', text: `${JSON.stringify(body, null, 2)}\n` }
            : { ending: 'txt', text: readableText(channel, to ?? profileId, topic, words) },
      };
    },
  };
}

function recipientOf(body: string): string | null {
  return (JSON.parse(body) as { readonly to?: string }).to ?? null;
}

function readableText(channel: HttpChannel, to: string, topic: string, { title, text }: RenderedText): string {
  const { count, alphabet } = countSegments(text);
  const lines = [
    `Channel: ${channel}`,
    `To: ${to}`,
    `Topic: ${topic}`,
    ...(channel === 'sms' ? [`Segments: ${count} (${alphabet})`] : []),
    ...(title === null ? [] : [`Title: ${title}`]),
  ];
  return `${lines.join('\n')}\n\n${text}\n`;
}
