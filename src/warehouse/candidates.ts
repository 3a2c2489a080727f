import { subtractDuration } from '../calendar/local-time.js';
import { occurrences } from '../calendar/occurrences.js';
import { audienceCondition } from '../model/audience-condition.js';
import { compareText } from '../model/diagnostic.js';
import { everyStep } from '../model/every-step.js';
import type { Plan, PlanCampaign } from '../model/plan.js';
import type { Candidates, GroupChange, Tick } from '../model/tick.js';
import { traitEvents } from '../model/trait-events.js';
import type { Instant } from '../model/value.js';
import { groupName, watchedGroups } from '../model/watched-groups.js';
import { campaignReach, earliestAsked } from './campaign-reach.js';
import { readColumns } from './connection.js';
import { fadedProfiles } from './faded-profiles.js';
import type { Followed, KeptGroups } from './kept-groups.js';
import { askPeople } from './pass/ask-people.js';
import { ranOutByTrait } from './populations/ran-out-by-trait.js';
import { refreshedProfiles } from './populations/refreshed-profiles.js';
import type { Moment } from './sql/edges.js';
import { Lowering } from './sql/lowering.js';
import { touchedProfiles } from './touched-profiles.js';
import { deepLeaves } from './used-events.js';
import type { LedgerState } from './warehouse.js';
import type { World } from './world.js';

/** Firings of one zone beyond which everybody is a candidate: cheaper than asking for each. */
const MOST_FIRINGS = 96;

/** Finds the profiles for whom something may happen in a tick; see `Warehouse.candidates`. */
export async function findCandidates(
  world: World,
  kept: KeptGroups,
  tick: Tick,
  known: LedgerState,
): Promise<Candidates> {
  await world.populations.ensure(world, earliestAsked(world.plan, tick), tick.now);
  const followed = await kept.changes(tick, known);
  const changed = followed?.changes;
  const touched = [
    ...(followed?.wavering ?? []),
    ...(await touchedProfiles(world, tick, followed)),
    ...(await fadedProfiles(world, tick)),
    ...(await refreshedProfiles(world, tick)),
    ...(await ranOutByTrait(world, tick)),
  ];
  const members = await membersOf(world, tick, (name) => changed?.has(name) !== true);
  if (followed === null) kept.found(tick, known, members);
  const fired = await firedAudiences(world, tick);
  const ended = await endedProfiles(world, tick, followed);
  // One question about all of them: each goes through everybody.
  const moved = [...(changed?.values() ?? [])].flatMap(({ joined, left }) => [...joined, ...left]);
  const named = [...new Set([...touched, ...fired])];
  await world.people.idsOf([...named, ...moved, ...ended]);
  const ids = new Set(await world.people.idsOf(named));
  for (const id of [...known.due, ...known.amongInside(await world.people.idsOf(ended))]) ids.add(id);
  const changes: Record<string, GroupChange> = Object.create(null) as Record<string, GroupChange>;
  const first = firstAsked(world.plan, tick);
  for (const group of watchedGroups(world.plan).keys()) {
    const isRecorded = Object.hasOwn(known.recorded, group) && known.recorded[group] !== null;
    const change = changed?.get(group);
    changes[group] =
      change === undefined
        ? difference(isRecorded ? known.members(group) : [], await sortedIds(world, [...members.get(group)!]))
        : { joined: await sortedIds(world, change.joined), left: await sortedIds(world, change.left) };
    const { joined, left } = changes[group];
    // Where nothing was recorded nobody came and nobody left: this tick only writes down who is there, unless it looks back further.
    if (isRecorded || first.has(group)) for (const id of [...joined, ...left]) ids.add(id);
  }
  const profileIds = [...ids].sort(compareText);
  if (followed === null) return { profileIds, changes };
  const { since, groups } = followed;
  const movers = new Map<string, Set<string>>();
  for (const group of groups)
    for (const id of [...changes[group]!.joined, ...changes[group]!.left])
      movers.set(id, (movers.get(id) ?? new Set()).add(group));
  const wavering = new Set(await world.people.idsOf(followed.wavering));
  return { profileIds, changes, followed: { since, groups, moved: movers, wavering } };
}

/** The groups that a campaign watches which looks back from its first tick further than the record goes. */
function firstAsked({ campaigns }: Plan, { starts, now }: Tick): ReadonlySet<string> {
  return new Set(
    campaigns
      .filter(({ id, backfill }) => backfill !== null && (starts[id] ?? now) === now)
      .flatMap(({ triggers }) => triggers)
      .flatMap((trigger) => (trigger.kind === 'enters' || trigger.kind === 'leaves' ? [groupName(trigger.group)] : [])),
  );
}

function lookback(world: World, tick: Tick, now: Instant, zone: string): Instant {
  return subtractDuration(tick.previous ?? now, world.plan.policies.lateness, zone);
}

/** Members now of those watched groups that are to be asked about: one walk for all. */
async function membersOf(
  world: World,
  tick: Tick,
  isAsked: (name: string) => boolean,
): Promise<ReadonlyMap<string, Int32Array>> {
  const groups = [...watchedGroups(world.plan)].filter(([name]) => isAsked(name));
  const moments = world.zones.map((zone) => ({ zone, at: tick.now }));
  const found = await askPeople(
    world,
    groups.map(([, group]) => group),
    { moments },
  );
  return new Map(groups.map(([name], i) => [name, found[i]!]));
}

async function sortedIds(world: World, pids: readonly number[]): Promise<readonly string[]> {
  return [...(await world.people.idsOf(pids))].sort(compareText);
}

/** Profiles in the audience of a schedule at one of its firings. One walk for the first firing of each zone, one for the second, and so on. */
async function firedAudiences(world: World, tick: Tick): Promise<Iterable<number>> {
  const { scheduled, firings } = findFirings(world, tick, world.plan.campaigns);
  if (firings === 'too many') return world.people.everyPid();
  const audiences = scheduled.map((campaign) => audienceCondition(campaign) ?? { kind: 'all' as const, of: [] });
  const fired = new Set<number>();
  for (let n = 0; n < Math.max(0, ...firings.map(({ length }) => length)); n++) {
    const here = firings.flatMap((list) => list[n] ?? []);
    const found = await askPeople(world, audiences, {
      moments: here,
      isAsked: (i, moment) => here.find(({ zone }) => zone === moment.zone)!.campaigns.has(scheduled[i]!),
    });
    for (const pids of found) for (const pid of pids) fired.add(pid);
  }
  return fired;
}

/** A moment at which schedules fire for the profiles of a zone. */
interface Firing extends Moment {
  readonly campaigns: ReadonlySet<PlanCampaign>;
}

/** The schedules that fire, and when in each zone; the audiences of the others need not be asked for. */
function findFirings(
  world: World,
  tick: Tick,
  campaigns: readonly PlanCampaign[],
): { readonly scheduled: readonly PlanCampaign[]; readonly firings: readonly (readonly Firing[])[] | 'too many' } {
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
  const firings = [...fired].map(([zone, byInstant]) =>
    [...byInstant].map(([at, here]): Firing => ({ zone, at, campaigns: here })),
  );
  return { scheduled: [...scheduled], firings };
}

/** Profiles with an event that some `exit_on` speaks of or some step waits for: who of them is inside, the ledger knows. */
async function endedProfiles(world: World, tick: Tick, followed: Followed | null): Promise<readonly number[]> {
  const codes = endingEvents(world);
  if (codes.length === 0 || world.zones.length === 0) return [];
  const lowering = new Lowering(world.plan, world.layout);
  const since = lowering.edges.instant('lookback', (now, zone) => lookback(world, tick, now, zone));
  const moments = lowering.edges.relation(world.zones.map((zone) => ({ zone, at: tick.now })));
  const [pids = [], last = []] = await readColumns(
    world.connection,
    `SELECT e.pid, CAST(max(e.time) AS DOUBLE) FROM event_times e JOIN ${moments} m ON m.zone = e.zone
      WHERE e.time > ${Math.min(...world.zones.map(({ name }) => lookback(world, tick, tick.now, name)))}
        AND e.time <= m.moment AND e.time > m.${since} AND e.name IN (${codes.join(', ')}) GROUP BY e.pid`,
  );
  // What was there at the last tick, and had happened, ended then what it ends.
  const decided = followed?.areAskedAlike === true ? followed.since : Number.NEGATIVE_INFINITY;
  return (pids as readonly number[]).filter(
    (pid, i) => Number(last[i]) > decided || followed?.arrived.has(pid) === true,
  );
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

function difference(before: readonly string[], now: readonly string[]): GroupChange {
  const [was, is] = [new Set(before), new Set(now)];
  return { joined: now.filter((id) => !was.has(id)), left: before.filter((id) => !is.has(id)) };
}
