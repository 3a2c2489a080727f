import { addDuration } from '../calendar/local-time.js';
import type { Channel } from '../model/channel.js';
import type { PastMessage } from '../model/decision.js';
import type { FrequencyCap, OnBlocked, Plan } from '../model/plan.js';
import type { Instant } from '../model/value.js';
import { type Block, hardest } from './block.js';
import { isAfterStart } from './passes.js';

/** What caps ask of the message that wants to go. */
export interface Candidate {
  readonly id: string;
  readonly campaign: string;
  readonly channel: Channel;
  readonly topic: string;
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
): Block | null {
  if (candidate.transactional) return null;
  const times = (cap: FrequencyCap): Instant[] =>
    messages
      .filter(
        (m) =>
          m.id !== candidate.id &&
          !m.transactional &&
          (m.state === 'going' || (m.state === 'withheld' && m.campaign === candidate.campaign)) &&
          isUnder(cap, m) &&
          isAfterStart(when(m), at, cap.per, zone),
      )
      .map(when)
      .sort((a, b) => b - a);
  const blocks: Block[] = [];
  for (const cap of plan.policies.frequencyCaps) {
    if (!isUnder(cap, candidate)) continue;
    const inWindow = times(cap);
    const edge = inWindow[cap.max - 1];
    if (inWindow.length < cap.max) continue;
    blocks.push({
      onBlocked: candidate.onBlocked ?? cap.onBlocked,
      opensAt: edge === undefined ? Number.MAX_SAFE_INTEGER : opening(edge, cap, zone),
      detail: `${inWindow.length} of ${cap.max} ${scopeWords(cap)} per ${cap.per.text}`,
    });
  }
  return hardest(blocks);
}

/** Whether a cap counts and blocks such a message. */
function isUnder(cap: FrequencyCap, message: Pick<Candidate, 'channel' | 'topic' | 'incentive'>): boolean {
  return (
    (cap.counts === 'messages' || message.incentive !== null) &&
    (cap.channel === null || message.channel === cap.channel) &&
    (cap.topic === null || message.topic === cap.topic) &&
    (cap.incentive === null || message.incentive === cap.incentive)
  );
}

/** `sms messages on offers`, `incentives shipping`. */
function scopeWords({ counts, channel, topic, incentive }: FrequencyCap): string {
  return [channel, counts, incentive, topic === null ? null : `on ${topic}`].filter((word) => word !== null).join(' ');
}

/** The first instant at which a message sent at `edge` no longer counts; a clock change can make the calendar's answer come a little later. */
function opening(edge: Instant, cap: FrequencyCap, zone: string): Instant {
  let at = addDuration(edge, cap.per, zone);
  for (let tries = 0; tries < 200 && isAfterStart(edge, at, cap.per, zone); tries++) at += 1_800_000;
  return at;
}
