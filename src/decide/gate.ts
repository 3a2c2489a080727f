import type { History, PastMessage } from '../model/decision.js';
import type { Facts } from '../model/facts.js';
import type { PlannedMessage } from '../model/message.js';
import type { Plan, PlanCampaign } from '../model/plan.js';
import type { Instant } from '../model/value.js';
import { campaignOf } from './campaign-of.js';
import { blockedByCaps } from './caps.js';
import { type ClockRule, clockRules, reopens, shutBy } from './clock-rules.js';
import { messageProblem } from './consent.js';
import { exitInstant } from './exits.js';
import { routeOf } from './route.js';

/** Whether a planned message may really be handed over now. */
export type Passage =
  | { readonly kind: 'go' }
  | { readonly kind: 'wait'; readonly until: Instant; readonly reason: string }
  | { readonly kind: 'drop'; readonly reason: string };

/**
 * The last check before a message leaves, by the real clock: too late, consent withdrawn, an event that ends its campaign since it was due, an hour or a day on which it may not go, caps over what was
 * really handed over. A runner that ticks late thereby never sends at night, in a burst, or after the order: it waits, and after `validUntil` it drops.
 */
export function checkPassage(
  plan: Plan,
  message: PlannedMessage,
  facts: Facts | null,
  suppressions: History['suppressions'],
  handedOver: readonly PastMessage[],
  now: Instant,
): Passage {
  if (now > message.validUntil) return { kind: 'drop', reason: 'late' };
  if (facts === null) return { kind: 'drop', reason: 'profile-gone' };
  const problem = messageProblem(plan, message.channel, message.topic, facts, suppressions, now);
  if (problem !== null) return { kind: 'drop', reason: problem };
  const campaign = campaignOf(plan, message);
  const left = campaign && exitInstant(campaign, message.dueAt, { plan, facts, messages: handedOver });
  if (left && left.at <= now) return { kind: 'drop', reason: `exited: ${left.reason}` };
  const rules = rulesFor(plan, campaign, message, facts);
  const shut = shutBy(rules, now);
  if (shut !== null) return wait(reopens(rules, shut.opensAt, message.validUntil), shut.reason, message);
  const cap = blockedByCaps(plan, message, handedOver, (m) => m.sentAt ?? m.sendAt, now, facts.zone);
  return cap === null ? { kind: 'go' } : wait(cap.opensAt, 'frequency-cap', message);
}

/** Send windows are those of the plan of now, also for people who finish the structure of an older one. Whatever a rule says, what was planned only waits here. */
function rulesFor(
  plan: Plan,
  campaign: PlanCampaign | null,
  message: PlannedMessage,
  facts: Facts,
): readonly ClockRule[] {
  const action = campaign && routeOf(campaign).steps.get(message.step)?.step.action;
  const own = action?.kind === 'message' ? action.sendWindow : null;
  const inherited = campaign?.sendWindow ?? null;
  const { transactional } = message;
  return clockRules(plan, { transactional, own, inherited, onBlocked: null }, facts).map((rule) => ({
    ...rule,
    onBlocked: 'defer',
  }));
}

function wait(until: Instant, reason: string, message: PlannedMessage): Passage {
  return until > message.validUntil ? { kind: 'drop', reason: `late: ${reason}` } : { kind: 'wait', until, reason };
}
