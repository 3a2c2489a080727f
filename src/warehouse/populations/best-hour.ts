import { OWN_HABIT, type Population } from '../../model/population.js';
import type { PopulationTables } from '../layout.js';
import type { World } from '../world.js';
import { daysOf } from './day-table.js';
import { windows } from './windows.js';

/** Adds what `bestHour` says at the refreshes on `days`: a row for everybody with an event, and what holds for the others. */
export async function fillBestHour(
  { connection }: World,
  tables: PopulationTables,
  population: Extract<Population, { kind: 'best_hour' }>,
  days: readonly string[],
): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE hours AS
    SELECT r.refresh, d.pid, d.hour, CAST(sum(d.n) AS BIGINT) AS n
    FROM ${daysOf(tables)} d JOIN ${windows(population, days)} r ON d.day < r.refresh AND d.day >= r.start GROUP BY r.refresh, d.pid, d.hour`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE habits AS
    SELECT *, CAST(sum(n) OVER (PARTITION BY refresh) AS BIGINT) AS total FROM (SELECT refresh, hour, CAST(sum(n) AS BIGINT) AS n FROM hours GROUP BY refresh, hour)`);
  await connection.run(`INSERT INTO ${tables.everybody} (refresh, value)
    SELECT refresh, hour FROM (SELECT *, row_number() OVER (PARTITION BY refresh ORDER BY n DESC, hour) AS place FROM habits) WHERE place = 1`);
  // Only hours of the person's own, and the best of everybody's, can be the best.
  await connection.run(`INSERT INTO ${tables.people} (refresh, pid, value)
    WITH own AS (SELECT refresh, pid, hour, n FROM hours
      UNION ALL SELECT h.refresh, h.pid, CAST(e.value AS BIGINT), 0 FROM (SELECT DISTINCT refresh, pid FROM hours) h JOIN ${tables.everybody} e ON e.refresh = h.refresh),
    points AS (SELECT o.refresh, o.pid, o.hour, CAST(sum(o.n) AS BIGINT) * any_value(c.total) + ${OWN_HABIT.best_hour} * any_value(c.n) AS points
      FROM own o JOIN habits c ON c.refresh = o.refresh AND c.hour = o.hour GROUP BY o.refresh, o.pid, o.hour)
    SELECT refresh, pid, hour FROM (SELECT *, row_number() OVER (PARTITION BY refresh, pid ORDER BY points DESC, hour) AS place FROM points) WHERE place = 1;
    DROP TABLE hours; DROP TABLE habits`);
}
