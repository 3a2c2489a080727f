import { addressOf } from '../decide/consent.js';
import { checkPassage } from '../decide/gate.js';
import type { Ledger } from '../ledger/ledger.js';
import { addressKind } from '../model/channel.js';
import { longest } from '../model/duration.js';
import type { Facts } from '../model/facts.js';
import { invariant } from '../model/failure.js';
import type { LedgerMessage } from '../model/message.js';
import type { Plan } from '../model/plan.js';
import type { Instant } from '../model/value.js';
import type { Sign } from '../render/dkim/sign-and-verify.js';
import { type RenderAll, type RenderedMessage, renderHere } from '../render/render-message.js';
import { findTemplate } from '../structure/graft-templates.js';
import type { Warehouse } from '../warehouse/warehouse.js';
import type { CodePools } from './code-pools.js';
import type { Prepared } from './deliver.js';
import type { Draft } from './draft.js';
import { gatherContent } from './gather-content.js';
import { repeatEmail } from './kept-email.js';
import { makeCall } from './make-call.js';
import { makeEmail, type ResolvedEmail, resolveEmail } from './make-email.js';
import { pickLanguage } from './pick-language.js';
import { type Sketch, sketchMessage } from './sketch-message.js';

/** Where prepared messages come from. */
export interface Workshop {
  readonly plan: Plan;
  readonly warehouse: Warehouse;
  readonly ledger: Ledger;
  readonly codes: CodePools;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Signs finished emails; null: they are written or handed over as they are. */
  readonly sign: Sign | null;
  /** The real time of hand-over; a replay's stands still. */
  readonly clock: () => Instant;
  /** Where messages are rendered; in this thread when it is left out. */
  readonly render?: RenderAll;
}

/**
 * Makes the last checks and the bytes of claimed messages: consent, suppression, quiet hours and caps by the clock of the hand-over, then the message as the newest plan and
 * the newest facts have it. A message that cannot be rendered whole is dropped with the reason, never sent with a gap. Those of people who are held out go through all of it and are thrown away.
 */
export function prepareMessages(
  workshop: Workshop,
): (messages: readonly LedgerMessage[]) => Promise<ReadonlyMap<string, Prepared>> {
  const { email } = workshop.plan.channels;
  const channel = email === null ? null : resolveEmail(email, workshop.env);
  const secret = Buffer.from(workshop.ledger.secret()).toString('base64url');
  const reach = Math.max(0, ...workshop.plan.policies.frequencyCaps.map(({ per }) => longest(per)));
  return async (messages) => {
    const now = workshop.clock();
    const ids = [...new Set(messages.map(({ profileId }) => profileId))];
    // Blocks ask as of the moment for which a message was planned.
    const since = Math.min(now, ...messages.map(({ sendAt }) => sendAt));
    const read = await workshop.warehouse.facts(ids, now, since, 'conditions');
    const facts = new Map(read.map((each) => [each.profileId, each]));
    const { ledger, plan } = workshop;
    const people = messages.map(({ profileId, channel }) => {
      const known = facts.get(profileId);
      return { profileId, address: known === undefined ? null : addressFor(channel, known) };
    });
    const standings = ledger.standings(people, now - reach);
    const prepared = new Map<string, Prepared>();
    const drafts: Draft[] = [];
    for (const [i, message] of messages.entries()) {
      const known = facts.get(message.profileId) ?? null;
      const { suppressions, handedOver } = standings[i]!;
      const passage = checkPassage(plan, message, known, suppressions, handedOver, now);
      const template =
        known === null ? null : pickLanguage(findTemplate(plan, message.template), known.locale, plan.languages);
      if (passage.kind !== 'go') prepared.set(message.id, passage);
      else if (!plan.channels[message.channel]) prepared.set(message.id, { kind: 'drop', reason: 'channel-gone' });
      else if (known === null || template === null) prepared.set(message.id, { kind: 'drop', reason: 'template-gone' });
      else drafts.push({ message, facts: known, template, subject: message.subject });
    }
    const content = await gatherContent(workshop, drafts, now);
    const sketches: Sketch[] = [];
    for (const draft of drafts) {
      const { id } = draft.message;
      const own = content.get(id) ?? null;
      if (own === null) prepared.set(id, { kind: 'drop', reason: 'no-code' });
      else if (draft.message.channel === 'email' && draft.facts.email === null)
        prepared.set(id, { kind: 'drop', reason: 'no-address' });
      else {
        const sketch = sketchMessage(plan, channel, secret, draft, own, now);
        if (sketch === null) prepared.set(id, { kind: 'drop', reason: 'template-gone' });
        else sketches.push(sketch);
      }
    }
    const { render = renderHere } = workshop;
    const rendered = await render(
      sketches.map(({ draft: { message, template, subject }, context }) => ({
        channel: message.channel,
        template,
        subject,
        context,
        toSend: true as const,
      })),
    );
    for (const [i, sketch] of sketches.entries()) {
      const { message } = sketch.draft;
      const made = makeParcel(workshop, channel, sketch, rendered[i]!);
      prepared.set(message.id, message.withheldBy === null ? withCode(made, sketch) : thrownAway(made));
    }
    return prepared;
  };
}

/** What was made for somebody who is held out, but for where it would have gone. */
function thrownAway(prepared: Prepared): Prepared {
  if (prepared.kind !== 'parcel') return prepared;
  const { address } = prepared;
  return { kind: 'held', ...(address === undefined ? {} : { address }) };
}

function withCode(prepared: Prepared, { draft: { message }, content: { code } }: Sketch): Prepared {
  if (prepared.kind !== 'parcel' || code === null || message.incentive === null) return prepared;
  return { ...prepared, code: { incentive: message.incentive, code } };
}

function makeParcel(
  { plan, sign }: Workshop,
  channel: ResolvedEmail | null,
  { draft, unsubscribeUrl }: Sketch,
  rendered: RenderedMessage,
): Prepared {
  const { message } = draft;
  invariant(rendered.kind !== 'email', 'what is rendered to be sent is encoded');
  switch (rendered.kind) {
    case 'none':
      return { kind: 'drop', reason: `cannot be rendered: ${rendered.problem}` };
    case 'words':
      invariant(message.channel !== 'email', 'an email is rendered as one');
      return makeCall(plan, message.channel, draft, rendered.words, unsubscribeUrl);
    case 'encoded':
      if (channel === null || unsubscribeUrl === null) return { kind: 'drop', reason: 'channel-gone' };
      return repeatEmail(message, makeEmail(plan, channel, draft, rendered.parts, unsubscribeUrl, sign));
  }
}

/** What suppressions by address know the profile by on this channel. */
function addressFor(channel: LedgerMessage['channel'], facts: Facts): string | null {
  return addressKind(channel) === null ? null : (addressOf(channel, facts).address?.toLowerCase() ?? null);
}
