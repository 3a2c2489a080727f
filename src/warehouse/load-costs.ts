import type { DuckDBConnection } from '@duckdb/node-api';
import { LifecycleError } from '../model/failure.js';
import { readColumns, readCount } from './connection.js';
import { findDataFiles } from './data-files.js';
import { Locator } from './locate.js';
import type { QualityReport } from './quality.js';
import { valueFromText } from './sql/convert.js';
import { literal } from './sql/text.js';
import { stageProfiles } from './stage-profiles.js';

const STAGED = 'raw_profiles';
const SUBJECT = { what: 'the day on which money was spent', help: 'call it "day"' };

/**
 * Loads what was spent into the table `costs(day, kind, amount)`: several rows of one day and kind add up. Rows without a day, a kind or an amount are set aside and told in the report. Throws LC910 to LC914 when
 * the file is missing, cannot be read or lacks a column.
 */
export async function loadCosts(
  connection: DuckDBConnection,
  pattern: string,
  root: string,
  report: QualityReport,
): Promise<void> {
  const files = findDataFiles(root, [pattern], 'data.costs');
  const [lacking] = await stageProfiles(connection, files, 'day', ['kind', 'amount'], SUBJECT);
  if (lacking !== undefined)
    throw new LifecycleError('LC914', `${files[lacking.file]?.name} has no column "${lacking.name}"`, [
      'add the column: data.costs is a table of day, kind and amount',
    ]);
  const [day, amount] = [valueFromText('id', 'date', null), valueFromText('v1', 'number', null)];
  await connection.run(`CREATE TEMP TABLE costs_judged AS SELECT file, line, id AS seen, ${day} AS day, v0 AS kind, ${amount} AS amount,
      CASE WHEN problem IS NOT NULL THEN problem WHEN id IS NULL THEN 'no day' WHEN ${day} IS NULL THEN 'day is no date'
        WHEN v0 IS NULL OR trim(v0) = '' THEN 'no kind' WHEN v1 IS NULL THEN 'no amount' WHEN ${amount} IS NULL THEN 'amount is no number' END AS reason
    FROM ${STAGED}`);
  report.addRows('costs', await readCount(connection, 'costs_judged'));
  const locator = new Locator(connection, STAGED, files);
  const [reasons = []] = await readColumns(
    connection,
    'SELECT DISTINCT reason FROM costs_judged WHERE reason IS NOT NULL ORDER BY reason',
  );
  for (const reason of reasons.map(String)) {
    const found = await locator.describe(`SELECT file, line, seen FROM costs_judged WHERE reason = ${literal(reason)}`);
    report.add({ source: 'costs', reason, ...found }, true);
  }
  await connection.run(`CREATE TEMP TABLE costs AS SELECT day, kind, amount FROM costs_judged WHERE reason IS NULL`);
  await connection.run(`DROP TABLE ${STAGED}; DROP TABLE costs_judged`);
}
