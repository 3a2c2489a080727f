import { addDuration } from '../calendar/local-time.js';
import type { History } from '../model/decision.js';
import type { FactEvent } from '../model/facts.js';
import type { PlanCampaign, ReceivedTrigger, Trigger } from '../model/plan.js';
import type { Tick } from '../model/tick.js';
import type { Duration, Instant } from '../model/value.js';
import { groupName } from '../model/watched-groups.js';
import { dateOccasions } from './date-occasions.js';
import { isFollowed, isSteady, mayHaveMoved } from './followed-groups.js';
import { frozenLengthRunsOut } from './frozen-length.js';
import { groupOccasions } from './group-occasions.js';
import { matchesWhere } from './matching-events.js';
import { mayFallIn } from './may-fall-in.js';
import type { Occasion } from './occasion.js';
import { attributeValue, eventLists, eventsNamed, type Person } from './person.js';
import { receivedOccasions } from './received-occasions.js';
import { lastTooEarly, type Reach, tickInZone } from './tick-in-zone.js';

/**
 * The occasions of one campaign for one person in a tick. Events that reach the warehouse up to `lateness` late still count; whoever calls leaves out the occasions that were
 * decided before.
 */
export function occasionsOf(
  campaign: PlanCampaign,
  person: Person,
  tick: Tick,
  history: Pick<History, 'memberOf' | 'received'>,
): readonly Occasion[] {
  const start = tick.starts[campaign.id];
  if (start === undefined) return [];
  const { plan, facts } = person;
  const found: Occasion[] = [];
  for (const trigger of campaign.triggers)
    if (trigger.kind === 'received') found.push(...receivedOccasions(trigger, plan, history.received, tick, start));
  const inZone = tickInZone(plan, tick, facts.zone);
  const reach = inZone.reachOf(campaign);
  if (reach === null) return found;
  for (const trigger of campaign.triggers) {
    if (trigger.kind === 'received') continue;
    if (trigger.kind === 'schedule')
      for (const at of inZone.firingsOf(campaign, trigger)) found.push(plain(`schedule:${at}`, at, false));
    else found.push(...occasionsOfTrigger(trigger, person, reach, tick, history.memberOf));
  }
  return found;
}

/**
 * The campaigns that may have an occasion for a person in a tick: those in which something happens to anybody, and those that ask for an event of theirs. Of the others
 * `occasionsOf` says that they have none.
 */
export function stirredCampaigns(person: Person, tick: Tick): Iterable<PlanCampaign> {
  const { always, byEvent, byGroup } = tickInZone(person.plan, tick, person.facts.zone);
  const stirred = new Set(always);
  const { profileId } = person.facts;
  for (const [group, campaigns] of isSteady(tick, profileId) ? [] : byGroup) {
    if (!mayHaveMoved(tick, group, profileId)) continue;
    for (const campaign of campaigns) stirred.add(campaign);
  }
  for (const [name, events] of eventLists(person.facts)) {
    const asking = byEvent.get(name);
    const last = events.at(-1);
    if (asking === undefined || last === undefined || last.time <= asking.after) continue;
    for (const campaign of asking.campaigns) stirred.add(campaign);
  }
  return stirred;
}

const NONE: readonly Occasion[] = [];

function occasionsOfTrigger(
  trigger: Exclude<Trigger, ReceivedTrigger | { kind: 'schedule' }>,
  person: Person,
  span: Reach,
  tick: Tick,
  memberOf: readonly string[],
): readonly Occasion[] {
  const { facts, plan } = person;
  switch (trigger.kind) {
    case 'event':
      return eventOccasions(trigger, person, span);
    case 'inactive':
      return inactiveOccasions(trigger, person, span);
    case 'enters':
    case 'leaves': {
      const { group, kind } = trigger;
      const name = groupName(group);
      if (!span.isBackfilled && tick.knownGroups[name] !== true) return [];
      if (isFollowed(tick, name, span) && !mayHaveMoved(tick, name, facts.profileId)) return [];
      const wasMember = span.isBackfilled ? null : memberOf.includes(name);
      const shown = group.kind === 'segment' ? group.segment : `stage.${group.stage}`;
      return groupOccasions(kind, group, person, { from: span.previous, now: span.now, wasMember })
        .filter((at) => at > span.since)
        .map((at) => plain(`${kind}:${shown}:${at}`, at, true));
    }
    case 'date': {
      const type = plan.attributes[trigger.attribute]?.type ?? 'string';
      const value = attributeValue(facts, trigger.attribute);
      return dateOccasions(trigger, value, type, facts.zone, span.previous, span.now).map(({ id, at }) =>
        plain(id, at, true),
      );
    }
  }
}

function eventOccasions(
  trigger: Extract<Trigger, { kind: 'event' }>,
  person: Person,
  span: Reach,
): readonly Occasion[] {
  const events = eventsNamed(person.facts, trigger.event);
  const first = firstAfter(events, lastTooEarly(trigger, span));
  if (first === events.length) return NONE;
  const found: Occasion[] = [];
  const zone = person.facts.zone;
  for (let i = first; i < events.length; i++) {
    const event = events[i]!;
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

/** The place of the first event later than a moment, in a list by time: most events are long past. */
function firstAfter(events: readonly FactEvent[], moment: Instant): number {
  let place = events.length;
  while (place > 0 && events[place - 1]!.time > moment) place -= 1;
  return place;
}

/** Later in time; at the same instant, any other event, but of two of the same name only the one with the larger id. */
function follows(other: FactEvent, event: FactEvent): boolean {
  if (other.time !== event.time) return other.time > event.time;
  return other.name === event.name ? other.id > event.id : true;
}

function inactiveOccasions(
  { event: name, for: length }: Extract<Trigger, { kind: 'inactive' }>,
  person: Person,
  span: Reach,
): readonly Occasion[] {
  const events = eventsNamed(person.facts, name);
  const after = Math.max(span.lookback, span.since);
  return events.flatMap((event, index) => {
    const at = 'trait' in length ? ranOutByTrait(event, length.trait) : ranOut(event, length);
    const next = events[index + 1];
    if (at === null || (next !== undefined && next.time <= at)) return [];
    return [{ ...plain(`inactive:${event.id}`, at, true), event: event.properties }];
  });

  function ranOut(event: FactEvent, duration: Duration): Instant | null {
    if (!mayFallIn(event.time, duration, after, span.now)) return null;
    const at = addDuration(event.time, duration, person.facts.zone);
    return at > after && at <= span.now ? at : null;
  }

  function ranOutByTrait(event: FactEvent, trait: string): Instant | null {
    return frozenLengthRunsOut(event.time, trait, person.facts, after, span.now);
  }
}

function plain(id: string, at: Instant, recorded: boolean): Occasion {
  return { id, at, key: null, keyed: false, event: {}, cancelled: false, recorded };
}
