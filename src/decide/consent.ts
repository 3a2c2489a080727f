import { addressKind, type Channel } from '../model/channel.js';
import { barringEvents } from '../model/channel-events.js';
import type { History, SkipReason } from '../model/decision.js';
import type { Facts } from '../model/facts.js';
import type { Plan } from '../model/plan.js';
import { suppressedBy } from '../model/suppression.js';
import type { Instant } from '../model/value.js';
import { attributeValue, eventsNamed } from './person.js';

/** Why a message on a topic must not go to this profile by a channel at a moment; null when it may. Unknown consent is no consent. */
export function messageProblem(
  plan: Plan,
  channel: Channel,
  topicId: string,
  facts: Facts,
  suppressions: History['suppressions'],
  at: Instant,
): Extract<SkipReason, 'no-consent' | 'unsubscribed' | 'suppressed' | 'no-address' | 'bad-address'> | null {
  const topic = plan.topics[topicId];
  if (topic === undefined) return 'no-consent';
  if (!topic.transactional) {
    if (topic.consent === null || attributeValue(facts, topic.consent) !== true) return 'no-consent';
    if (hasUnsubscribed(topicId, facts, at)) return 'unsubscribed';
  }
  const suppressed = suppressedBy(suppressions, topicId, topic.transactional, at);
  if (suppressed !== null) return suppressed;
  if (isBarred(channel, facts, at)) return 'suppressed';
  const { address, problem } = addressOf(channel, facts);
  if (address === null) return problem === null ? 'no-address' : 'bad-address';
  return null;
}

/** The last word counts, said about this topic or about all. */
function hasUnsubscribed(topicId: string, facts: Facts, at: Instant): boolean {
  let last: { time: Instant; out: boolean } | null = null;
  for (const [name, out] of [
    ['subscribed', false],
    ['unsubscribed', true],
  ] as const) {
    for (const event of eventsNamed(facts, name)) {
      const scope = event.properties.topic ?? null;
      if (event.time > at || (scope !== null && scope !== topicId)) continue;
      // At the same instant the no wins.
      if (last === null || event.time >= last.time) last = { time: event.time, out };
    }
  }
  return last?.out ?? false;
}

/** A bounce or a complaint closes the channel that it came by, and no other. */
function isBarred(channel: Channel, facts: Facts, at: Instant): boolean {
  const { hard, complaint } = barringEvents(channel);
  const happened = (name: string | null, kind: string | null): boolean =>
    name !== null &&
    eventsNamed(facts, name).some((e) => e.time <= at && (kind === null || e.properties.kind === kind));
  return happened(hard, 'hard') || happened(complaint, null);
}

/** Where a channel reaches a profile, and what is wrong with the address that is there; channels without addresses go by the profile's id. */
export function addressOf(
  channel: Channel,
  facts: Facts,
): { readonly address: string | null; readonly problem: string | null } {
  switch (addressKind(channel)) {
    case 'email':
      return { address: facts.email, problem: facts.emailProblem };
    case 'phone':
      return { address: facts.phone, problem: facts.phoneProblem };
    case null:
      return { address: facts.profileId, problem: null };
  }
}
