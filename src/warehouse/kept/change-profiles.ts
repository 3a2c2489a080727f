import type { DuckDBConnection } from '@duckdb/node-api';
import type { Plan } from '../../model/plan.js';
import { readCount } from '../connection.js';
import type { DataFile } from '../data-files.js';
import type { Layout } from '../layout.js';
import { loadProfiles } from '../load-profiles.js';
import { QualityReport, type SourceReport } from '../quality.js';

/** The database in memory where profiles are read before they are compared. */
const READ = 'read_again';

/** Reads profiles again into a database of their own, and leaves in `changed_people` those that are new or another. Null when somebody is gone, or came to whom earlier events belong: then all is to be read anew. */
export async function readProfilesAgain(
  connection: DuckDBConnection,
  plan: Plan,
  layout: Layout,
  files: readonly DataFile[],
): Promise<SourceReport | null> {
  const report = new QualityReport();
  await connection.run(`ATTACH ':memory:' AS ${READ}; USE ${READ}`);
  await loadProfiles(connection, plan, layout, files, report);
  await connection.run('USE kept');
  const columns = ['locale', 'email', 'email_problem', 'phone', 'phone_problem'];
  const all = [...columns, ...[...layout.attributes.values()].map(({ column }) => column)];
  const differs = all.map((column) => `n.${column} IS DISTINCT FROM k.${column}`).join(' OR ');
  await connection.run(`CREATE TEMP TABLE changed_people AS
    SELECT k.pid, n.id, nz.name AS zone_name, k.pid IS NOT NULL AND kz.name <> nz.name AS moved, ${all.map((column) => `n.${column}`).join(', ')}
    FROM ${READ}.profiles n JOIN ${READ}.zones nz ON nz.zone = n.zone LEFT JOIN profiles k ON k.id = n.id LEFT JOIN zones kz ON kz.zone = k.zone
    WHERE k.pid IS NULL OR kz.name <> nz.name OR ${differs}`);
  const added = await readCount(connection, 'changed_people WHERE pid IS NULL');
  const [are, were] = [await readCount(connection, `${READ}.profiles`), await readCount(connection, 'profiles')];
  const awaited = await readCount(
    connection,
    'changed_people WHERE pid IS NULL AND hash(id) IN (SELECT h FROM unknown_people)',
  );
  // What an event said of its own day was asked in the zone of that time.
  const redated =
    layout.datedTests.length === 0
      ? 0
      : await readCount(connection, 'changed_people WHERE moved AND pid IN (SELECT pid FROM events)');
  return are - added < were || awaited > 0 || redated > 0 ? null : report.of('profiles');
}

/** Puts what changed in its place, inside a transaction. New profiles get the next pids, in the order of their ids. */
export async function changeProfiles(connection: DuckDBConnection, step: number): Promise<void> {
  await connection.run(`INSERT INTO zones SELECT (SELECT coalesce(max(zone), -1) FROM zones) + row_number() OVER (ORDER BY zone_name), zone_name
    FROM (SELECT DISTINCT zone_name FROM changed_people WHERE zone_name NOT IN (SELECT name FROM zones))`);
  await connection.run(`CREATE TEMP TABLE placed_people AS
    SELECT CAST(coalesce(pid, (SELECT coalesce(max(pid), -1) FROM profiles) + row_number() OVER (PARTITION BY pid IS NULL ORDER BY c.id)) AS INTEGER) AS pid,
      CAST(z.zone AS SMALLINT) AS zone, c.* EXCLUDE (pid, zone_name) FROM changed_people c JOIN zones z ON z.name = c.zone_name`);
  await connection.run(`DELETE FROM profiles WHERE pid IN (SELECT pid FROM placed_people);
    INSERT INTO profiles BY NAME SELECT * EXCLUDE (moved) FROM placed_people ORDER BY pid;
    INSERT INTO arrivals SELECT ${step}, pid FROM placed_people`);
  if ((await readCount(connection, 'placed_people WHERE moved')) > 0)
    for (const table of ['events', 'event_times', 'recent_events'])
      await connection.run(
        `UPDATE ${table} SET zone = p.zone FROM (SELECT pid, zone FROM placed_people WHERE moved) p WHERE ${table}.pid = p.pid`,
      );
  await connection.run(`DELETE FROM zones WHERE zone NOT IN (SELECT zone FROM profiles);
    DROP TABLE placed_people`);
}

/** Forgets what was read again. */
export async function dropProfilesAgain(connection: DuckDBConnection): Promise<void> {
  await connection.run(`USE kept; DROP TABLE IF EXISTS temp.changed_people; DETACH DATABASE IF EXISTS ${READ}`);
}
