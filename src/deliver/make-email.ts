import type { Email } from '../model/email.js';
import { LifecycleError } from '../model/failure.js';
import type { EmailChannel, Plan } from '../model/plan.js';
import { assembleEmail, type EmailHead, ROOM } from '../render/assemble-email.js';
import { checkEmail } from '../render/check-email.js';
import { dkimDomain, isAligned } from '../render/dkim/dkim-name.js';
import type { Sign } from '../render/dkim/sign-and-verify.js';
import { listHeaders } from '../render/list-headers.js';
import { parseMailbox } from '../render/mail-address.js';
import type { EncodedParts, RenderedParts } from '../render/render-email.js';
import type { Prepared } from './deliver.js';
import type { Draft } from './draft.js';
import { expandEnv } from './expand-env.js';
import type { Parcel } from './way.js';

/** The email channel with the environment's values put in. */
export interface ResolvedEmail extends EmailChannel {
  /** The sender's address, and its domain. */
  readonly address: string;
  readonly domain: string;
}

/** Puts the environment's values into the email channel; throws LC904 when one is missing, or the sender is no mailbox. */
export function resolveEmail(email: EmailChannel, env: Readonly<Record<string, string | undefined>>): ResolvedEmail {
  const from = expandEnv(email.from, env, 'channels.email.from');
  const mailbox = parseMailbox(from);
  if (mailbox === null)
    throw new LifecycleError('LC904', `channels.email.from is "${from}", which is not one mailbox`, [
      'write Name <address>',
    ]);
  return {
    ...email,
    from,
    replyTo: email.replyTo === null ? null : expandEnv(email.replyTo, env, 'channels.email.reply_to'),
    unsubscribe: expandEnv(email.unsubscribe, env, 'channels.email.unsubscribe').replace(/\/+$/, ''),
    address: mailbox.address,
    domain: domainOf(mailbox.address),
  };
}

function domainOf(mailbox: string): string {
  const address = parseMailbox(mailbox)?.address ?? '';
  return address.slice(address.lastIndexOf('@') + 1);
}

/** A rendered email as it can be sent, or why it cannot. */
export type ComposedEmail = { readonly ok: Email } | { readonly problem: string };

/** An email with all that stands around its parts: checked, and aligned with what signs it. Whoever has no address has none. */
export function composeEmail(
  plan: Plan,
  channel: ResolvedEmail,
  draft: Draft,
  parts: RenderedParts,
  unsubscribeUrl: string,
): ComposedEmail {
  const head = composeHead(plan, channel, draft, parts, unsubscribeUrl);
  return 'problem' in head ? head : { ok: { ...head.ok, html: parts.html, text: parts.text } };
}

function composeHead(
  plan: Plan,
  channel: ResolvedEmail,
  { message, facts }: Draft,
  { subject, from }: Pick<RenderedParts, 'subject' | 'from'>,
  unsubscribeUrl: string,
): { readonly ok: EmailHead } | { readonly problem: string } {
  if (facts.email === null) return { problem: 'no-address' };
  const email: EmailHead = {
    messageId: `<${message.id}@${channel.domain}>`,
    from: from ?? channel.from,
    replyTo: channel.replyTo,
    to: facts.email,
    toName: null,
    subject,
    headers: listHeaders({
      project: plan.project,
      campaign: message.campaign,
      step: message.step,
      topic: message.topic,
      unsubscribeUrl: message.transactional ? null : unsubscribeUrl,
      domain: channel.domain,
    }),
  };
  const problem = checkEmail(email);
  if (problem !== null) return { problem: `cannot be sent: ${problem}` };
  const stranger = channel.dkim?.find(({ domain }) => !isAligned(dkimDomain(domain) ?? domain, domainOf(email.from)));
  if (stranger === undefined) return { ok: email };
  return {
    problem: `cannot be sent: it would be signed for ${stranger.domain}, and is from ${domainOf(email.from)}`,
  };
}

/** The parcel of a rendered email: checked, and made into bytes, signed ones, when its date is known. */
export function makeEmail(
  plan: Plan,
  channel: ResolvedEmail,
  draft: Draft,
  parts: EncodedParts,
  unsubscribeUrl: string,
  sign: Sign | null,
): Prepared {
  const composed = composeHead(plan, channel, draft, parts, unsubscribeUrl);
  if ('problem' in composed) return { kind: 'drop', reason: composed.problem };
  const email = composed.ok;
  const { id, campaign, step, profileId, sendAt } = draft.message;
  const { html, text } = parts.bodies;
  const behindHead = text.length + ROOM.between + html.length + ROOM.behind;
  const parcelOf = (bytes: Uint8Array): Parcel => ({
    channel: 'email',
    id,
    from: channel.address,
    to: email.to,
    bytes,
    encoded: bytes.subarray(-behindHead),
    campaign,
    step,
    profileId,
    sendAt,
  });
  return {
    kind: 'parcel',
    address: email.to,
    build: (date) => {
      const made = assembleEmail(email, parts.bodies, date, id);
      return sign === null ? parcelOf(made) : sign(made).then(parcelOf);
    },
  };
}
