import { BIGINT, type DuckDBConnection } from '@duckdb/node-api';
import { formatLocal, localMoment, subtractDuration } from '../calendar/local-time.js';
import { DAY } from '../model/milliseconds.js';
import type { Instant, ValueType } from '../model/value.js';
import { readColumns, readCount, readRows } from './connection.js';
import type { DataFile } from './data-files.js';
import { eventBatches, TOGETHER } from './event-batches.js';
import { foldRepeats } from './fold-repeats.js';
import { keepAside, keepIds } from './kept/keep-events.js';
import type { DatedTest, Layout } from './layout.js';
import { Locator } from './locate.js';
import { pidSlices } from './pid-slices.js';
import type { QualityReport } from './quality.js';
import { AHEAD, IN_MEMORY, judge, makeShelves, sortOut } from './sort-out-events.js';
import { columnType } from './sql/convert.js';
import { literal, textKey } from './sql/text.js';
import { stageEvents } from './stage-events.js';

/** How events are loaded. */
export interface EventLoading {
  /** Where from. */
  readonly stage?: typeof stageEvents;
  /** Whether what is needed to take in more of them later is kept beside them. */
  readonly areKept?: boolean;
  /** The database where events wait for the others before all are sorted. */
  readonly shelf?: string;
  /** How many bytes of files are looked at together. */
  readonly together?: number;
}

/** So many events are sorted in memory in one go. */
const SORTED_AT_ONCE = 250_000;

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
  { stage = stageEvents, areKept = false, shelf = IN_MEMORY, together = TOGETHER }: EventLoading = {},
): Promise<void> {
  await makeShelves(connection, layout, shelf);
  if (areKept) await keepAside(connection);
  const batches = eventBatches(files, together);
  for (const batch of batches) {
    await stage(connection, files, now + DAY, batch);
    await judge(connection, now);
    await sortOut(connection, layout, shelf);
    if (areKept) await keepAside(connection, new Locator(connection, 'raw_events', files));
    if (batches.length > 1) await connection.run('DROP VIEW judged_events; DROP TABLE raw_events');
  }
  await foldRepeats(connection, { files, batches, stage, now, shelf }, report);
  await connection.run('ALTER TABLE rejected RENAME TO raw_events');
  const locator = new Locator(connection, 'raw_events', files);
  await reportUnused(connection, locator, now, report);
  await reportMisfits(connection, locator, layout, report);
  if (areKept) await keepIds(connection, shelf);
  await sortEvents(connection, layout, shelf);
  await answerDatedTests(connection, layout);
  await connection.run(`DROP TABLE raw_events; DROP TABLE unused_events; DROP TABLE unread_properties; DROP TABLE misfits; DROP TABLE spans;
    DROP TABLE ${shelf}.taken_ids; DROP TABLE ${shelf}.typed_events`);
}

async function reportUnused(
  connection: DuckDBConnection,
  locator: Locator,
  now: Instant,
  report: QualityReport,
): Promise<void> {
  const counted = await readRows(
    connection,
    'SELECT reason, CAST(count(*) AS DOUBLE) FROM unused_events GROUP BY reason ORDER BY reason',
  );
  const [[rows] = []] = await readRows(connection, 'SELECT CAST(sum(rows) AS DOUBLE) FROM spans');
  report.addRows('events', Number(rows ?? 0) - counted.reduce((sum, [, count]) => sum + Number(count), 0));
  for (const [reason, count] of counted) {
    // Lines of another kind are no events at all.
    if (reason !== 'other call') report.addRows('events', Number(count));
    const found = await locator.describe(
      `SELECT file, line, seen FROM unused_events WHERE reason = ${literal(String(reason))}`,
    );
    if (reason === 'other call')
      report.add(
        { source: 'events', reason: 'a Segment call that is not "track" (passed over)', ...found },
        false,
        `1 ${reason}`,
      );
    else {
      const what = reason === AHEAD ? `${reason} (after ${formatLocal(now + DAY, 'UTC')} UTC)` : String(reason);
      report.add({ source: 'events', reason: what, ...found }, reason !== 'unknown profile', `1 ${reason}`);
    }
  }
  const unread = await locator.describe('SELECT file, line, seen FROM unread_properties');
  report.add({ source: 'events', reason: 'properties are not a JSON object (all unknown)', ...unread }, false, '2');
}

async function reportMisfits(
  connection: DuckDBConnection,
  locator: Locator,
  { properties }: Layout,
  report: QualityReport,
): Promise<void> {
  const there = await readRows(connection, 'SELECT DISTINCT property FROM misfits');
  const numbers = new Set(there.map(([property]) => Number(property)));
  for (const [i, { property, type }] of properties.entries()) {
    if (!numbers.has(i)) continue;
    const found = await locator.describe(`SELECT file, line, seen FROM misfits WHERE property = ${i}`);
    const reason = `value of "${property}" does not fit ${type}`;
    report.add({ source: 'events', reason, ...found }, false, `5 ${String(i).padStart(5, '0')}`);
  }
}

/** In memory slice by slice where they are many, as more would only need more of it; from a shelf on disk all at once, as the engine sorts there. Numbered as they come out of the sort. */
async function sortEvents(connection: DuckDBConnection, { properties }: Layout, shelf: string): Promise<void> {
  const columns = properties.map(({ column }) => `, ${column}`).join('');
  const types = properties.map((p) => `, ${p.column} ${columnType(p.type)}`).join('');
  await connection.run(
    `CREATE TABLE events (ord INTEGER, pid INTEGER, zone SMALLINT, name SMALLINT, time BIGINT, id VARCHAR${types})`,
  );
  const areMany = shelf === IN_MEMORY && (await readCount(connection, `${shelf}.typed_events`)) > SORTED_AT_ONCE;
  const slices = areMany ? pidSlices(await readCount(connection, 'profiles'), 't.pid') : ['TRUE'];
  let before = 0;
  for (const slice of slices) {
    await connection.run(`INSERT INTO events SELECT CAST(${before} + row_number() OVER () AS INTEGER), * FROM
      (SELECT t.pid, p.zone, code, ms, t.id${columns} FROM ${shelf}.typed_events t JOIN profiles p ON p.pid = t.pid WHERE ${slice} ORDER BY t.pid, ms, ${textKey('t.id')})`);
    before = await readCount(connection, 'events');
  }
}

/** Adds a column for each `within` test of a property: it is asked when the event happens, so its answer never changes. */
async function answerDatedTests(connection: DuckDBConnection, layout: Layout): Promise<void> {
  for (const test of layout.datedTests) {
    const source = layout.properties.find((p) => p.property === test.property && p.events.includes(test.event));
    await connection.run(`CREATE TEMP TABLE passing (ord BIGINT)`);
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
