import { zoneShifts } from '../../calendar/zone-shifts.js';
import { DAY, HOUR } from '../../model/milliseconds.js';
import { populationEvents } from '../../model/population.js';
import type { Instant } from '../../model/value.js';
import { readRows } from '../connection.js';
import type { PopulationTables } from '../layout.js';
import { pidSlices } from '../pid-slices.js';
import { Lowering } from '../sql/lowering.js';
import { orderedSum } from '../sql/ordered-sum.js';
import type { World } from '../world.js';

/** The name of a population's events, summed up by profile and day (in the project's zone). */
export function daysOf({ people }: PopulationTables): string {
  return `${people}_days`;
}

/** Makes that table: `(pid, day, …)` with `amount` for rfm and customer_value, `hour` and `n` for best_hour, `part` and `whole` for share. */
export async function makeDayTable(world: World, tables: PopulationTables): Promise<void> {
  const { connection } = world;
  const { population } = tables;
  await makeZoneShifts(world);
  const lowering = new Lowering(world.plan, world.layout);
  const selections = populationEvents(population);
  const matches = selections.map(({ event, where }) => lowering.matches(event, where));
  const [columns, grouping] = summed();
  const moments = lowering.edges.relation(world.zones.map((zone) => ({ zone, at: 0 })));
  // Rounded down also before 1970.
  const floor = (value: string, by: number) => `((${value} - (((${value}) % ${by}) + ${by}) % ${by}) // ${by})`;
  const hour = floor('(e.time + h.shift)', HOUR);
  const table = daysOf(tables);
  for (const [i, slice] of pidSlices(world.people.count, 'pid').entries())
    await connection.run(
      `${i === 0 ? `CREATE OR REPLACE TEMP TABLE ${table} AS` : `INSERT INTO ${table}`} WITH m AS MATERIALIZED ${moments}
      SELECT pid, day${columns} FROM (
        SELECT e.*, m.*, CAST(${floor('(e.time + d.shift)', DAY)} AS INTEGER) AS day, ((${hour} % 24) + 24) % 24 AS hour
        FROM (SELECT * FROM events WHERE ${slice} AND name IN (${codes().join(', ') || 'NULL'})) e JOIN m ON m.zone = e.zone
        ASOF JOIN (SELECT * FROM zone_shifts WHERE zone = ${PROJECT}) d ON e.time >= d.since
        ASOF JOIN zone_shifts h ON h.zone = e.zone AND e.time >= h.since)
      WHERE ${matches.join(' OR ')} GROUP BY pid, day${grouping}`,
    );

  function codes(): readonly number[] {
    return selections.flatMap(({ event }) => world.layout.eventCodes.get(event) ?? []);
  }

  function summed(): readonly [columns: string, grouping: string] {
    switch (population.kind) {
      case 'rfm':
      case 'customer_value': {
        const { value, type } = lowering.property(population.event, population.property);
        const amount = type === 'number' ? orderedSum(value, 'ord') : 'NULL';
        return [`, coalesce(CAST(${amount} AS DOUBLE), 0) AS amount`, ''];
      }
      case 'purchase_gap':
      case 'likelihood':
        return ['', ''];
      case 'best_hour':
        return [', hour, count(*) AS n', ', hour'];
      case 'share':
        return [`, count(*) FILTER (WHERE ${matches[0]}) AS part, count(*) FILTER (WHERE ${matches[1]}) AS whole`, ''];
    }
  }
}

/** No zone has this code. */
const PROJECT = -1;
const BEGINNING: Instant = -8_640_000_000_000_000;

/** `zone_shifts(zone, since, shift)`: how far clocks are ahead of UTC, of every zone of a profile and of the project. The calendar says it once, so that SQL needs no time zones. */
async function makeZoneShifts({ connection, zones, plan }: World): Promise<void> {
  const [[made] = []] = await readRows(
    connection,
    `SELECT count(*) FROM duckdb_tables() WHERE table_name = 'zone_shifts'`,
  );
  if (Number(made) > 0) return;
  const [[first, last] = []] = await readRows(
    connection,
    'SELECT CAST(min(time) AS DOUBLE), CAST(max(time) AS DOUBLE) FROM events',
  );
  const [from, to] = [Number(first ?? 0), Number(last ?? 0)];
  const rows = [{ code: PROJECT, name: plan.timezone }, ...zones].flatMap(({ code, name }) =>
    zoneShifts(name, from, to).map(
      ({ since, shift }, i) => `(${code}, CAST(${i === 0 ? BEGINNING : since} AS BIGINT), ${shift})`,
    ),
  );
  await connection.run(
    `CREATE TEMP TABLE zone_shifts AS SELECT * FROM (VALUES ${rows.join(', ')}) AS v(zone, since, shift)`,
  );
}
