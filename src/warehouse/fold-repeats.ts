import type { DuckDBConnection } from '@duckdb/node-api';
import { LifecycleError } from '../model/failure.js';
import { DAY } from '../model/milliseconds.js';
import type { Instant } from '../model/value.js';
import { readCount, readRows } from './connection.js';
import type { DataFile } from './data-files.js';
import { Locator } from './locate.js';
import type { QualityReport } from './quality.js';
import { CONTENT, judge, KEPT } from './sort-out-events.js';
import { textKey } from './sql/text.js';
import type { stageEvents } from './stage-events.js';

/** What was staged, and how it can be staged again. */
export interface StagedEvents {
  readonly files: readonly DataFile[];
  /** The rows of a single batch still lie there. */
  readonly batches: readonly (readonly number[])[];
  readonly stage: typeof stageEvents;
  readonly now: Instant;
  readonly shelf: string;
}

/** Keeps one event for each id. Numbers stand in for the ids where all events are gone through; few come twice, and only files that hold one of those are read again, for all that they say. */
export async function foldRepeats(
  connection: DuckDBConnection,
  { files, batches, stage, now, shelf }: StagedEvents,
  report: QualityReport,
): Promise<void> {
  await connection.run(`CREATE TEMP TABLE doubtful AS SELECT h, file, line FROM ${shelf}.taken_ids
    WHERE h IN (SELECT h FROM ${shelf}.taken_ids GROUP BY h HAVING count(*) > 1)`);
  const among = new Set(
    (await readRows(connection, 'SELECT DISTINCT file FROM doubtful')).map(([file]) => Number(file)),
  );
  await connection.run(
    'CREATE TEMP TABLE again (file INTEGER, line BIGINT, pid INTEGER, name VARCHAR, ms BIGINT, props VARCHAR, id VARCHAR)',
  );
  for (const batch of batches) {
    const asked = batch.filter((i) => among.has(i));
    if (asked.length > 0) {
      if (batches.length > 1) {
        await stage(connection, files, now + DAY, asked);
        await judge(connection, now);
      }
      await connection.run(`INSERT INTO again SELECT k.* FROM (SELECT ${KEPT} FROM judged_events WHERE reason IS NULL) k
        JOIN doubtful d ON d.file = k.file AND d.line = k.line AND d.h = hash(k.id)`);
    }
    if (asked.length > 0 || batches.length === 1)
      await connection.run('DROP VIEW judged_events; DROP TABLE raw_events');
  }
  // What was not found again could count twice.
  if ((await readCount(connection, 'again')) < (await readCount(connection, 'doubtful')))
    throw new LifecycleError('LC913', 'the events changed while they were read', [
      'run it again when nothing writes to them',
    ]);
  await connection.run(`CREATE TEMP TABLE repeated AS SELECT *, first_value(content) OVER w AS kept_content, row_number() OVER w AS place
    FROM (SELECT k.*, to_json([p.id, name, CAST(ms AS VARCHAR), ${CONTENT}]) AS content FROM again k JOIN profiles p USING (pid)
      WHERE k.id IN (SELECT id FROM again GROUP BY id HAVING count(*) > 1))
    WINDOW w AS (PARTITION BY id ORDER BY ms, ${textKey('name')}, ${textKey('content')}, file, abs(line))`);
  const locator = new Locator(connection, 'rejected', files);
  const rows = (where: string) =>
    locator.describe(`SELECT file, line, id AS seen FROM repeated WHERE place > 1 AND ${where}`);
  const same = await rows('content = kept_content');
  report.add({ source: 'events', reason: 'same event twice (counted once)', ...same }, false, '3');
  const conflict = await rows('content <> kept_content');
  report.add(
    { source: 'events', reason: 'event id used for different events (the earliest is kept)', ...conflict },
    true,
    '4',
  );
  for (const table of [`${shelf}.typed_events`, 'misfits'])
    await connection.run(
      `DELETE FROM ${table} t USING repeated r WHERE r.place > 1 AND t.file = r.file AND t.line = r.line`,
    );
  await connection.run('DROP TABLE doubtful; DROP TABLE again; DROP TABLE repeated');
}
