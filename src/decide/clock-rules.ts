import { holidayBegins, holidayEnds } from '../calendar/holidays.js';
import { nextWallClock, quietUntil } from '../calendar/local-time.js';
import { windowOpens, windowShuts } from '../calendar/open-hours.js';
import type { ClockReason } from '../model/decision.js';
import type { Facts } from '../model/facts.js';
import type { OnBlocked, Plan, Policies, SendWindow } from '../model/plan.js';
import type { Instant } from '../model/value.js';
import { type Block, hardest } from './block.js';
import { attributeValue } from './person.js';

/** A rule that looks at nothing but the profile's wall clock. */
export interface ClockRule {
  readonly reason: ClockReason;
  readonly onBlocked: OnBlocked;
  /** When it lets messages go again that it keeps in at `t`; null when it lets them go. */
  readonly opens: (t: Instant) => Instant | null;
  /** An instant after `t`, at which it is open, until which it stays so. */
  readonly shuts: (t: Instant) => Instant;
}

/** What the rules ask of a message. */
export interface ClockedMessage {
  readonly transactional: boolean;
  /** The send window of the message itself. */
  readonly own: SendWindow | null;
  /** The send window of its campaign, which its own takes the place of. */
  readonly inherited: SendWindow | null;
  /** What the message says becomes of it, in place of every rule but its own window. */
  readonly onBlocked: OnBlocked | null;
}

/** The rules of the clock that a message to this profile keeps to: quiet hours, its send window, and holidays unless it is transactional. */
export function clockRules(plan: Plan, message: ClockedMessage, facts: Facts): readonly ClockRule[] {
  const { zone } = facts;
  const { quietHours, holidays } = plan.policies;
  const rules: ClockRule[] = [];
  if (quietHours !== null) {
    const { from, to, onBlocked } = quietHours;
    rules.push({
      reason: 'quiet-hours',
      onBlocked: message.onBlocked ?? onBlocked,
      opens: (t) => quietUntil(t, from, to, zone),
      shuts: (t) => nextWallClock(t, from, null, zone),
    });
  }
  const window = message.own ?? message.inherited;
  if (window !== null) {
    rules.push({
      reason: 'send-window',
      onBlocked: (message.own === null ? message.onBlocked : null) ?? window.onBlocked,
      opens: (t) => windowOpens(t, window, zone),
      shuts: (t) => windowShuts(t, window, zone),
    });
  }
  const days = holidays === null || message.transactional ? [] : holidaysOf(holidays, facts);
  if (holidays !== null && days.length > 0) {
    rules.push({
      reason: 'holiday',
      onBlocked: message.onBlocked ?? holidays.onBlocked,
      opens: (t) => holidayEnds(t, days, zone),
      shuts: (t) => holidayBegins(t, days, zone),
    });
  }
  return rules;
}

/** The rule that keeps a message in at `t`, or null; of several the hardest. */
export function shutBy(rules: readonly ClockRule[], t: Instant): (Block & { readonly reason: ClockReason }) | null {
  return hardest(
    rules.flatMap(({ reason, onBlocked, opens }) => {
      const opensAt = opens(t);
      return opensAt === null ? [] : [{ reason, onBlocked, opensAt, detail: null }];
    }),
  );
}

/** The first instant from `t` on at which no rule puts a message off further; looked for no further than just past `limit`. */
export function reopens(rules: readonly ClockRule[], t: Instant, limit: Instant): Instant {
  let at = t;
  while (at <= limit) {
    const block = shutBy(rules, at);
    if (block === null || block.onBlocked !== 'defer') break;
    at = block.opensAt;
  }
  return at;
}

function holidaysOf({ dates, regions }: NonNullable<Policies['holidays']>, facts: Facts): readonly string[] {
  const value = regions === null ? null : attributeValue(facts, regions.attribute);
  const own = value === null ? undefined : regions?.dates[String(value)];
  return own === undefined ? dates : [...dates, ...own];
}
