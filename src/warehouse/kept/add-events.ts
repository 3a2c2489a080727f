import { closeSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { compareText } from '../../model/diagnostic.js';
import { DAY } from '../../model/milliseconds.js';
import type { Instant } from '../../model/value.js';
import { readCount, readRows } from '../connection.js';
import type { DataFile } from '../data-files.js';
import type { Layout } from '../layout.js';
import { loadEvents } from '../load-events.js';
import { QualityReport, type SourceReport } from '../quality.js';
import { AHEAD } from '../sort-out-events.js';
import { textKey } from '../sql/text.js';
import type { stageEvents } from '../stage-events.js';
import { ASIDE } from './keep-events.js';
import type { GrownFile } from './source-files.js';

/** The database in memory where new events are judged before they join the others. */
const NEWS = 'news';

/** What there is to say of events that are about to join the others. */
export interface News {
  readonly report: SourceReport;
  readonly rows: number;
  readonly lastTime: Instant | null;
}

/**
 * Reads events into a database of their own (`news`), as if they were all there are: new files, or with `stage` what was aside. Null when one has an id that is taken: then only a look at
 * all of them says which counts.
 */
export async function readNews(
  connection: DuckDBConnection,
  layout: Layout,
  files: readonly DataFile[],
  latest: Instant,
  stage?: typeof stageEvents,
): Promise<News | null> {
  await connection.run(`ATTACH ':memory:' AS ${NEWS}; USE ${NEWS};
    CREATE VIEW profiles AS SELECT * FROM kept.profiles; CREATE VIEW zones AS SELECT * FROM kept.zones`);
  const report = new QualityReport();
  await loadEvents(connection, layout, files, latest, report, {
    areKept: true,
    ...(stage === undefined ? {} : { stage }),
  });
  await connection.run('USE kept');
  const taken = await readCount(connection, `event_ids WHERE h IN (SELECT h FROM ${NEWS}.event_ids)`);
  if (taken > 0) return null;
  const [[last] = []] = await readRows(connection, `SELECT CAST(last AS DOUBLE) FROM ${NEWS}.event_span`);
  return {
    report: withoutAside(report.of('events')),
    rows: await readCount(connection, `${NEWS}.events`),
    lastTime: last === null || last === undefined ? null : Number(last),
  };
}

/** Lets the events in `news` join the others, inside a transaction: what people did later already is put behind what is new of them. */
export async function addNews(connection: DuckDBConnection, step: number, recentAfter: Instant): Promise<void> {
  const key = textKey('id');
  await connection.run(`CREATE TEMP TABLE earliest AS SELECT pid, min(time) AS time FROM ${NEWS}.events GROUP BY pid`);
  const [[first] = []] = await readRows(connection, 'SELECT CAST(min(time) AS DOUBLE) FROM earliest');
  const since = Number(first ?? 0);
  // Times are in order: what lies before the first of the news is passed over unread.
  await connection.run(`CREATE TEMP TABLE late AS SELECT DISTINCT n.pid, n.time FROM event_times e JOIN earliest n ON n.pid = e.pid
    WHERE e.time >= n.time AND e.time >= ${since}`);
  const isLater = (table: string) =>
    `${table}.pid = late.pid AND ${table}.time >= late.time AND ${table}.time >= ${since}`;
  const source = since > recentAfter ? 'recent_events' : 'events';
  await connection.run(`CREATE TEMP TABLE joining AS SELECT * EXCLUDE (ord) FROM ${NEWS}.events
    UNION ALL BY NAME SELECT ${source}.* ${source === 'events' ? 'EXCLUDE (ord)' : ''} FROM ${source} JOIN late ON ${isLater(source)}`);
  await connection.run(`DELETE FROM events USING late WHERE ${isLater('events')}`);
  await connection.run(`INSERT INTO events BY NAME SELECT CAST((SELECT coalesce(max(ord), 0) FROM events) + row_number() OVER (ORDER BY pid, time, ${key}) AS INTEGER) AS ord, *
    FROM joining ORDER BY pid, time, ${key}`);
  await connection.run(`INSERT INTO event_times BY NAME SELECT time, name, pid, zone FROM ${NEWS}.events ORDER BY time;
    INSERT INTO recent_events BY NAME SELECT * EXCLUDE (ord) FROM ${NEWS}.events WHERE time > ${recentAfter} ORDER BY time;
    INSERT INTO event_ids SELECT h FROM ${NEWS}.event_ids;
    INSERT INTO aside_events BY NAME SELECT * FROM ${NEWS}.aside_events;
    INSERT INTO unknown_people SELECT h FROM ${NEWS}.unknown_people EXCEPT SELECT h FROM unknown_people;
    INSERT INTO arrivals SELECT DISTINCT ${step}, pid FROM ${NEWS}.events`);
  await connection.run('DROP TABLE earliest; DROP TABLE late; DROP TABLE joining');
}

/** Forgets the news, also those that never joined. */
export async function dropNews(connection: DuckDBConnection): Promise<void> {
  await connection.run(`USE kept; DETACH DATABASE IF EXISTS ${NEWS}`);
}

/** Events that are aside are counted anew for each moment. */
export function withoutAside(report: SourceReport): SourceReport {
  const isAside = ({ place }: { readonly place: string }) => place === `1 ${AHEAD}`;
  const aside = report.findings.reduce((sum, each) => sum + (isAside(each) ? each.count : 0), 0);
  return { ...report, rows: report.rows - aside, findings: report.findings.filter((each) => !isAside(each)) };
}

/** A file of which rows are shown whose lines are known: nothing is read in it. */
export function lineless(name: string): DataFile {
  return { path: name, name, format: 'parquet', gzip: false, bytes: 0, linesBefore: 0 };
}

/** What has been aside until now and is not any more at a moment, as if it came from its files again. */
export async function dueAside(
  connection: DuckDBConnection,
  latest: Instant,
): Promise<{ readonly files: readonly DataFile[]; readonly stage: typeof stageEvents }> {
  const due = `ms <= ${latest + DAY}`;
  const found = await readRows(connection, `SELECT DISTINCT file FROM aside_events WHERE ${due}`);
  const names = found.map(([name]) => String(name)).sort(compareText);
  const files = names.map(lineless);
  return {
    files,
    stage: async () => {
      await connection.run('CREATE TEMP TABLE file_places (file INTEGER, name VARCHAR)');
      const appender = await connection.createAppender('file_places');
      for (const [i, name] of names.entries()) {
        appender.appendInteger(i);
        appender.appendVarchar(name);
        appender.endRow();
      }
      appender.closeSync();
      const columns = ASIDE.split(', ').map((column) => `a.${column}`);
      await connection.run(`CREATE TEMP TABLE raw_events AS SELECT p.file, a.line, CAST(NULL AS VARCHAR) AS problem, ${columns.join(', ')}
        FROM kept.aside_events a JOIN file_places p ON p.name = a.file WHERE a.${due}; DROP TABLE file_places`);
    },
  };
}

/** What lies behind the lines of a grown file that were read before, as a file of its own in `folder`; the header comes with a CSV. */
export function tailOf({ file, was }: GrownFile, folder: string, number: number): DataFile {
  const { lines, header } = was.text ?? { lines: 0, header: 0 };
  const path = join(folder, `tail-${number}.${file.format}`);
  const isCsv = file.format === 'csv';
  const head = isCsv ? readFileSync(file.path).subarray(0, header) : Buffer.alloc(0);
  const tail = Buffer.alloc(file.bytes - was.bytes);
  const handle = openSync(file.path, 'r');
  try {
    let read = 0;
    while (read < tail.length) {
      const more = readSync(handle, tail, read, tail.length - read, was.bytes + read);
      if (more === 0) break;
      read += more;
    }
    writeFileSync(path, Buffer.concat([head, tail.subarray(0, read)]), { mode: 0o600 });
  } finally {
    closeSync(handle);
  }
  return { ...file, path, linesBefore: isCsv ? lines - 1 : lines };
}
