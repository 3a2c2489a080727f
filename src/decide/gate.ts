import { quietUntil } from '../calendar/local-time.js';
import type { History, PastMessage } from '../model/decision.js';
import type { Facts } from '../model/facts.js';
import type { PlannedMessage } from '../model/message.js';
import type { Plan } from '../model/plan.js';
import type { Instant } from '../model/value.js';
import { blockedByCaps } from './caps.js';
import { emailProblem } from './consent.js';

/** Whether a planned message may really be handed over now. */
export type Passage =
  | { readonly kind: 'go' }
  | { readonly kind: 'wait'; readonly until: Instant; readonly reason: string }
  | { readonly kind: 'drop'; readonly reason: string };

/**
 * The last check before a message leaves, by the real clock: too late, consent withdrawn, quiet hours now, caps over what was really handed over. A runner that ticks late
 * thereby never sends at night or in a burst: it waits, and after `validUntil` it drops.
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
  const problem = emailProblem(plan, message.topic, facts, suppressions, now);
  if (problem !== null) return { kind: 'drop', reason: problem };
  const quiet = plan.policies.quietHours;
  const quietEnd = quiet === null ? null : quietUntil(now, quiet.from, quiet.to, facts.zone);
  if (quietEnd !== null) return wait(quietEnd, 'quiet-hours', message);
  const cap = blockedByCaps(plan, message, handedOver, (m) => m.sentAt ?? m.sendAt, now, facts.zone);
  return cap === null ? { kind: 'go' } : wait(cap.opensAt, 'frequency-cap', message);
}

function wait(until: Instant, reason: string, message: PlannedMessage): Passage {
  return until > message.validUntil ? { kind: 'drop', reason: `late: ${reason}` } : { kind: 'wait', until, reason };
}
