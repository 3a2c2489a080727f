import { addDuration, subtractDuration } from '../calendar/local-time.js';
import { occurrences } from '../calendar/occurrences.js';
import type { FactEvent } from '../model/facts.js';
import type { PlanCampaign, Trigger } from '../model/plan.js';
import type { Tick } from '../model/tick.js';
import type { Duration, Instant, Value } from '../model/value.js';
import { changePoints } from './change-points.js';
import { holds } from './evaluate.js';
import { matchesWhere } from './matching-events.js';
import { eventsNamed, type Person } from './person.js';

/** Something that may start a journey. */
export interface Occasion {
  readonly id: string;
  readonly at: Instant;
  /** The value of the trigger's key; null without one. */
  readonly key: string | null;
  readonly keyed: boolean;
  readonly event: Readonly<Record<string, Value>>;
  /** True when an event named under `unless` came in time. */
  readonly cancelled: boolean;
  /** Whether saying no is worth a record: not for a schedule, whose audience is its definition. */
  readonly recorded: boolean;
}

/**
 * The occasions of one campaign for one person in a tick. Events that reach the warehouse up to `lateness` late still count; whoever calls leaves out the occasions that were
 * decided before.
 */
export function occasionsOf(
  campaign: PlanCampaign,
  person: Person,
  tick: Tick,
  memberOf: readonly string[],
): readonly Occasion[] {
  const start = tick.starts[campaign.id];
  if (start === undefined || tick.previous === null) return [];
  const span: Reach = {
    start,
    previous: tick.previous,
    lookback: lookbackOf(tick, tick.previous, person.plan.policies.lateness, person.facts.zone),
    now: tick.now,
  };
  return campaign.triggers.flatMap((trigger) => occasionsOfTrigger(trigger, person, span, tick, memberOf));
}

const lookbacks = new WeakMap<Tick, Map<string, Instant>>();

/** Worked out once for a tick and a zone: every person and campaign asks for it. */
function lookbackOf(tick: Tick, previous: Instant, lateness: Duration, zone: string): Instant {
  const known = lookbacks.get(tick) ?? new Map<string, Instant>();
  lookbacks.set(tick, known);
  const key = `${lateness.months} ${lateness.days} ${lateness.exact} ${zone}`;
  const lookback = known.get(key) ?? subtractDuration(previous, lateness, zone);
  known.set(key, lookback);
  return lookback;
}

const NO_TIME: Duration = { months: 0, days: 0, exact: 0, text: '0m' };
const DAY = 86_400_000;
/** More than clocks ever move. */
const SLACK = 30 * 3_600_000;

/** Whether `t` + `wait` may lie in (`after`, `upTo`] in some zone. The calendar is slow, and most events are long past: it is asked only where this says yes. */
function mayFallIn(t: Instant, { months, days, exact }: Duration, after: Instant, upTo: Instant): boolean {
  const earliest = t + (months * 28 + days) * DAY + exact - SLACK;
  const latest = t + (months * 31 + days) * DAY + exact + SLACK;
  return latest > after && earliest <= upTo;
}

interface Reach {
  readonly start: Instant;
  readonly previous: Instant;
  readonly lookback: Instant;
  readonly now: Instant;
}

function occasionsOfTrigger(
  trigger: Trigger,
  person: Person,
  span: Reach,
  tick: Tick,
  memberOf: readonly string[],
): readonly Occasion[] {
  switch (trigger.kind) {
    case 'event':
      return eventOccasions(trigger, person, span);
    case 'inactive':
      return inactiveOccasions(trigger, person, span);
    case 'enters': {
      if (tick.knownSegments[trigger.segment] !== true) return [];
      return entries(trigger.segment, person, span, memberOf.includes(trigger.segment)).map((at) =>
        plain(`enters:${trigger.segment}:${at}`, at, true),
      );
    }
    case 'schedule': {
      const zone = trigger.zone === 'profile' ? person.facts.zone : person.plan.timezone;
      return occurrences(trigger.schedule, zone, Math.max(span.previous, span.start), span.now).map((at) =>
        plain(`schedule:${at}`, at, false),
      );
    }
  }
}

function eventOccasions(
  trigger: Extract<Trigger, { kind: 'event' }>,
  person: Person,
  span: Reach,
): readonly Occasion[] {
  const found: Occasion[] = [];
  const zone = person.facts.zone;
  for (const event of eventsNamed(person.facts, trigger.event)) {
    if (event.time <= span.start) continue;
    const waits = [NO_TIME, ...trigger.unless.map(({ within }) => within)];
    if (!waits.some((wait) => mayFallIn(event.time, wait, span.lookback, span.now))) continue;
    const at = trigger.unless.reduce(
      (latest, { within }) => Math.max(latest, addDuration(event.time, within, zone)),
      event.time,
    );
    if (at <= span.lookback || at > span.now || !matchesWhere(event, trigger.where, person)) continue;
    const key = trigger.key === null ? null : (event.properties[trigger.key] ?? null);
    found.push({
      id: `event:${event.id}`,
      at,
      key: key === null ? null : String(key),
      keyed: key !== null,
      event: event.properties,
      cancelled: trigger.unless.some(({ event: name, where, within }) => {
        const end = addDuration(event.time, within, zone);
        return eventsNamed(person.facts, name).some(
          (other) => follows(other, event) && other.time <= end && matchesWhere(other, where, person),
        );
      }),
      recorded: true,
    });
  }
  return found;
}

/** Later in time; at the same instant, any other event, but of two of the same name only the one with the larger id. */
function follows(other: FactEvent, event: FactEvent): boolean {
  if (other.time !== event.time) return other.time > event.time;
  return other.name === event.name ? other.id > event.id : true;
}

function inactiveOccasions(
  trigger: Extract<Trigger, { kind: 'inactive' }>,
  person: Person,
  span: Reach,
): readonly Occasion[] {
  const events = eventsNamed(person.facts, trigger.event);
  const after = Math.max(span.lookback, span.start);
  return events.flatMap((event, index) => {
    if (!mayFallIn(event.time, trigger.for, after, span.now)) return [];
    const at = addDuration(event.time, trigger.for, person.facts.zone);
    const next = events[index + 1];
    if (at <= after || at > span.now || (next !== undefined && next.time <= at)) return [];
    return [{ ...plain(`inactive:${event.id}`, at, true), event: event.properties }];
  });
}

/** The instants at which the person came into a segment; a change of attributes counts from the tick that saw it. */
function entries(segment: string, person: Person, span: Reach, wasMember: boolean): readonly Instant[] {
  const condition = person.plan.segments[segment];
  if (condition === undefined) return [];
  if (holds(condition, span.previous, person) !== wasMember) {
    return !wasMember && holds(condition, span.now, person) ? [span.now] : [];
  }
  const found: Instant[] = [];
  let member = wasMember;
  for (const at of changePoints(condition, person, span.previous, span.now)) {
    const is = holds(condition, at, person);
    if (is && !member && at > span.start) found.push(at);
    member = is;
  }
  return found;
}

function plain(id: string, at: Instant, recorded: boolean): Occasion {
  return { id, at, key: null, keyed: false, event: {}, cancelled: false, recorded };
}
