import type { Trigger } from '../model/plan.js';
import type { Tick } from '../model/tick.js';
import type { Duration } from '../model/value.js';
import { groupName } from '../model/watched-groups.js';
import { campaignReach } from './campaign-reach.js';
import { readColumns } from './connection.js';
import type { Followed } from './kept-groups.js';
import { type EventSpan, groupChanges } from './sql/crossings.js';
import { dateSpan } from './sql/date-span.js';
import { spell } from './sql/edges.js';
import { Lowering } from './sql/lowering.js';
import type { Since } from './sql/since.js';
import { eventsOf, inStretches, stretchesOf } from './sql/stretches.js';
import { allOf, anyOf } from './sql/text.js';
import { eventStretch, inactiveStretch } from './starting-stretches.js';
import type { World } from './world.js';

/**
 * Profiles with an event (or a dated attribute) that may start something: one query for all campaigns, which looks closer only at events in the stretches of time in question. Of
 * the groups that are `followed` from a moment on, nothing is asked: their asker knows.
 */
export async function touchedProfiles(
  world: World,
  tick: Tick,
  followed: Omit<Followed, 'changes' | 'wavering'> | null,
): Promise<readonly number[]> {
  const lowering = new Lowering(world.plan, world.layout);
  const onEvents: EventSpan[] = [];
  /** Those of them that concern also people of whom nothing came. */
  const ofAnybody: EventSpan[] = [];
  const onProfiles: string[] = [];
  for (const campaign of world.plan.campaigns) {
    const { previous, lookback, isBackfilled } = campaignReach(world.plan, campaign, tick);
    const undecided = followed === null ? lookback : undecidedSince(campaign.id, tick, followed, lookback);
    for (const trigger of campaign.triggers) {
      if (trigger.kind === 'event') {
        onEvents.push(eventSpan(lowering, trigger, lookback));
        ofAnybody.push(eventSpan(lowering, trigger, undecided));
      }
      if (trigger.kind === 'inactive' && !('trait' in trigger.for)) {
        onEvents.push(inactiveSpan(lowering, trigger.event, trigger.for, lookback));
        ofAnybody.push(inactiveSpan(lowering, trigger.event, trigger.for, undecided));
      }
      if (previous === null) continue;
      if (trigger.kind === 'date') onProfiles.push(dateSpan(lowering, trigger, previous));
      if (trigger.kind === 'enters' || trigger.kind === 'leaves') {
        const isFollowed =
          followed?.groups.has(groupName(trigger.group)) === true &&
          !isBackfilled &&
          world.zones.every(({ name }) => previous.at(tick.now, name) >= followed.since);
        if (isFollowed) continue;
        const changes = groupChanges(lowering, trigger.group, previous);
        onEvents.push(...changes.onEvents);
        ofAnybody.push(...changes.onEvents);
        onProfiles.push(...changes.onProfiles);
      }
    }
  }
  const moments = lowering.edges.relation(world.zones.map((zone) => ({ zone, at: tick.now })));
  const [happened, concerns] = [onEvents, ofAnybody].map((spans) => anyOf([...new Set(spans.map(({ sql }) => sql))]));
  const stretches = stretchesOf(onEvents, world, tick.now);
  const parts = [
    ...(onEvents.length > 0
      ? [
          `SELECT e.pid, ${concerns} AS concerns FROM ${eventsOf(stretches, world)} e JOIN m ON m.zone = e.zone
            WHERE ${inStretches(stretches)} AND e.time <= m.moment AND ${happened}`,
        ]
      : []),
    ...(onProfiles.length > 0
      ? [`SELECT p.pid, TRUE FROM profiles p JOIN m ON m.zone = p.zone WHERE ${anyOf([...new Set(onProfiles)])}`]
      : []),
  ];
  if (parts.length === 0 || world.zones.length === 0) return [];
  const [pids = [], concerned = []] = await readColumns(
    world.connection,
    `WITH m AS MATERIALIZED ${moments} SELECT pid, bool_or(concerns) FROM (${parts.join(' UNION ALL ')}) AS found(pid, concerns) GROUP BY pid`,
  );
  return (pids as readonly number[]).filter((pid, i) => concerned[i] === true || followed?.arrived.has(pid) === true);
}

/** From when on a campaign has not decided what happened to somebody of whom nothing came since the groups are followed: what it was asked before then, it answered. */
function undecidedSince(
  id: string,
  { starts, returned, now }: Tick,
  { since, areAskedAlike }: Pick<Followed, 'since' | 'areAskedAlike'>,
  lookback: Since,
): Since {
  const wasThere = (starts[id] ?? now) <= since && (returned?.[id] ?? since) <= since;
  return areAskedAlike && wasThere ? { key: `undecided ${since}`, at: () => since } : lookback;
}

function eventSpan(lowering: Lowering, trigger: Extract<Trigger, { kind: 'event' }>, lookback: Since): EventSpan {
  const stretch = eventStretch(trigger, lookback);
  const withins = trigger.unless.map(({ within }) => spell(within)).join(' ');
  const first = lowering.edges.instant(`starting ${lookback.key} ${withins}`, (now, zone) => stretch(now, zone)[0]);
  return { sql: allOf([lowering.matches(trigger.event, trigger.where), `time > ${first}`]), stretch };
}

function inactiveSpan(lowering: Lowering, event: string, length: Duration, lookback: Since): EventSpan {
  const stretch = inactiveStretch(length, lookback);
  const key = `inactive ${lookback.key} ${spell(length)}`;
  const first = lowering.edges.instant(`${key} from`, (now, zone) => stretch(now, zone)[0]);
  const last = lowering.edges.instant(`${key} to`, (now, zone) => stretch(now, zone)[1]);
  return { sql: allOf([lowering.matches(event, []), `time > ${first}`, `time <= ${last}`]), stretch };
}
