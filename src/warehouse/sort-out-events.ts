import type { DuckDBConnection } from '@duckdb/node-api';
import { DAY } from '../model/milliseconds.js';
import type { Instant } from '../model/value.js';
import { readCount } from './connection.js';
import type { Layout, PropertyColumn } from './layout.js';
import { columnType, didNotFit, UNFIT, valueFromText } from './sql/convert.js';
import { canonicalObject, isNested, pointer } from './sql/json.js';
import { anyOf, literal } from './sql/text.js';

/** Why an event is put aside whose time is yet to come. */
export const AHEAD = 'more than a day in the future';

/** The shelf that is gone with the connection. */
export const IN_MEMORY = 'temp';

/** What properties of an event come to, as text that does not depend on how they were written. */
export const CONTENT = `CASE WHEN props IS NULL THEN '{}' ELSE ${canonicalObject('props')} END`;

/** Makes the tables that batches of events are sorted out into: see `sortOut`. Those that count lie in `shelf`. */
export async function makeShelves(connection: DuckDBConnection, layout: Layout, shelf: string): Promise<void> {
  const kind = shelf === IN_MEMORY ? 'TEMP TABLE' : 'TABLE';
  const types = layout.properties.map(({ column, type }) => `, ${column} ${columnType(type)}`).join('');
  await connection.run(`CREATE TEMP TABLE unused_events (file INTEGER, line BIGINT, reason VARCHAR, seen VARCHAR);
    CREATE TEMP TABLE unread_properties (file INTEGER, line BIGINT, seen VARCHAR);
    CREATE TEMP TABLE misfits (property INTEGER, file INTEGER, line BIGINT, seen VARCHAR);
    CREATE TEMP TABLE rejected (file INTEGER, line BIGINT);
    CREATE TEMP TABLE spans (rows BIGINT, last BIGINT);
    CREATE ${kind} ${shelf}.taken_ids (h UBIGINT, file INTEGER, line BIGINT);
    CREATE ${kind} ${shelf}.typed_events (file INTEGER, line BIGINT, pid INTEGER, code SMALLINT, ms BIGINT, id VARCHAR${types}, is_unfit BOOLEAN)`);
}

/** Puts rows of `raw_events` that are no events, or not yet, aside with the reason, and makes `judged_events` of all, with the profile. */
export async function judge(connection: DuckDBConnection, now: Instant): Promise<void> {
  // A view, not a table: a join costs less than a copy.
  await connection.run(`CREATE TEMP VIEW judged_events AS SELECT r.*, p.pid, CASE
      WHEN problem IS NOT NULL THEN problem WHEN name IS NULL THEN 'no event name' WHEN profile_id IS NULL THEN 'no profile id'
      WHEN ms IS NULL AND time_text IS NULL THEN 'no time' WHEN ms IS NULL THEN 'time cannot be read'
      WHEN ms > ${now + DAY} THEN ${literal(AHEAD)} WHEN p.pid IS NULL THEN 'unknown profile' END AS reason
    FROM raw_events r LEFT JOIN profiles p ON p.id = r.profile_id`);
}

/** What of a judged event is kept: an event without an id gets one made of its content. */
export const KEPT = `file, line, pid, name, ms, props, CASE WHEN id IS NULL
  THEN 'h:' || sha256(profile_id || chr(10) || name || chr(10) || ms || chr(10) || ${CONTENT}) ELSE id END AS id`;

/** What is shown of a row that cannot be used, or whose properties cannot. */
const SEEN = `CASE WHEN reason = 'unknown profile' THEN profile_id WHEN contains(reason, 'time') OR contains(reason, 'future') THEN time_text
  WHEN reason IS NOT NULL OR props_bad THEN id END`;

/** Sorts a batch out that was staged and judged: what cannot be used, what is to be told, and the events with values of their declared types. */
export async function sortOut(connection: DuckDBConnection, layout: Layout, shelf: string): Promise<void> {
  // Once: each look at the judged rows would find their profiles anew.
  await connection.run(
    `CREATE TEMP TABLE sorted_batch AS SELECT ${KEPT}, reason, ${SEEN} AS seen, props_bad FROM judged_events`,
  );
  await connection.run(`INSERT INTO unused_events SELECT file, line, reason, seen FROM sorted_batch WHERE reason IS NOT NULL;
    INSERT INTO unread_properties SELECT file, line, seen FROM sorted_batch WHERE reason IS NULL AND props_bad;
    INSERT INTO rejected SELECT file, line FROM raw_events WHERE problem IS NOT NULL;
    INSERT INTO ${shelf}.taken_ids SELECT hash(id), file, line FROM sorted_batch WHERE reason IS NULL;
    INSERT INTO spans SELECT count(*), max(CASE WHEN reason IS NULL THEN ms END) FROM sorted_batch`);
  await typeBatch(connection, layout, shelf);
  await connection.run('DROP TABLE sorted_batch');
}

async function typeBatch(connection: DuckDBConnection, layout: Layout, shelf: string): Promise<void> {
  const { properties } = layout;
  const columns = properties.map(({ column }) => `, ${column}`).join('');
  const unfit = properties.map(({ type, column }, i) => didNotFit(`t${i}`, type, column));
  await connection.run(`INSERT INTO ${shelf}.typed_events SELECT file, line, pid, CAST(code AS SMALLINT), ms, id${columns}, ${anyOf(unfit)}
    FROM (${typed(layout, 'sorted_batch WHERE reason IS NULL')})`);
  const isHere = 'is_unfit AND file IN (SELECT DISTINCT file FROM sorted_batch)';
  // Mostly all values fit; of the others the texts are looked at again.
  if (unfit.length === 0 || (await readCount(connection, `${shelf}.typed_events WHERE ${isHere}`)) === 0) return;
  await connection.run(`CREATE TEMP TABLE unfit_batch AS SELECT s.* FROM sorted_batch s
    JOIN (SELECT file, line FROM ${shelf}.typed_events WHERE ${isHere}) u ON u.file = s.file AND u.line = s.line WHERE s.reason IS NULL`);
  for (const [i, condition] of unfit.entries())
    await connection.run(
      `INSERT INTO misfits SELECT ${i}, file, line, nullif(t${i}, ${literal(UNFIT)}) FROM (${typed(layout, 'unfit_batch')}) WHERE ${condition}`,
    );
  await connection.run('DROP TABLE unfit_batch');
}

/** SQL of sorted out events with their name's code, each property's text (`t0`, …), and its value of the declared type. */
function typed({ properties, eventNames, eventCodes }: Layout, from: string): string {
  const paths = properties.map(({ property }) => pointer(property));
  const texts = paths.length === 0 ? '' : `, json_extract_string(props, [${paths.join(', ')}]) AS f`;
  // Few have a list or an object inside: only of those is each value looked at.
  const isFlat = `NOT (contains(substr(props, 2), '{') OR contains(props, '['))`;
  const text = (i: number) =>
    `CASE WHEN is_flat THEN f[${i + 1}] WHEN left(f[${i + 1}], 1) IN ('{', '[') AND ${isNested('props', paths[i]!)} THEN ${literal(UNFIT)} ELSE f[${i + 1}] END`;
  const codes = ({ events }: PropertyColumn) => events.map((name) => eventCodes.get(name)).join(', ');
  const values = properties.map((p, i) => `, CASE WHEN code IN (${codes(p)}) THEN ${text(i)} END AS t${i}`);
  const codeOf = `CASE name ${eventNames.map((name, code) => `WHEN ${literal(name)} THEN ${code}`).join(' ')} END`;
  return `SELECT *${properties.map((p, i) => `, ${valueFromText(`t${i}`, p.type, null)} AS ${p.column}`).join('')}
    FROM (SELECT file, line, pid, id, ms, code${values.join('')} FROM
      (SELECT *, coalesce(${isFlat}, TRUE) AS is_flat${texts} FROM (SELECT *, ${codeOf} AS code FROM ${from}) WHERE code IS NOT NULL))`;
}
