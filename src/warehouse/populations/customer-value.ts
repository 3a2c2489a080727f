import { aliveOf, expectedOrders } from '../../measure/models/repeat-buying.js';
import type { Population } from '../../model/population.js';
import { readColumns } from '../connection.js';
import type { PopulationTables } from '../layout.js';
import { orderedSum } from '../sql/ordered-sum.js';
import { literal } from '../sql/text.js';
import type { World } from '../world.js';
import { daysOf } from './day-table.js';
import { windows } from './windows.js';

type CustomerValue = Extract<Population, { kind: 'customer_value' }>;

/** Days in the unit of time of the model of buying. */
export const WEEK = 7;

/** Adds what `aliveOf`, `expectedOrders` and `expectedOrderValue` say at the refreshes on `days`: worked out once for all people with the same history. */
export async function fillCustomerValue(
  { connection }: World,
  tables: PopulationTables,
  population: CustomerValue,
  days: readonly string[],
): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE buyers AS ${historiesAt(tables, windows(population, days))}`);
  await connection.run(
    'CREATE OR REPLACE TEMP TABLE told (repeats INTEGER, last INTEGER, age INTEGER, alive DOUBLE, orders DOUBLE)',
  );
  const [repeats = [], lasts = [], ages = []] = await readColumns(
    connection,
    'SELECT DISTINCT repeats, last, age FROM buyers',
  );
  const model = { kind: 'mbgnbd', ...population.buying } as const;
  const appender = await connection.createAppender('told');
  for (const [row, value] of repeats.entries()) {
    const [x, last, age] = [Number(value), Number(lasts[row]), Number(ages[row])];
    const history = { repeats: x, last: last / WEEK, age: age / WEEK };
    appender.appendInteger(x);
    appender.appendInteger(last);
    appender.appendInteger(age);
    appender.appendDouble(aliveOf(model, history));
    appender.appendDouble(expectedOrders(model, history, population.horizon / WEEK));
    appender.endRow();
  }
  appender.closeSync();
  await connection.run(`INSERT INTO ${tables.people} (refresh, pid, alive, expected_orders, expected_value, churn_risk)
    SELECT b.refresh, b.pid, t.alive, t.orders, t.orders * ${valueOfDay(population)}, 1 - t.alive
    FROM buyers b JOIN told t ON t.repeats = b.repeats AND t.last = b.last AND t.age = b.age;
    DROP TABLE buyers; DROP TABLE told`);
}

/**
 * Everybody's history up to the refreshes of a relation `(refresh, start)`: a query for `(refresh, pid, repeats, last, age, mean)`, in days; `age` up to the day before the refresh, `mean` of
 * the days after the first one.
 */
export function historiesAt(tables: PopulationTables, refreshes: string): string {
  return `SELECT r.refresh, d.pid, CAST(count(*) - 1 AS INTEGER) AS repeats, max(d.day) - min(d.day) AS last, r.refresh - 1 - min(d.day) AS age,
      CASE WHEN count(*) = 1 THEN 0 ELSE (${orderedSum('d.amount', 'd.day')} - arg_min(d.amount, d.day)) / (count(*) - 1) END AS mean
    FROM ${daysOf(tables)} d JOIN ${refreshes} r ON d.day < r.refresh AND d.day >= r.start GROUP BY r.refresh, d.pid`;
}

/** `expectedOrderValue`, operation by operation. */
function valueOfDay({ spending: { p, q, v } }: CustomerValue): string {
  const number = (value: number) => `CAST(${literal(value)} AS DOUBLE)`;
  const own = `(${number(p)} * b.repeats / (${number(p)} * b.repeats + ${number(q)} - 1))`;
  return `((1 - ${own}) * ${number((p * v) / (q - 1))} + ${own} * b.mean)`;
}
