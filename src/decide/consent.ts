import type { History, SkipReason } from '../model/decision.js';
import type { Facts } from '../model/facts.js';
import type { Plan } from '../model/plan.js';
import type { Instant } from '../model/value.js';
import { attributeValue, eventsNamed } from './person.js';

/** Why an email on a topic must not go to this profile at a moment; null when it may. Unknown consent is no consent. */
export function emailProblem(
  plan: Plan,
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
  for (const { topic: scope, since } of suppressions) {
    if (since > at) continue;
    if (scope === null) return 'suppressed';
    if (scope === topicId && !topic.transactional) return 'unsubscribed';
  }
  if (hasBounced(facts, at)) return 'suppressed';
  if (facts.email === null) return facts.emailProblem === null ? 'no-address' : 'bad-address';
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

function hasBounced(facts: Facts, at: Instant): boolean {
  const hard = eventsNamed(facts, 'email_bounced').some((e) => e.time <= at && e.properties.kind === 'hard');
  return hard || eventsNamed(facts, 'email_complained').some((e) => e.time <= at);
}
