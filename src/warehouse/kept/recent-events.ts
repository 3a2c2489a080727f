import type { DuckDBConnection } from '@duckdb/node-api';
import { DAY } from '../../model/milliseconds.js';
import type { Instant } from '../../model/value.js';
import { readRows } from '../connection.js';

/** A week and the usual lateness: what campaigns look back to from tick to tick. */
const LATELY = 8 * DAY;
/** No more than such a share of the events, unless there are few. */
const MOST_OF = 1 / 16;
const FEW = 50_000;

/**
 * Makes `recent_events`, a second copy of the newest events without their `ord`: what a tick looks at closely lies together there, where in `events` nearly each block has one of them. Needs
 * `event_times`. Returns the moment after which all are in it.
 */
export async function makeRecentEvents(connection: DuckDBConnection): Promise<Instant> {
  const [[count, last] = []] = await readRows(
    connection,
    'SELECT CAST(count(*) AS DOUBLE), CAST(max(time) AS DOUBLE) FROM event_times',
  );
  const most = Math.max(FEW, Math.floor(Number(count) * MOST_OF));
  const after = Number(last ?? 0) - LATELY;
  const [[beyond] = []] = await readRows(
    connection,
    `SELECT CAST(max(time) AS DOUBLE) FROM event_times WHERE rowid < ${Number(count) - most}`,
  );
  const recentAfter = Math.max(after, Number(beyond ?? after));
  await connection.run(
    `CREATE TABLE recent_events AS SELECT * EXCLUDE (ord) FROM events WHERE time > ${recentAfter} ORDER BY time`,
  );
  return recentAfter;
}
