import { LIKELIHOOD_BINS, type Population } from '../../model/population.js';
import type { PopulationTables } from '../layout.js';
import { literal } from '../sql/text.js';
import type { World } from '../world.js';
import { daysOf } from './day-table.js';
import { binOf, rankOf } from './rank-bins.js';
import { windows } from './windows.js';

type Likelihood = Extract<Population, { kind: 'likelihood' }>;

/** Adds the fitted rate of everybody's cell at the refreshes on `days`. */
export async function fillLikelihood(
  { connection }: World,
  tables: PopulationTables,
  population: Likelihood,
  days: readonly string[],
): Promise<void> {
  const rates = `[${population.rates.map((rate) => `CAST(${literal(rate)} AS DOUBLE)`).join(', ')}]`;
  await connection.run(`INSERT INTO ${tables.people} (refresh, pid, value)
    SELECT refresh, pid, ${rates}[cell + 1] FROM (${cellsAt(tables, windows(population, days))})`);
}

/** Everybody's cell, as `cellOf` numbers them, at the refreshes of a relation `(refresh, start)`: a query for `(refresh, pid, cell)`. */
export function cellsAt(tables: PopulationTables, refreshes: string): string {
  const [recency, frequency] = [binOf('r', LIKELIHOOD_BINS), binOf('f', LIKELIHOOD_BINS)];
  return `SELECT refresh, pid, (${recency} - 1) * ${LIKELIHOOD_BINS} + ${frequency} - 1 AS cell FROM (
    SELECT refresh, pid, count(*) OVER (PARTITION BY refresh) - 1 AS others, ${rankOf('last')} AS r, ${rankOf('days')} AS f FROM (
      SELECT r.refresh, d.pid, max(d.day) AS last, count(*) AS days
      FROM ${daysOf(tables)} d JOIN ${refreshes} r ON d.day < r.refresh AND d.day >= r.start GROUP BY r.refresh, d.pid))`;
}
