import { subtractDuration } from '../calendar/local-time.js';
import { occurrences } from '../calendar/occurrences.js';
import { compareText } from '../model/diagnostic.js';
import { everyStep } from '../model/every-step.js';
import { HOUR } from '../model/milliseconds.js';
import type { PlanCampaign, Trigger } from '../model/plan.js';
import type { Candidates, Tick } from '../model/tick.js';
import { traitEvents } from '../model/trait-events.js';
import type { Duration, Instant } from '../model/value.js';
import { watchedGroups } from '../model/watched-groups.js';
import { campaignReach, earliestAsked } from './campaign-reach.js';
import { readColumns } from './connection.js';
import { fadedProfiles } from './faded-profiles.js';
import { ranOutByTrait } from './populations/ran-out-by-trait.js';
import { refreshedProfiles } from './populations/refreshed-profiles.js';
import { groupChanges } from './sql/crossings.js';
import { dateSpan } from './sql/date-span.js';
import { type Moment, spell } from './sql/edges.js';
import { Lowering } from './sql/lowering.js';
import type { Since } from './sql/since.js';
import { allOf, anyOf } from './sql/text.js';
import { deepLeaves } from './used-events.js';
import type { LedgerState } from './warehouse.js';
import type { World } from './world.js';

/** Firings of one zone beyond which everybody is a candidate: cheaper than asking for each. */
const MOST_FIRINGS = 96;

/** Finds the profiles for whom something may happen in a tick; see `Warehouse.candidates`. */
export async function findCandidates(world: World, tick: Tick, known: LedgerState): Promise<Candidates> {
  await world.populations.ensure(world, earliestAsked(world.plan, tick), tick.now);
  const touched = [
    ...(await touchedProfiles(world, tick)),
    ...(await fadedProfiles(world, tick)),
    ...(await refreshedProfiles(world, tick)),
    ...(await ranOutByTrait(world, tick)),
  ];
  const { members, fired } = await standing(world, tick);
  const inside = await insideProfiles(world, tick, known);
  const pids = new Set([...touched, ...fired].map((pid) => world.ids[pid]!));
  for (const id of inside) pids.add(id);
  for (const [group, now] of Object.entries(members)) {
    const before = Object.hasOwn(known.members, group) ? known.members[group] : undefined;
    if (before !== undefined) for (const id of difference(before, now)) pids.add(id);
  }
  return { profileIds: [...pids].sort(compareText), members };
}

/** Profiles with an event (or a dated attribute) that may start something: one pass over the events for all campaigns. */
async function touchedProfiles(world: World, tick: Tick): Promise<readonly number[]> {
  const lowering = new Lowering(world.plan, world.layout);
  const onEvents: string[] = [];
  const onProfiles: string[] = [];
  for (const campaign of world.plan.campaigns) {
    const { previous, lookback } = campaignReach(world.plan, campaign, tick);
    for (const trigger of campaign.triggers) {
      if (trigger.kind === 'event') onEvents.push(eventSpan(lowering, trigger, lookback));
      if (trigger.kind === 'inactive' && !('trait' in trigger.for))
        onEvents.push(inactiveSpan(lowering, trigger.event, trigger.for, lookback));
      if (previous === null) continue;
      if (trigger.kind === 'date') onProfiles.push(dateSpan(lowering, trigger, previous));
      if (trigger.kind === 'enters' || trigger.kind === 'leaves') {
        const changes = groupChanges(lowering, trigger.group, previous);
        onEvents.push(...changes.onEvents);
        onProfiles.push(...changes.onProfiles);
      }
    }
  }
  const moments = lowering.edges.relation(world.zones.map((zone) => ({ zone, at: tick.now })));
  const parts = [
    ...(onEvents.length > 0
      ? [
          `SELECT e.pid FROM events e JOIN m ON m.zone = e.zone WHERE e.time <= m.moment AND ${anyOf([...new Set(onEvents)])}`,
        ]
      : []),
    ...(onProfiles.length > 0
      ? [`SELECT p.pid FROM profiles p JOIN m ON m.zone = p.zone WHERE ${anyOf([...new Set(onProfiles)])}`]
      : []),
  ];
  if (parts.length === 0 || world.zones.length === 0) return [];
  const [pids = []] = await readColumns(
    world.connection,
    `WITH m AS MATERIALIZED ${moments} SELECT DISTINCT pid FROM (${parts.join(' UNION ALL ')})`,
  );
  return pids as readonly number[];
}

function eventSpan(lowering: Lowering, trigger: Extract<Trigger, { kind: 'event' }>, lookback: Since): string {
  const starts = trigger.unless.map(({ within }) =>
    lowering.edges.instant(
      `unless ${lookback.key} ${spell(within)}`,
      (now, zone) => subtractDuration(lookback.at(now, zone), within, zone) - slack(within),
    ),
  );
  const since = [lowering.edges.instant(lookback.key, lookback.at), ...starts];
  return allOf([lowering.matches(trigger.event, trigger.where), `time > least(${since.join(', ')})`]);
}

function inactiveSpan(lowering: Lowering, event: string, length: Duration, lookback: Since): string {
  const first = lowering.edges.instant(
    `inactive from ${lookback.key} ${spell(length)}`,
    (now, zone) => subtractDuration(lookback.at(now, zone), length, zone) - slack(length),
  );
  const last = lowering.edges.instant(
    `inactive to ${spell(length)}`,
    (now, zone) => subtractDuration(now, length, zone) + slack(length),
  );
  return allOf([lowering.matches(event, []), `time > ${first}`, `time <= ${last}`]);
}

/** Adding and subtracting calendar units differ by the days a month lacks and the hours a clock moved. */
function slack({ months, days }: Duration): number {
  return months > 0 ? 4 * 24 * HOUR : days > 0 ? 26 * HOUR : 0;
}

function lookback(world: World, tick: Tick, now: Instant, zone: string): Instant {
  return subtractDuration(tick.previous ?? now, world.plan.policies.lateness, zone);
}

/** Members of watched groups now, and profiles in the audience of a schedule at one of its firings: one pass for all. */
async function standing(
  world: World,
  tick: Tick,
): Promise<{ readonly members: Record<string, readonly string[]>; readonly fired: Iterable<number> }> {
  const { campaigns } = world.plan;
  const groups = [...watchedGroups(world.plan)];
  const { scheduled, firings } = findFirings(world, tick, campaigns);
  const members: Record<string, readonly string[]> = Object.create(null) as Record<string, readonly string[]>;
  const isMember: string[][] = groups.map(() => []);
  const fired = new Set<number>(firings === 'too many' ? world.ids.keys() : []);
  const moments: Moment[] = [
    ...(groups.length > 0
      ? world.zones.map((zone) => ({ zone, at: tick.now, extra: [true, ...scheduled.map(() => false)] }))
      : []),
    ...(firings === 'too many' ? [] : firings),
  ];
  if (moments.length > 0) {
    const lowering = new Lowering(world.plan, world.layout);
    const flags = ['is_now', ...scheduled.map((_, i) => `g${i}`)];
    const held = groups.map(([, group]) => lowering.condition(group));
    const serves = scheduled.map((campaign, i) => allOf([`g${i}`, lowerAudience(lowering, campaign)]));
    const outputs = [...held.map((sql) => `(is_now AND ${sql})`), anyOf(serves)].map((sql, i) => `${sql} AS o${i}`);
    const query = lowering.query(lowering.edges.relation(moments, flags), outputs, flags);
    const any = outputs.map((_, i) => `o${i}`);
    const [pids = [], ...answers] = await readColumns(
      world.connection,
      `SELECT pid, ${any.join(', ')} FROM (${query}) WHERE ${anyOf(any)} ORDER BY pid`,
    );
    for (const [row, pid] of (pids as readonly number[]).entries()) {
      for (const [s, list] of isMember.entries()) if (answers[s]![row] === true) list.push(world.ids[pid]!);
      if (answers[groups.length]![row] === true) fired.add(pid);
    }
  }
  for (const [s, [name]] of groups.entries()) members[name] = isMember[s]!;
  return { members, fired };
}

function lowerAudience(lowering: Lowering, { audience, stages }: PlanCampaign): string {
  return allOf([
    ...(audience === null ? [] : [lowering.condition(audience)]),
    ...(stages === null ? [] : [anyOf(stages.map((stage) => lowering.stage(stage)))]),
  ]);
}

/** The schedules that fire, and when in each zone; the audiences of the others need not be asked for. */
function findFirings(
  world: World,
  tick: Tick,
  campaigns: readonly PlanCampaign[],
): { readonly scheduled: readonly PlanCampaign[]; readonly firings: readonly Moment[] | 'too many' } {
  const fired = new Map<World['zones'][number], Map<Instant, Set<PlanCampaign>>>();
  const scheduled = new Set<PlanCampaign>();
  for (const zone of world.zones) {
    const byInstant = new Map<Instant, Set<PlanCampaign>>();
    for (const campaign of campaigns) {
      const { previous } = campaignReach(world.plan, campaign, tick);
      if (previous === null) continue;
      const after = previous.at(tick.now, zone.name);
      for (const trigger of campaign.triggers) {
        if (trigger.kind !== 'schedule') continue;
        const clock = trigger.zone === 'profile' ? zone.name : world.plan.timezone;
        for (const at of occurrences(trigger.schedule, clock, after, tick.now)) {
          byInstant.set(at, (byInstant.get(at) ?? new Set()).add(campaign));
          scheduled.add(campaign);
        }
      }
    }
    if (byInstant.size > MOST_FIRINGS) return { scheduled: [], firings: 'too many' };
    fired.set(zone, byInstant);
  }
  const order = campaigns.filter((campaign) => scheduled.has(campaign));
  const firings = [...fired].flatMap(([zone, byInstant]) =>
    [...byInstant].map(
      ([at, here]): Moment => ({ zone, at, extra: [false, ...order.map((campaign) => here.has(campaign))] }),
    ),
  );
  return { scheduled: order, firings };
}

/** Of the profiles inside: those that are due, and those with an event that some `exit_on` speaks of or some step waits for. */
async function insideProfiles(world: World, tick: Tick, known: LedgerState): Promise<readonly string[]> {
  const due = known.inside.filter(({ wake }) => wake <= tick.now).map(({ profileId }) => profileId);
  const codes = endingEvents(world);
  if (codes.length === 0 || due.length === known.inside.length) return due;
  const lowering = new Lowering(world.plan, world.layout);
  const since = lowering.edges.instant('lookback', (now, zone) => lookback(world, tick, now, zone));
  const moments = lowering.edges.relation(world.zones.map((zone) => ({ zone, at: tick.now })));
  const [pids = []] = await readColumns(
    world.connection,
    `SELECT DISTINCT e.pid FROM events e JOIN ${moments} m ON m.zone = e.zone
      WHERE e.time <= m.moment AND e.time > m.${since} AND e.name IN (${codes.join(', ')})`,
  );
  const leaving = new Set((pids as readonly number[]).map((pid) => world.ids[pid]!));
  return [...due, ...known.inside.map(({ profileId }) => profileId).filter((id) => leaving.has(id))];
}

function endingEvents({ plan, layout }: World): readonly number[] {
  const awaited = plan.campaigns.flatMap(({ steps }) =>
    everyStep(steps).flatMap(({ action }) =>
      action.kind === 'wait_for' && action.for.kind === 'event' ? [action.for.event] : [],
    ),
  );
  const names = plan.campaigns
    .flatMap((campaign) => campaign.exitOn.flatMap((condition) => deepLeaves(condition, plan)))
    .flatMap((leaf) => {
      if (leaf.kind === 'event') return [leaf.event];
      const trait = leaf.kind === 'attribute' ? plan.traits[leaf.name] : undefined;
      return trait ? traitEvents(trait.trait).map(({ event }) => event) : [];
    });
  return [...new Set([...names, ...awaited])].flatMap((name) => layout.eventCodes.get(name) ?? []);
}

function difference(before: readonly string[], now: readonly string[]): readonly string[] {
  const [was, is] = [new Set(before), new Set(now)];
  return [...before.filter((id) => !is.has(id)), ...now.filter((id) => !was.has(id))];
}
