import { dayNumber } from '../../calendar/local-time.js';
import { dayBegins, refreshDays } from '../../calendar/refresh.js';
import { DAY } from '../../model/milliseconds.js';
import type { Tick } from '../../model/tick.js';
import type { Instant } from '../../model/value.js';
import { campaignReach } from '../campaign-reach.js';
import { readColumns } from '../connection.js';
import { populationKey } from '../layout.js';
import type { World } from '../world.js';

/** More than zones differ and clocks ever move. */
const SLACK = 2 * DAY;

/** Profiles with an event that may have become as old as a frozen trait says, in the reach of a campaign; see `frozenLengthRunsOut`. */
export async function ranOutByTrait(world: World, tick: Tick): Promise<readonly number[]> {
  const { plan, layout } = world;
  const queries = new Set<string>();
  for (const campaign of plan.campaigns) {
    const { lookback } = campaignReach(plan, campaign, tick);
    for (const trigger of campaign.triggers) {
      if (trigger.kind !== 'inactive' || !('trait' in trigger.for)) continue;
      const code = layout.eventCodes.get(trigger.event);
      const query =
        code === undefined ? null : spanQuery(world, code, trigger.for.trait, lookback.at(tick.now, 'UTC'), tick.now);
      if (query !== null) queries.add(query);
    }
  }
  if (queries.size === 0) return [];
  const [pids = []] = await readColumns(
    world.connection,
    `SELECT DISTINCT pid FROM (${[...queries].join(' UNION ALL ')})`,
  );
  return pids as readonly number[];
}

function spanQuery({ plan, layout }: World, code: number, name: string, after: Instant, upTo: Instant): string | null {
  const trait = Object.hasOwn(plan.traits, name) ? plan.traits[name]?.trait : undefined;
  if (trait?.kind !== 'frozen') return null;
  const { population, part } = trait;
  const tables = layout.populations.find((each) => populationKey(each.population) === populationKey(population));
  if (tables === undefined) return null;
  const { people, everybody } = tables;
  const days = refreshDays(population.refresh, after - SLACK, upTo, plan.timezone);
  const frames = days.map((day, i) => {
    const from = dayBegins(day, plan.timezone);
    const end = Math.min(upTo, i + 1 < days.length ? dayBegins(days[i + 1]!, plan.timezone) : upTo);
    const before = i === 0 ? 'NULL' : dayNumber(days[i - 1]!);
    return `(${dayNumber(day)}, ${before}, CAST(${from} AS BIGINT), CAST(${Math.max(after, from) - SLACK} AS BIGINT), CAST(${end + SLACK} AS BIGINT))`;
  });
  const length = (refresh: string, alias: string) => ({
    joins: `LEFT JOIN ${people} p${alias} ON p${alias}.pid = e.pid AND p${alias}.refresh = ${refresh}
      LEFT JOIN ${everybody} a${alias} ON a${alias}.refresh = ${refresh}`,
    end: `(e.time + coalesce(p${alias}.${part}, a${alias}.${part}) * ${DAY})`,
  });
  const [is, was] = [length('v.refresh', '1'), length('v.before', '2')];
  return `SELECT e.pid FROM (SELECT pid, time FROM events WHERE name = ${code} AND time <= ${upTo}) e
    CROSS JOIN (VALUES ${frames.join(', ')}) AS v(refresh, before, frame, first, last) ${is.joins} ${was.joins}
    WHERE ${is.end} BETWEEN v.first AND v.last
      OR (${is.end} <= v.frame + ${SLACK} AND ${was.end} >= v.frame - ${SLACK})`;
}
