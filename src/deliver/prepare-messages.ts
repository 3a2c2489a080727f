import { checkPassage } from '../decide/gate.js';
import { profileValues } from '../decide/profile-values.js';
import type { Ledger } from '../ledger/ledger.js';
import { longest } from '../model/duration.js';
import type { Email } from '../model/email.js';
import { LifecycleError } from '../model/failure.js';
import type { LedgerMessage } from '../model/message.js';
import type { EmailChannel, Plan } from '../model/plan.js';
import type { Instant } from '../model/value.js';
import { buildContext, type MessageContent } from '../render/build-context.js';
import { buildMime } from '../render/build-mime.js';
import { checkEmail } from '../render/check-email.js';
import { listHeaders } from '../render/list-headers.js';
import { parseMailbox } from '../render/mail-address.js';
import { renderEmail } from '../render/render-email.js';
import { makeToken } from '../render/unsubscribe-token.js';
import type { Warehouse } from '../warehouse/warehouse.js';
import type { CodePools } from './code-pools.js';
import type { Prepared } from './deliver.js';
import { expandEnv } from './expand-env.js';
import { type Draft, gatherContent } from './gather-content.js';
import { pickLanguage } from './pick-language.js';

/** Where prepared messages come from. */
export interface Workshop {
  readonly plan: Plan;
  readonly warehouse: Warehouse;
  readonly ledger: Ledger;
  readonly codes: CodePools;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The real time of hand-over; a replay's stands still. */
  readonly clock: () => Instant;
}

/**
 * Makes the last checks and the bytes of claimed messages: consent, suppression, quiet hours and caps by the clock of the hand-over, then the email as the newest plan and
 * the newest facts have it. A message that cannot be rendered whole is dropped with the reason, never sent with a gap.
 */
export function prepareMessages(
  workshop: Workshop,
): (messages: readonly LedgerMessage[]) => Promise<ReadonlyMap<string, Prepared>> {
  const channel = resolveChannel(workshop);
  const secret = Buffer.from(workshop.ledger.secret()).toString('base64url');
  const reach = Math.max(0, ...workshop.plan.policies.frequencyCaps.map(({ per }) => longest(per)));
  return async (messages) => {
    const now = workshop.clock();
    const ids = [...new Set(messages.map(({ profileId }) => profileId))];
    const facts = new Map((await workshop.warehouse.facts(ids, now)).map((each) => [each.profileId, each]));
    const { ledger, plan } = workshop;
    const prepared = new Map<string, Prepared>();
    const drafts: Draft[] = [];
    for (const message of messages) {
      const known = facts.get(message.profileId) ?? null;
      const suppressions = ledger.suppressions(message.profileId, known?.email?.toLowerCase() ?? null);
      const handedOver = ledger.handedOver(message.profileId, now - reach);
      const passage = checkPassage(plan, message, known, suppressions, handedOver, now);
      const template =
        known === null ? null : pickLanguage(plan.templates[message.template], known.locale, plan.languages);
      if (passage.kind !== 'go') prepared.set(message.id, passage);
      else if (known === null || template === null) prepared.set(message.id, { kind: 'drop', reason: 'template-gone' });
      else drafts.push({ message, facts: known, template, subject: message.subject });
    }
    const content = await gatherContent(workshop, drafts);
    for (const draft of drafts) {
      const { id } = draft.message;
      const own = content.get(id) ?? null;
      prepared.set(
        id,
        own === null
          ? { kind: 'drop', reason: 'no-code' }
          : withCode(makeParcel(workshop, channel, secret, draft, own, now), draft.message, own),
      );
    }
    return prepared;
  };
}

function withCode(prepared: Prepared, { incentive }: LedgerMessage, { code }: MessageContent): Prepared {
  if (prepared.kind !== 'parcel' || code === null || incentive === null) return prepared;
  return { ...prepared, code: { incentive, code } };
}

interface ResolvedChannel extends EmailChannel {
  readonly address: string;
  readonly domain: string;
}

function resolveChannel({ plan, env }: Workshop): ResolvedChannel {
  const { email } = plan.channels;
  if (email === null)
    throw new LifecycleError('LC904', 'the plan has no email channel', ['add channels.email to lifecycle.config.yaml']);
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
    domain: mailbox.address.slice(mailbox.address.lastIndexOf('@') + 1),
  };
}

function makeParcel(
  { plan }: Workshop,
  channel: ResolvedChannel,
  secret: string,
  { message, facts, template, subject: override }: Draft,
  content: MessageContent,
  now: Instant,
): Prepared {
  const campaign = plan.campaigns.find(({ id }) => id === message.campaign);
  if (campaign === undefined || facts.email === null) return { kind: 'drop', reason: 'template-gone' };
  const token = makeToken(secret, message.id);
  const unsubscribeUrl = `${channel.unsubscribe}/${token}`;
  const context = buildContext({
    project: { name: plan.project },
    campaign: { id: campaign.id, name: campaign.name },
    step: { id: message.step },
    profile: profileValues(plan, facts, now),
    event: { values: message.event, types: eventTypes(plan, message) },
    message: { id: message.id, unsubscribeUrl, viewUrl: new URL(`/v/${token}`, channel.unsubscribe).href },
    content,
    zone: facts.zone,
  });
  const rendered = renderEmail({ template, subject: override, context });
  if ('problem' in rendered) return { kind: 'drop', reason: `cannot be rendered: ${rendered.problem}` };
  const { subject, from, html, text } = rendered.ok;
  const email: Email = {
    messageId: `<${message.id}@${channel.domain}>`,
    from: from ?? channel.from,
    replyTo: channel.replyTo,
    to: facts.email,
    toName: null,
    subject,
    html,
    text,
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
  if (problem !== null) return { kind: 'drop', reason: `cannot be sent: ${problem}` };
  const { id, campaign: campaignId, step, profileId, sendAt } = message;
  return {
    kind: 'parcel',
    address: email.to,
    build: (date) => ({
      channel: 'email',
      id,
      from: channel.address,
      to: email.to,
      bytes: buildMime(email, date, id),
      campaign: campaignId,
      step,
      profileId,
      sendAt,
    }),
  };
}

/** Types of the triggering event's properties: of the events that can start the campaign, the one that declares the property. */
function eventTypes(plan: Plan, message: LedgerMessage): Readonly<Record<string, Plan['events'][string][string]>> {
  const campaign = plan.campaigns.find(({ id }) => id === message.campaign);
  const names = campaign?.triggers.flatMap((t) => (t.kind === 'event' || t.kind === 'inactive' ? [t.event] : [])) ?? [];
  return Object.assign(Object.create(null), ...names.map((name) => plan.events[name] ?? {})) as Record<
    string,
    Plan['events'][string][string]
  >;
}
