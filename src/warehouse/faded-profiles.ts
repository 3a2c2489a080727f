import type { ScoreTrait } from '../decide/score.js';
import { limitsOf } from '../model/test-limits.js';
import type { Tick } from '../model/tick.js';
import { campaignReach } from './campaign-reach.js';
import { readColumns } from './connection.js';
import { Lowering } from './sql/lowering.js';
import { scoreSum } from './sql/score-sum.js';
import type { Since } from './sql/since.js';
import { allOf, anyOf, literal } from './sql/text.js';
import { deepLeaves } from './used-events.js';
import type { World } from './world.js';

/** Profiles whose points, without a new event, passed a limit that a watched group asks about since a campaign last looked. */
export async function fadedProfiles(world: World, tick: Tick): Promise<readonly number[]> {
  const lowering = new Lowering(world.plan, world.layout);
  const asked = new Map<string, { readonly trait: ScoreTrait; readonly passed: string[] }>();
  for (const campaign of world.plan.campaigns) {
    const { previous } = campaignReach(world.plan, campaign, tick);
    for (const trigger of campaign.triggers) {
      if (previous === null || (trigger.kind !== 'enters' && trigger.kind !== 'leaves')) continue;
      for (const leaf of deepLeaves(trigger.group, world.plan)) {
        if (leaf.kind !== 'attribute' || !Object.hasOwn(world.plan.traits, leaf.name)) continue;
        const trait = world.plan.traits[leaf.name]?.trait;
        if (trait?.kind !== 'score') continue;
        const entry = asked.get(JSON.stringify(trait)) ?? { trait, passed: [] };
        entry.passed.push(...limitsOf(leaf.test).map((limit) => hasPassed(lowering, trait, limit, previous)));
        asked.set(JSON.stringify(trait), entry);
      }
    }
  }
  const parts = [...asked.values()].filter(({ passed }) => passed.length > 0);
  if (parts.length === 0 || world.zones.length === 0) return [];
  const edges = lowering.edges.columns.map((column) => `, any_value(m.${column}) AS ${column}`).join('');
  const queries = parts.map(
    ({
      trait,
      passed,
    }) => `SELECT pid FROM (SELECT e.pid, any_value(m.moment) AS moment${edges}, ${scoreSum(trait, world.layout, 'moment')} AS points
      FROM events e JOIN m ON m.zone = e.zone WHERE e.time <= m.moment GROUP BY e.pid) WHERE ${anyOf(passed)}`,
  );
  const moments = lowering.edges.relation(world.zones.map((zone) => ({ zone, at: tick.now })));
  const [pids = []] = await readColumns(
    world.connection,
    `WITH m AS MATERIALIZED ${moments} ${queries.join(' UNION ALL ')}`,
  );
  return pids as readonly number[];
}

/** What is left now, and so much more before: without events in between, the limit was passed only if it lies there. Somewhat wider, as the powers here are not exact. */
function hasPassed({ edges }: Lowering, { halfLife }: ScoreTrait, limit: number, since: Since): string {
  const from = edges.instant(`faded from ${since.key}`, since.at);
  const before = `points * pow(2.0, CAST(least(moment - ${from}, ${900 * halfLife}) AS DOUBLE) / ${halfLife})`;
  const [low, high] = limit < 0 ? [1.000001, 0.999999] : [0.999999, 1.000001];
  return allOf([
    `least(points, ${before}) <= CAST(${literal(limit * high)} AS DOUBLE)`,
    `greatest(points, ${before}) >= CAST(${literal(limit * low)} AS DOUBLE)`,
  ]);
}
