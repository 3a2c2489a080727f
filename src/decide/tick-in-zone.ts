import { subtractDuration } from '../calendar/local-time.js';
import { occurrences } from '../calendar/occurrences.js';
import type { Plan, PlanCampaign, Trigger } from '../model/plan.js';
import type { Tick } from '../model/tick.js';
import type { Instant } from '../model/value.js';
import { groupName } from '../model/watched-groups.js';
import { isFollowed } from './followed-groups.js';
import { atMost } from './may-fall-in.js';

/** How far back a campaign looks in a tick. */
export interface Reach {
  /** Nothing that happened at or before this enters. */
  readonly since: Instant;
  /** What cannot come late counts from here. */
  readonly previous: Instant;
  /** What may come late counts from here. */
  readonly lookback: Instant;
  readonly now: Instant;
  /** Whether this tick looks back further than the record goes. */
  readonly isBackfilled: boolean;
}

type ScheduleTrigger = Extract<Trigger, { kind: 'schedule' }>;

/** A tick as everybody in one zone sees it: what does not depend on the person, worked out once. */
export interface TickInZone {
  /** How far back a campaign looks; null when it begins in this tick and looks at nothing but receipts. */
  reachOf(campaign: PlanCampaign): Reach | null;
  /** When a schedule comes due for a campaign. */
  firingsOf(campaign: PlanCampaign, trigger: ScheduleTrigger): readonly Instant[];
  /** The campaigns that may have an occasion for somebody to whom nothing happened. */
  readonly always: readonly PlanCampaign[];
  /** By name of a group that is followed, the other campaigns that may have an occasion for those for whom it changed. */
  readonly byGroup: ReadonlyMap<string, readonly PlanCampaign[]>;
  /** By name of an event, the campaigns that may have an occasion for whoever has one later than `after`. */
  readonly byEvent: ReadonlyMap<string, { readonly after: Instant; readonly campaigns: readonly PlanCampaign[] }>;
}

const known = new WeakMap<Tick, { readonly plan: Plan; readonly zones: Map<string, TickInZone> }>();

/** A tick under a plan as a zone sees it. */
export function tickInZone(plan: Plan, tick: Tick, zone: string): TickInZone {
  let ofTick = known.get(tick);
  if (ofTick?.plan !== plan) {
    ofTick = { plan, zones: new Map() };
    known.set(tick, ofTick);
  }
  let found = ofTick.zones.get(zone);
  if (found === undefined) {
    found = look(plan, tick, zone);
    ofTick.zones.set(zone, found);
  }
  return found;
}

function look(plan: Plan, tick: Tick, zone: string): TickInZone {
  const reaches = new Map<PlanCampaign, Reach | null>();
  const firings = new Map<PlanCampaign, Map<ScheduleTrigger, readonly Instant[]>>();
  const always: PlanCampaign[] = [];
  const byGroup = new Map<string, PlanCampaign[]>();
  const byEvent = new Map<string, { after: Instant; readonly campaigns: PlanCampaign[] }>();
  const reachOf = (campaign: PlanCampaign): Reach | null => {
    let reach = reaches.get(campaign);
    if (reach === undefined) {
      reach = reachIn(plan, campaign, tick, zone);
      reaches.set(campaign, reach);
    }
    return reach;
  };
  const firingsOf = (campaign: PlanCampaign, trigger: ScheduleTrigger): readonly Instant[] => {
    const ofCampaign = firings.get(campaign) ?? new Map<ScheduleTrigger, readonly Instant[]>();
    firings.set(campaign, ofCampaign);
    const reach = reachOf(campaign);
    const clock = trigger.zone === 'profile' ? zone : plan.timezone;
    const found =
      ofCampaign.get(trigger) ??
      (reach === null ? [] : occurrences(trigger.schedule, clock, reach.previous, reach.now));
    ofCampaign.set(trigger, found);
    return found;
  };
  for (const campaign of plan.campaigns) {
    if (campaign.kept !== undefined || tick.starts[campaign.id] === undefined) continue;
    const reach = reachOf(campaign);
    const mayHappen = (trigger: Trigger): boolean => {
      if (trigger.kind === 'received') return true;
      if (reach === null) return false;
      switch (trigger.kind) {
        case 'schedule':
          return firingsOf(campaign, trigger).length > 0;
        case 'enters':
        case 'leaves':
          return reach.isBackfilled || tick.knownGroups[groupName(trigger.group)] === true;
        case 'date':
          return true;
        case 'event':
        case 'inactive':
          return false;
      }
    };
    const happening = campaign.triggers.filter(mayHappen).map((trigger) => followedBy(trigger, tick, reach));
    if (happening.includes(null)) always.push(campaign);
    else for (const name of happening) byGroup.set(name!, [...(byGroup.get(name!) ?? []), campaign]);
    if (reach === null) continue;
    for (const trigger of campaign.triggers) {
      if (trigger.kind !== 'event' && trigger.kind !== 'inactive') continue;
      const entry = byEvent.get(trigger.event) ?? { after: Number.POSITIVE_INFINITY, campaigns: [] };
      entry.after = Math.min(entry.after, lastTooEarly(trigger, reach));
      if (!entry.campaigns.includes(campaign)) entry.campaigns.push(campaign);
      byEvent.set(trigger.event, entry);
    }
  }
  return { reachOf, firingsOf, always, byGroup, byEvent };
}

/** The group that a trigger watches, where it is known whom it changed for. */
function followedBy(trigger: Trigger, tick: Tick, reach: Reach | null): string | null {
  if (reach === null || (trigger.kind !== 'enters' && trigger.kind !== 'leaves')) return null;
  const name = groupName(trigger.group);
  return isFollowed(tick, name, reach) ? name : null;
}

function reachIn({ policies }: Plan, { id, backfill }: PlanCampaign, tick: Tick, zone: string): Reach | null {
  const start = tick.starts[id] ?? tick.now;
  if (tick.previous === null && backfill === null) return null;
  const begun = backfill === null ? start : subtractDuration(start, backfill, zone);
  const since = Math.max(begun, tick.returned?.[id] ?? begun);
  const lookback = tick.previous === null ? since : subtractDuration(tick.previous, policies.lateness, zone);
  const isFirst = start === tick.now;
  return {
    since,
    previous: isFirst || tick.previous === null ? since : Math.max(tick.previous, since),
    lookback: isFirst ? Math.min(since, lookback) : lookback,
    now: tick.now,
    isBackfilled: isFirst && backfill !== null,
  };
}

/** A moment so early that no event at it or before it gives an occasion any more; the calendar is not asked. */
export function lastTooEarly(trigger: Extract<Trigger, { kind: 'event' | 'inactive' }>, reach: Reach): Instant {
  if (trigger.kind === 'event') {
    const longest = Math.max(0, ...trigger.unless.map(({ within }) => atMost(within)));
    return Math.max(reach.since, reach.lookback - longest);
  }
  if ('trait' in trigger.for) return Number.NEGATIVE_INFINITY;
  return Math.max(reach.lookback, reach.since) - atMost(trigger.for);
}
