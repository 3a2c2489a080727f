import { readRows } from '../../src/warehouse/connection.js';
import type { OpenWorld } from '../../src/warehouse/open-world.js';

/** Everything that is asked of a world, in words that do not depend on how it was loaded: by person. */
export async function contentOf({ world, quality }: OpenWorld) {
  const { connection, layout } = world;
  const columns = [...layout.properties, ...layout.datedTests].map(({ column }) => `, e.${column}`).join('');
  const attributes = [...layout.attributes.values()].map(({ column }) => `, p.${column}`).join('');
  const people = await readRows(
    connection,
    `SELECT p.id, z.name, locale, email, email_problem, phone, phone_problem${attributes} FROM profiles p JOIN zones z ON z.zone = p.zone ORDER BY p.id`,
  );
  const events = await readRows(
    connection,
    `SELECT p.id, e.name, CAST(e.time AS DOUBLE), e.id, e.zone = p.zone${columns} FROM events e JOIN profiles p ON p.pid = e.pid ORDER BY p.id, e.ord`,
  );
  const times = await readRows(
    connection,
    `SELECT CAST(t.time AS DOUBLE), t.name, p.id, t.zone = p.zone FROM event_times t JOIN profiles p ON p.pid = t.pid ORDER BY ALL`,
  );
  // The newest events are there twice: what one copy has and the other has not.
  const columnsOfBoth = `pid, zone, name, time, id${columns.replaceAll('e.', '')}`;
  const newest = `(SELECT ${columnsOfBoth} FROM events WHERE time > ${Math.max(-9e15, world.recentAfter)})`;
  const copies = `(SELECT ${columnsOfBoth} FROM recent_events)`;
  const recent = await readRows(
    connection,
    `SELECT CAST(count(*) AS DOUBLE) FROM ((${newest} EXCEPT ALL ${copies}) UNION ALL (${copies} EXCEPT ALL ${newest}))`,
  );
  const zones = world.zones.map(({ name }) => name).sort();
  const ids = await world.people.everyId();
  const pids = (await world.people.pidsOf(ids)).toSorted((a, b) => a! - b!);
  return { quality, zones, people, events, times, recent, ids, pids };
}
