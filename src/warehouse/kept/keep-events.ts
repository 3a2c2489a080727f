import { BIGINT, type DuckDBConnection, INTEGER } from '@duckdb/node-api';
import { readColumns } from '../connection.js';
import type { Locator } from '../locate.js';

/** What of an event that is aside is kept: all that the sources say. */
export const ASIDE = 'id, profile_id, name, ms, time_text, props, props_bad';

/**
 * Puts events of a judged batch whose time is yet to come into `aside_events(file, line, …)`; without a batch, makes that table.
 */
export async function keepAside(connection: DuckDBConnection, locator?: Locator): Promise<void> {
  if (locator === undefined) {
    await connection.run(
      `CREATE TABLE aside_events (file VARCHAR, line BIGINT, id VARCHAR, profile_id VARCHAR, name VARCHAR, ms BIGINT, time_text VARCHAR, props VARCHAR, props_bad BOOLEAN)`,
    );
    return;
  }
  const ahead = `unused_events WHERE contains(reason, 'future') AND file IN (SELECT file FROM raw_events)`;
  const [files = [], staged = []] = await readColumns(connection, `SELECT file, CAST(line AS DOUBLE) FROM ${ahead}`);
  await connection.run('CREATE TEMP TABLE places (file INTEGER, line BIGINT, name VARCHAR, place BIGINT)');
  const appender = await connection.createAppender('places');
  for (const [i, file] of files.entries()) {
    const [index, line] = [Number(file), Number(staged[i])];
    appender.appendValue(index, INTEGER);
    appender.appendValue(BigInt(line), BIGINT);
    appender.appendVarchar(locator.files[index]!.name);
    appender.appendValue(BigInt(await locator.lineOf(index, line)), BIGINT);
    appender.endRow();
  }
  appender.closeSync();
  await connection.run(
    `INSERT INTO aside_events SELECT p.name AS file, p.place AS line, ${columnsOf('r')} FROM raw_events r JOIN places p ON p.file = r.file AND p.line = r.line`,
  );
  await connection.run('DROP TABLE places');
}

/** From all that were sorted out: `event_ids(h)`, a number for each id that is taken, `unknown_people(h)` for each person whom nobody knows yet, and `event_span(last)`, the time of the last event that counts (none: NULL). */
export async function keepIds(connection: DuckDBConnection, shelf: string): Promise<void> {
  await connection.run(`CREATE TABLE event_ids AS SELECT h FROM ${shelf}.taken_ids;
    CREATE TABLE unknown_people AS SELECT DISTINCT hash(seen) AS h FROM unused_events WHERE reason = 'unknown profile';
    CREATE TABLE event_span AS SELECT max(last) AS last FROM spans`);
}

function columnsOf(table: string): string {
  return ASIDE.split(', ')
    .map((column) => `${table}.${column}`)
    .join(', ');
}
