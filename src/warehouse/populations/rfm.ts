import { dayNumber } from '../../calendar/local-time.js';
import { refreshBefore } from '../../calendar/refresh.js';
import type { Population } from '../../model/population.js';
import { STOP_MEMORY } from '../../model/population.js';
import type { PopulationTables } from '../layout.js';
import { pidSlices } from '../pid-slices.js';
import { orderedSum } from '../sql/ordered-sum.js';
import { literal } from '../sql/text.js';
import type { World } from '../world.js';
import { daysOf } from './day-table.js';
import { binOf, rankOf } from './rank-bins.js';
import { windows } from './windows.js';

type Rfm = Extract<Population, { kind: 'rfm' }>;

/** Adds the standings of everybody in the population at the refreshes on `days`, as `rankRfm` has them; nobody is stopped yet. */
export async function fillRfm(
  { connection, people: { count } }: World,
  tables: PopulationTables,
  population: Rfm,
  days: readonly string[],
): Promise<void> {
  const { bins, weights } = population;
  const bin = (rank: string) => binOf(rank, bins);
  const total = (['recency', 'frequency', 'monetary'] as const)
    .map((axis, i) => `CAST(${literal(weights[axis])} AS DOUBLE) * ${'rfm'[i]}`)
    .join(' + ');
  for (const [i, slice] of pidSlices(count, 'd.pid', days.length).entries())
    await connection.run(`${i === 0 ? 'CREATE OR REPLACE TEMP TABLE members AS' : 'INSERT INTO members'}
      SELECT r.refresh, d.pid, max(d.day) AS last, count(*) AS days, ${orderedSum('d.amount', 'd.day')} AS amount
      FROM ${daysOf(tables)} d JOIN ${windows(population, days)} r ON d.day < r.refresh AND d.day >= r.start WHERE ${slice} GROUP BY r.refresh, d.pid`);
  await connection.run(`INSERT INTO ${tables.people} (refresh, pid, recency, frequency, monetary, score, percentile, stopped)
    WITH lasts AS ${lowerThan('last')}, often AS ${lowerThan('days')},
    ranked AS (SELECT refresh, pid, lasts.others, lasts.lower AS r, often.lower AS f, m
      FROM (SELECT refresh, pid, last, days, ${rankOf('amount')} AS m FROM members)
      JOIN lasts USING (refresh, last) JOIN often USING (refresh, days))
    SELECT refresh, pid, ${bin('r')}, ${bin('f')}, ${bin('m')}, ${bin('r')} + ${bin('f')} + ${bin('m')},
      cume_dist() OVER (PARTITION BY refresh ORDER BY ${total}), FALSE FROM ranked;
    DROP TABLE members`);
}

/** How many people stand lower than each value, and how many others there are, by refresh: of few values, where a window would sort everybody. */
function lowerThan(by: 'last' | 'days'): string {
  return `(SELECT refresh, ${by}, CAST(sum(count(*)) OVER (PARTITION BY refresh ORDER BY ${by}) - count(*) AS BIGINT) AS lower,
      CAST(sum(count(*)) OVER (PARTITION BY refresh) - 1 AS BIGINT) AS others FROM members GROUP BY refresh, ${by})`;
}

/** Says who is stopped at the refreshes on `days`, as `isStopped` has it; the refreshes before them must be there. */
export async function settleStops(
  { connection }: World,
  tables: PopulationTables,
  { refresh, stop }: Rfm,
  days: readonly string[],
): Promise<void> {
  if (stop === null) return;
  const [at, resume] = [literal(stop.at), literal(stop.resume)];
  const spans = days.map((day) => `(${dayNumber(day)}, ${dayNumber(refreshBefore(refresh, day, STOP_MEMORY - 1))})`);
  await connection.run(`UPDATE ${tables.people} AS p SET stopped = s.stopped FROM (
      SELECT v.refresh, q.pid, arg_max(q.percentile <= ${at}, q.refresh) AS stopped
      FROM ${tables.people} q JOIN (VALUES ${spans.join(', ')}) AS v(refresh, oldest) ON q.refresh BETWEEN v.oldest AND v.refresh
      WHERE q.percentile <= ${at} OR q.percentile > ${resume} GROUP BY v.refresh, q.pid) s
    WHERE p.refresh = s.refresh AND p.pid = s.pid`);
}
