import type { Told } from '../../model/change.js';
import type { FrequencyCap, Plan, RateLimits, SendWindow } from '../../model/plan.js';
import { formatTimeOfDay } from '../../model/time-of-day.js';
import { both, type ChangeKind, type Found, told } from '../change-kind.js';
import { compareHours, type HoursComparison, loudMinutes, openMinutes } from '../compare-hours.js';
import { same } from '../same.js';

const LOOSER = both(
  'dangerous',
  'messages may go when, or as often as, they could not before: it is never pinned',
  'inside',
);
const STRICTER = both('safe', 'messages that it holds up wait: it is never pinned', 'inside');
const LOSING = both(
  'dangerous',
  'messages that it stops are skipped, or end the journey: it is never pinned',
  'inside',
);
const OTHER = both('dangerous', 'messages go at other times, or others are held up: it is never pinned', 'inside');

/** When, how often and in which order messages may go is not as it was. */
export const limitsChanged: ChangeKind = {
  code: 'LC815',
  name: 'limits-changed',
  summary: 'When, how often, how fast or in which order messages may go is not as it was.',
  docs: `Send windows, quiet hours, holidays, caps, lateness, throttles, priorities and the zone of people without one of their own hold at once for everybody, also for those inside: they are never pinned. Loosened, they let a burst of messages go that had waited; made stricter, those that skip instead of putting off lose messages.`,
  *find({ old, new: now }) {
    yield* policyChanges(old, now);
  },
  *findIn({ old, new: now, steps }) {
    if (!same(old.sendWindow, now.sendWindow)) {
      const hours = compareHours(openMinutes(old.sendWindow), openMinutes(now.sendWindow));
      yield { ...windows(hours, old.sendWindow, now.sendWindow), at: ['send_window'], what: 'its send window changed' };
    }
    if (old.priority !== now.priority) {
      yield {
        facet: 'delivery',
        at: ['priority'],
        what: 'its priority changed: who wins where a cap allows one message',
        before: told(String(old.priority)),
        after: told(String(now.priority)),
        judgement: OTHER,
      };
    }
    for (const { was, is } of steps.shared) {
      const [before, after] = [was.step.action, is.step.action];
      if (before.kind !== 'message' || after.kind !== 'message') continue;
      const place = { step: is.step.id, was: was.step.id };
      if (!same(before.sendWindow, after.sendWindow)) {
        const own = compareHours(
          openMinutes(before.sendWindow ?? old.sendWindow),
          openMinutes(after.sendWindow ?? now.sendWindow),
        );
        const at = [after.channel, 'send_window'];
        const what = `the send window of message "${is.step.id}" changed`;
        yield { ...windows(own, before.sendWindow, after.sendWindow), ...place, at, what };
      }
      if (before.onBlocked === after.onBlocked) continue;
      yield {
        ...place,
        facet: 'delivery',
        at: [after.channel, 'on_blocked'],
        what: `what becomes of message "${is.step.id}" when it may not go changed`,
        before: told(before.onBlocked ?? 'as the policy says'),
        after: told(after.onBlocked ?? 'as the policy says'),
        judgement: after.onBlocked === 'defer' ? OTHER : LOSING,
      };
    }
  },
};

function windows(
  hours: HoursComparison,
  before: SendWindow | null,
  after: SendWindow | null,
): Pick<Found, 'facet' | 'before' | 'after' | 'judgement'> {
  const tell = (window: SendWindow | null): Told => ({ kind: 'window', window });
  return { facet: 'delivery', before: tell(before), after: tell(after), judgement: judge(hours, after?.onBlocked) };
}

function judge(hours: HoursComparison, onBlocked: string | undefined): Found['judgement'] {
  if (hours === 'wider') return LOOSER;
  if (hours === 'narrower') return onBlocked === undefined || onBlocked === 'defer' ? STRICTER : LOSING;
  return OTHER;
}

function* policyChanges(old: Plan, now: Plan): Iterable<Found> {
  const [a, b] = [old.policies, now.policies];
  const change = (
    at: readonly string[],
    what: string,
    judgement: Found['judgement'],
    sides: readonly [string, string],
  ): Found => ({
    facet: 'delivery',
    at,
    what,
    before: told(sides[0]),
    after: told(sides[1]),
    judgement,
  });
  if (!same(a.quietHours, b.quietHours)) {
    const hours = compareHours(loudMinutes(a.quietHours), loudMinutes(b.quietHours));
    const words = (quiet: typeof a.quietHours): string =>
      quiet === null ? 'none' : `${formatTimeOfDay(quiet.from)} to ${formatTimeOfDay(quiet.to)}, ${quiet.onBlocked}`;
    const at = ['policies', 'quiet_hours'];
    yield change(at, 'quiet hours changed', judge(hours, b.quietHours?.onBlocked), [
      words(a.quietHours),
      words(b.quietHours),
    ]);
  }
  if (!same(a.holidays, b.holidays)) {
    const days = ({ policies: { holidays } }: Plan): string =>
      holidays === null
        ? 'none'
        : JSON.stringify([holidays.dates, holidays.regions?.dates ?? {}, holidays.onBlocked]).replaceAll('"', '');
    yield change(['policies', 'holidays'], 'holidays changed', OTHER, [days(old), days(now)]);
  }
  if (!same(a.frequencyCaps, b.frequencyCaps)) {
    const words = (caps: readonly FrequencyCap[]): string => caps.map(capWords).join('; ') || 'none';
    const at = ['policies', 'frequency_caps'];
    yield change(at, 'frequency caps changed', judgeCaps(a.frequencyCaps, b.frequencyCaps), [
      words(a.frequencyCaps),
      words(b.frequencyCaps),
    ]);
  }
  if (!same(a.lateness, b.lateness)) {
    yield change(['policies', 'lateness'], 'how late a message may still go changed', OTHER, [
      a.lateness.text,
      b.lateness.text,
    ]);
  }
  if (old.timezone !== now.timezone) {
    yield change(['timezone'], 'the zone of people without one of their own changed', OTHER, [
      old.timezone,
      now.timezone,
    ]);
  }
  for (const channel of ['email', 'sms', 'whatsapp', 'push', 'in_app', 'webhook'] as const) {
    const [was, is] = [old.channels[channel], now.channels[channel]];
    if (was == null || is == null || same(was.throttle, is.throttle)) continue;
    const words = (throttle: typeof was.throttle): string => (throttle === null ? 'none' : throttleWords(throttle));
    yield change(['channels', channel], `how fast messages by ${channel} may go changed`, OTHER, [
      words(was.throttle),
      words(is.throttle),
    ]);
  }
}

function throttleWords({ rate, perDomain, otherDomains }: RateLimits): string {
  const domains = Object.entries(perDomain).map(([domain, { text }]) => `${text} to ${domain}`);
  const others = otherDomains === null ? [] : [`${otherDomains.text} to each other domain`];
  return [...(rate === null ? [] : [rate.text]), ...domains, ...others].join(', ') || 'none';
}

/** Caps that came, and stand beside all that there were, are stricter; caps that only went are looser. */
function judgeCaps(old: readonly FrequencyCap[], now: readonly FrequencyCap[]): Found['judgement'] {
  const kept = (cap: FrequencyCap, list: readonly FrequencyCap[]): boolean => list.some((other) => same(other, cap));
  const added = now.filter((cap) => !kept(cap, old));
  if (old.some((cap) => !kept(cap, now))) return added.length === 0 ? LOOSER : OTHER;
  return added.every(({ onBlocked }) => onBlocked === 'defer') ? STRICTER : LOSING;
}

function capWords({ counts, max, per, channel, topic, incentive, onBlocked }: FrequencyCap): string {
  const scope = [channel, topic, incentive].filter((each) => each !== null).join(' ');
  return `${max} ${counts}${scope === '' ? '' : ` (${scope})`} per ${per.text}, ${onBlocked}`;
}
