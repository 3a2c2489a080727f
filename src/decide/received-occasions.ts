import { momentSpan } from '../calendar/moment-span.js';
import type { Receipt } from '../model/decision.js';
import type { Plan, ReceivedTrigger } from '../model/plan.js';
import type { Tick } from '../model/tick.js';
import type { Instant } from '../model/value.js';
import { isSameStep } from '../structure/step-names.js';
import type { Occasion } from './occasion.js';

/**
 * An occasion for each message of a kind that somebody got, also for those from before the campaign began (at `start`): a correction is written after the fault. It is at the
 * hand-over; in this tick, where that lies before the beginning or comes to light only now.
 */
export function receivedOccasions(
  trigger: ReceivedTrigger,
  asked: Plan,
  received: readonly Receipt[],
  tick: Tick,
  start: Instant,
): readonly Occasion[] {
  const { campaign, step, plan, between } = trigger;
  const { from, to } = momentSpan(between, asked.timezone);
  // The hand-overs of a tick follow its decisions, in a replay at the same instant.
  const known = Math.max(start, tick.previous ?? tick.now);
  return received
    .filter(
      (one) =>
        one.campaign === campaign &&
        isSameStep(asked, campaign, one.step, step) &&
        (plan === null || one.plan === plan),
    )
    .filter(({ at }) => at >= from && at < to && at <= tick.now)
    .map(({ id, at }) => ({
      id: `received:${id}`,
      at: at >= known ? at : tick.now,
      key: null,
      keyed: false,
      event: {},
      cancelled: false,
      recorded: true,
    }));
}
