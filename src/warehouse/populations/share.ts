import type { Population } from '../../model/population.js';
import type { PopulationTables } from '../layout.js';
import { literal } from '../sql/text.js';
import type { World } from '../world.js';
import { daysOf } from './day-table.js';
import { windows } from './windows.js';

/** Adds what `shrunkShare` says at the refreshes on `days`: a row for everybody with an event, and what holds for the others. */
export async function fillShare(
  { connection }: World,
  tables: PopulationTables,
  population: Extract<Population, { kind: 'share' }>,
  days: readonly string[],
): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE parts AS
    SELECT r.refresh, d.pid, CAST(sum(d.part) AS DOUBLE) AS part, CAST(sum(d.whole) AS DOUBLE) AS whole
    FROM ${daysOf(tables)} d JOIN ${windows(population, days)} r ON d.day < r.refresh AND d.day >= r.start GROUP BY r.refresh, d.pid`);
  const weight = `CAST(${literal(population.shrink)} AS DOUBLE)`;
  const shrunk = (part: string, whole: string, p: string) => `(${part} + ${weight} * ${p}) / (${whole} + ${weight})`;
  await connection.run(`CREATE OR REPLACE TEMP TABLE shares AS
    SELECT refresh, sum(part) / sum(whole) AS p FROM parts GROUP BY refresh HAVING sum(whole) > 0`);
  await connection.run(
    `INSERT INTO ${tables.everybody} (refresh, value) SELECT refresh, ${shrunk('0', '0', 'p')} FROM shares`,
  );
  await connection.run(`INSERT INTO ${tables.people} (refresh, pid, value)
    SELECT refresh, pid, ${shrunk('part', 'whole', 'p')} FROM parts JOIN shares USING (refresh);
    DROP TABLE parts; DROP TABLE shares`);
}
