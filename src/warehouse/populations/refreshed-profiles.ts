import { dayBegins, refreshDays } from '../../calendar/refresh.js';
import type { Group } from '../../model/plan.js';
import type { Tick } from '../../model/tick.js';
import type { Instant } from '../../model/value.js';
import { groupName } from '../../model/watched-groups.js';
import { campaignReach } from '../campaign-reach.js';
import { readColumns } from '../connection.js';
import { Lowering } from '../sql/lowering.js';
import { anyOf } from '../sql/text.js';
import { deepLeaves } from '../used-events.js';
import type { World } from '../world.js';

/** Refreshes of one tick beyond which everybody is a candidate: cheaper than asking about each. */
const MOST_REFRESHES = 12;

/** Profiles that a refresh brought into a watched group, or took out of it, since a campaign last looked. */
export async function refreshedProfiles(world: World, tick: Tick): Promise<Iterable<number>> {
  const { plan } = world;
  const groups = new Map<string, Group>();
  let since: Instant = tick.now;
  const refreshes = new Set<Instant>();
  for (const campaign of plan.campaigns) {
    const { previous } = campaignReach(plan, campaign, tick);
    for (const trigger of campaign.triggers) {
      if (previous === null || (trigger.kind !== 'enters' && trigger.kind !== 'leaves')) continue;
      const cadences = deepLeaves(trigger.group, plan).flatMap((leaf) => {
        const trait =
          leaf.kind === 'attribute' && Object.hasOwn(plan.traits, leaf.name)
            ? plan.traits[leaf.name]?.trait
            : undefined;
        return trait?.kind === 'frozen' ? [trait.population.refresh] : [];
      });
      if (cadences.length === 0) continue;
      groups.set(groupName(trigger.group), trigger.group);
      since = Math.min(since, ...world.zones.map(({ name }) => previous.at(tick.now, name)));
      for (const cadence of cadences)
        for (const day of refreshDays(cadence, since, tick.now, plan.timezone))
          refreshes.add(dayBegins(day, plan.timezone));
    }
  }
  const instants = [...refreshes].filter((t) => t > since && t <= tick.now).sort((a, b) => a - b);
  if (instants.length === 0 || world.zones.length === 0) return [];
  if (instants.length > MOST_REFRESHES) return world.people.everyPid();
  const lowering = new Lowering(plan, world.layout);
  // Both ways of taking what only the ledger knows: whatever it is, a change shows in one of them.
  const held = [...groups.values()].flatMap((group) => [lowering.condition(group), lowering.condition(group, false)]);
  const moments = instants.flatMap((t, n) =>
    world.zones.flatMap((zone) => [t - 1, t].map((at) => ({ zone, at, extra: [n] }))),
  );
  const outputs = held.map((sql, i) => `${sql} AS o${i}`);
  const query = lowering.query(
    lowering.edges.relation(moments, ['refresh_no']),
    ['refresh_no', ...outputs],
    ['refresh_no'],
  );
  const [pids = []] = await readColumns(
    world.connection,
    `SELECT DISTINCT pid FROM (${query}) GROUP BY pid, refresh_no HAVING ${anyOf(held.map((_, i) => `bool_or(o${i}) <> bool_and(o${i})`))}`,
  );
  return pids as readonly number[];
}
