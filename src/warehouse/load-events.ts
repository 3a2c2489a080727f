import { BIGINT, type DuckDBConnection } from '@duckdb/node-api';
import { formatLocal, localMoment, subtractDuration } from '../calendar/local-time.js';
import { DAY } from '../model/milliseconds.js';
import type { Instant, ValueType } from '../model/value.js';
import { readColumns, readCount, readRows } from './connection.js';
import type { DataFile } from './data-files.js';
import type { DatedTest, Layout, PropertyColumn } from './layout.js';
import { Locator } from './locate.js';
import { pidSlices } from './pid-slices.js';
import type { QualityReport } from './quality.js';
import { columnType, didNotFit, UNFIT, valueFromText } from './sql/convert.js';
import { canonicalObject, isNested, pointer } from './sql/json.js';
import { literal, textKey } from './sql/text.js';
import { stageEvents } from './stage-events.js';

/**
 * Loads the events that the plan uses into `events(ord, pid, zone, name, time, id, q0, …, x0, …)`, sorted by profile, time and id (`ord` counts in that
 * order). Needs `profiles`. An event more than a day after `now` is set aside. What is wrong goes into the report.
 */
export async function loadEvents(
  connection: DuckDBConnection,
  layout: Layout,
  files: readonly DataFile[],
  now: Instant,
  report: QualityReport,
): Promise<void> {
  await stageEvents(connection, files, now + DAY);
  const locator = new Locator(connection, 'raw_events', files);
  await judgeRows(connection, locator, now, report);
  await foldRepeats(connection, locator, report);
  await typeProperties(connection, locator, layout, report);
  await answerDatedTests(connection, layout);
  await connection.run('DROP TABLE raw_events');
}

async function judgeRows(
  connection: DuckDBConnection,
  locator: Locator,
  now: Instant,
  report: QualityReport,
): Promise<void> {
  // A view, not a table: events are most of the memory, and a join costs less than a copy of them.
  await connection.run(`CREATE VIEW judged_events AS SELECT r.*, p.pid, CASE
      WHEN problem IS NOT NULL THEN problem WHEN name IS NULL THEN 'no event name' WHEN profile_id IS NULL THEN 'no profile id'
      WHEN ms IS NULL AND time_text IS NULL THEN 'no time' WHEN ms IS NULL THEN 'time cannot be read'
      WHEN ms > ${now + DAY} THEN 'more than a day in the future' WHEN p.pid IS NULL THEN 'unknown profile' END AS reason
    FROM raw_events r LEFT JOIN profiles p ON p.id = r.profile_id`);
  await connection.run(`CREATE TABLE unused_events AS SELECT file, line, reason, CASE WHEN reason = 'unknown profile' THEN profile_id
      WHEN contains(reason, 'time') OR contains(reason, 'future') THEN time_text ELSE id END AS seen
    FROM judged_events WHERE reason IS NOT NULL`);
  const counted = await readRows(
    connection,
    `SELECT reason, CAST(count(*) AS DOUBLE) FROM unused_events GROUP BY reason ORDER BY reason`,
  );
  const unused = counted.reduce((sum, [, count]) => sum + Number(count), 0);
  report.addRows('events', (await readCount(connection, 'raw_events')) - unused);
  for (const [reason, count] of counted) {
    // Lines of another kind are no events at all.
    if (reason !== 'other call') report.addRows('events', Number(count));
    const found = await locator.describe(
      `SELECT file, line, seen FROM unused_events WHERE reason = ${literal(String(reason))}`,
    );
    if (reason === 'other call')
      report.add({ source: 'events', reason: 'a Segment call that is not "track" (passed over)', ...found }, false);
    else if (reason === 'more than a day in the future') {
      const what = `${reason} (after ${formatLocal(now + DAY, 'UTC')} UTC)`;
      report.add({ source: 'events', reason: what, ...found }, true);
    } else report.add({ source: 'events', reason: String(reason), ...found }, reason !== 'unknown profile');
  }
  const bad = `SELECT file, line, id AS seen FROM judged_events WHERE reason IS NULL AND props_bad`;
  report.add(
    { source: 'events', reason: 'properties are not a JSON object (all unknown)', ...(await locator.describe(bad)) },
    false,
  );
  await connection.run('DROP TABLE unused_events');
}

/** Gives events without an id one made of their content, and keeps one event for each id in `kept_events`. Of `raw_events` only what the locator asks stays. */
async function foldRepeats(connection: DuckDBConnection, locator: Locator, report: QualityReport): Promise<void> {
  const content = `CASE WHEN props IS NULL THEN '{}' ELSE ${canonicalObject('props')} END`;
  const hash = `'h:' || sha256(profile_id || chr(10) || name || chr(10) || ms || chr(10) || ${content})`;
  await connection.run(`CREATE TABLE kept_events AS SELECT file, line, pid, name, ms, props,
    CASE WHEN id IS NULL THEN ${hash} ELSE id END AS id FROM judged_events WHERE reason IS NULL`);
  await connection.run(`DROP VIEW judged_events;
    CREATE OR REPLACE TABLE raw_events AS SELECT file, line FROM raw_events WHERE problem IS NOT NULL`);
  // Numbers stand in for the texts where all events are gone through: few ids come twice, and those are told apart by their texts.
  const doubtful = `SELECT id FROM kept_events WHERE hash(id) IN (SELECT hash(id) AS h FROM kept_events GROUP BY h HAVING count(*) > 1)`;
  await connection.run(`CREATE TABLE repeated AS SELECT *, first_value(content) OVER w AS kept_content, row_number() OVER w AS place
    FROM (SELECT k.*, to_json([p.id, name, CAST(ms AS VARCHAR), ${content}]) AS content FROM kept_events k JOIN profiles p USING (pid)
      WHERE k.id IN (SELECT id FROM (${doubtful}) GROUP BY id HAVING count(*) > 1))
    WINDOW w AS (PARTITION BY id ORDER BY ms, ${textKey('name')}, ${textKey('content')}, file, abs(line))`);
  const rows = (where: string) => `SELECT file, line, id AS seen FROM repeated WHERE place > 1 AND ${where}`;
  report.add(
    {
      source: 'events',
      reason: 'same event twice (counted once)',
      ...(await locator.describe(rows('content = kept_content'))),
    },
    false,
  );
  const conflict = await locator.describe(rows('content <> kept_content'));
  report.add(
    { source: 'events', reason: 'event id used for different events (the earliest is kept)', ...conflict },
    true,
  );
  await connection.run(
    `DELETE FROM kept_events k USING repeated r WHERE r.place > 1 AND k.file = r.file AND k.line = r.line`,
  );
  await connection.run('DROP TABLE repeated');
}

async function typeProperties(
  connection: DuckDBConnection,
  locator: Locator,
  layout: Layout,
  report: QualityReport,
): Promise<void> {
  const { properties } = layout;
  const paths = properties.map(({ property }) => pointer(property));
  const texts = paths.length === 0 ? '' : `, json_extract_string(props, [${paths.join(', ')}]) AS f`;
  const text = (i: number) =>
    `CASE WHEN left(f[${i + 1}], 1) IN ('{', '[') AND ${isNested('props', paths[i]!)} THEN ${literal(UNFIT)} ELSE f[${i + 1}] END`;
  const codes = ({ events }: PropertyColumn) => events.map((name) => layout.eventCodes.get(name)).join(', ');
  const values = properties.map((p, i) => `, CASE WHEN code IN (${codes(p)}) THEN ${text(i)} END AS t${i}`);
  const codeOf = `CASE name ${layout.eventNames.map((name, code) => `WHEN ${literal(name)} THEN ${code}`).join(' ')} END`;
  await connection.run(`CREATE TABLE typed_events AS
    SELECT *${properties.map((p, i) => `, ${valueFromText(`t${i}`, p.type, null)} AS ${p.column}`).join('')}
    FROM (SELECT file, line, pid, id, ms, code${values.join('')} FROM
      (SELECT *${texts} FROM (SELECT *, ${codeOf} AS code FROM kept_events) WHERE code IS NOT NULL))`);
  await connection.run('DROP TABLE kept_events');
  for (const [i, { property, type, column }] of properties.entries()) {
    const rows = `SELECT file, line, nullif(t${i}, ${literal(UNFIT)}) AS seen FROM typed_events WHERE ${didNotFit(`t${i}`, type, column)}`;
    report.add(
      { source: 'events', reason: `value of "${property}" does not fit ${type}`, ...(await locator.describe(rows)) },
      false,
    );
  }
  const columns = properties.map(({ column }) => `, ${column}`).join('');
  const types = properties.map((p) => `, ${p.column} ${columnType(p.type)}`).join('');
  await connection.run(
    `CREATE TABLE events (ord INTEGER, pid INTEGER, zone SMALLINT, name SMALLINT, time BIGINT, id VARCHAR${types})`,
  );
  // Sorted slice by slice, and numbered as they come out of the sort.
  let before = 0;
  for (const slice of pidSlices(await readCount(connection, 'profiles'), 't.pid')) {
    await connection.run(`INSERT INTO events SELECT CAST(${before} + row_number() OVER () AS INTEGER), * FROM
      (SELECT t.pid, p.zone, CAST(code AS SMALLINT), ms, t.id${columns}
        FROM typed_events t JOIN profiles p ON p.pid = t.pid WHERE ${slice} ORDER BY t.pid, ms, ${textKey('t.id')})`);
    before = await readCount(connection, 'events');
  }
  await connection.run('DROP TABLE typed_events');
}

/** Adds a column for each `within` test of a property: it is asked when the event happens, so its answer never changes. */
async function answerDatedTests(connection: DuckDBConnection, layout: Layout): Promise<void> {
  for (const test of layout.datedTests) {
    const source = layout.properties.find((p) => p.property === test.property && p.events.includes(test.event));
    await connection.run(`CREATE TABLE passing (ord BIGINT)`);
    if (source !== undefined && (source.type === 'date' || source.type === 'time')) {
      const value = source.type === 'time' ? `CAST(${source.column} AS DOUBLE)` : source.column;
      const [ords = [], times = [], zones = [], values = []] = await readColumns(
        connection,
        `SELECT ord, CAST(time AS DOUBLE), zones.name, ${value} FROM events JOIN zones USING (zone) WHERE events.name = ${layout.eventCodes.get(test.event)} AND ${source.column} IS NOT NULL`,
      );
      const appender = await connection.createAppender('passing');
      for (const [i, ord] of ords.entries()) {
        if (!passesWithin(values[i] as string | number, source.type, test, Number(times[i]), String(zones[i])))
          continue;
        appender.appendValue(BigInt(Number(ord)), BIGINT);
        appender.endRow();
      }
      appender.closeSync();
    }
    await connection.run(`CREATE OR REPLACE TABLE events AS SELECT e.*, p.ord IS NOT NULL AS ${test.column}
      FROM events e LEFT JOIN passing p ON p.ord = e.ord ORDER BY e.ord`);
    await connection.run('DROP TABLE passing');
  }
}

function passesWithin(value: string | number, type: ValueType, test: DatedTest, at: Instant, zone: string): boolean {
  const t = type === 'date' ? localMoment(String(value), zone) : Number(value);
  return t <= at && t > subtractDuration(at, test.duration, zone);
}
