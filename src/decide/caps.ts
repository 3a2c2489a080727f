import { addDuration } from '../calendar/local-time.js';
import type { PastMessage } from '../model/decision.js';
import type { FrequencyCap, OnBlocked, Plan } from '../model/plan.js';
import type { Instant } from '../model/value.js';
import { isAfterStart } from './passes.js';

/** A cap that blocks a message, and the first instant at which it would not. */
export interface Blocked {
  readonly onBlocked: OnBlocked;
  readonly opensAt: Instant;
  /** In words: `1 of 1 per 1d`. */
  readonly detail: string;
}

/** What caps ask of the message that wants to go. */
export interface Candidate {
  readonly id: string;
  readonly campaign: string;
  readonly transactional: boolean;
  readonly incentive: string | null;
  /** What the message itself says becomes of it, in place of the caps. */
  readonly onBlocked?: OnBlocked | null;
}

/**
 * The cap that blocks a message at a moment, or null. Counted are promotional messages that go or went (`when` says at which instant), and of its own campaign also
 * those withheld, so that both arms of a holdout meet the same caps. Where several block, the hardest wins (exit, skip, defer), then the one that opens last.
 */
export function blockedByCaps(
  plan: Plan,
  candidate: Candidate,
  messages: readonly PastMessage[],
  when: (message: PastMessage) => Instant,
  at: Instant,
  zone: string,
): Blocked | null {
  if (candidate.transactional) return null;
  const times = (cap: FrequencyCap): Instant[] =>
    messages
      .filter(
        (m) =>
          m.id !== candidate.id &&
          !m.transactional &&
          (m.state === 'going' || (m.state === 'withheld' && m.campaign === candidate.campaign)) &&
          (cap.counts === 'messages' || m.incentive !== null) &&
          isAfterStart(when(m), at, cap.per, zone),
      )
      .map(when)
      .sort((a, b) => b - a);
  const blocks: Blocked[] = [];
  for (const cap of plan.policies.frequencyCaps) {
    if (cap.counts === 'incentives' && candidate.incentive === null) continue;
    const inWindow = times(cap);
    const edge = inWindow[cap.max - 1];
    if (inWindow.length < cap.max) continue;
    blocks.push({
      onBlocked: candidate.onBlocked ?? cap.onBlocked,
      opensAt: edge === undefined ? Number.MAX_SAFE_INTEGER : opening(edge, cap, zone),
      detail: `${inWindow.length} of ${cap.max} ${cap.counts} per ${cap.per.text}`,
    });
  }
  const hardness = { exit: 2, skip: 1, defer: 0 };
  blocks.sort((a, b) => hardness[b.onBlocked] - hardness[a.onBlocked] || b.opensAt - a.opensAt);
  return blocks[0] ?? null;
}

/** The first instant at which a message sent at `edge` no longer counts; a clock change can make the calendar's answer come a little later. */
function opening(edge: Instant, cap: FrequencyCap, zone: string): Instant {
  let at = addDuration(edge, cap.per, zone);
  for (let tries = 0; tries < 200 && isAfterStart(edge, at, cap.per, zone); tries++) at += 1_800_000;
  return at;
}
