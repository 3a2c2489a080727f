import { dayNumber } from '../../calendar/local-time.js';
import { type GapCohort, gapStatistics } from '../../measure/purchase-gap.js';
import { OWN_HABIT, type Population } from '../../model/population.js';
import { readColumns } from '../connection.js';
import type { PopulationTables } from '../layout.js';
import { literal } from '../sql/text.js';
import type { World } from '../world.js';
import { daysOf } from './day-table.js';
import { windows } from './windows.js';

/** Adds what `gapStatistics`, `ownGap` and `expectedGap` say at the refreshes on `days`. */
export async function fillPurchaseGap(
  { connection }: World,
  tables: PopulationTables,
  population: Extract<Population, { kind: 'purchase_gap' }>,
  days: readonly string[],
): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE buyers AS
    SELECT r.refresh, d.pid, min(d.day) AS first, min(d.day, 2)[2] AS second, max(d.day) AS last, count(*) AS days
    FROM ${daysOf(tables)} d JOIN ${windows(population, days)} r ON d.day < r.refresh AND d.day >= r.start GROUP BY r.refresh, d.pid`);
  const [refreshes = [], firsts = [], seconds = [], people = []] = await readColumns(
    connection,
    'SELECT refresh, first, second, CAST(count(*) AS INTEGER) FROM buyers GROUP BY refresh, first, second',
  );
  const cohorts = new Map<number, GapCohort[]>(days.map((day) => [dayNumber(day), []]));
  for (const [row, refresh] of refreshes.entries())
    cohorts.get(Number(refresh))!.push({
      first: Number(firsts[row]),
      second: seconds[row] === null ? null : Number(seconds[row]),
      people: Number(people[row]),
    });
  const weight = OWN_HABIT.purchase_gap;
  const parts = ['population_mean', 'population_p50', 'population_p80', 'coverage'] as const;
  const rows = [...cohorts].map(([refresh, list]) => {
    const found = gapStatistics(list, refresh, population.followUp, population.minRepeaters);
    return `(${[refresh, ...parts.map((part) => `CAST(${literal(found[part])} AS DOUBLE)`)].join(', ')})`;
  });
  await connection.run(`INSERT INTO ${tables.everybody} (refresh, ${parts.join(', ')}) VALUES ${rows.join(', ')}`);
  await connection.run(`INSERT INTO ${tables.people} (refresh, pid, own, expected)
    SELECT b.refresh, b.pid, CASE WHEN days >= 3 THEN CAST(last - first AS DOUBLE) / (days - 1) END,
      (CAST(last - first AS DOUBLE) + ${weight} * e.population_mean) / (days - 1 + ${weight})
    FROM buyers b JOIN ${tables.everybody} e ON e.refresh = b.refresh;
    DROP TABLE buyers`);
}
