import type { Plan } from '../../model/plan.js';
import type { Instant } from '../../model/value.js';
import { type Layout, layOut } from '../layout.js';
import { Lowering } from '../sql/lowering.js';
import { literal, quoteName } from '../sql/text.js';
import {
  type Asked,
  askedEvents,
  askedPersonally,
  attributeColumns,
  hasBefore,
  type PersonalMetric,
  partsOfMetric,
} from './asked.js';
import { Doings } from './doings-sql.js';
import { type ExportColumn, exportColumns } from './export-columns.js';
import { MEMBERS_SQL, peopleSql, STATE } from './people-sql.js';
import { TimeSpans } from './time-spans.js';
import { countsOnlyKnown, lookAt, valueSql } from './value-sql.js';

/** How `report.sql` begins: by it a folder is known to hold an earlier export. */
export const REPORT_SQL_MARK = '-- Works out again what lifecycle report counted';

/** What an export holds, and the SQL that reads it again. */
export interface ReportSql {
  readonly text: string;
  readonly layout: Layout;
  readonly lowering: Lowering;
  readonly spans: TimeSpans;
  /** By attribute or trait, its column in `exposures.csv`. */
  readonly attributes: ReadonlyMap<string, string>;
  /** Of `events.csv`. */
  readonly columns: readonly ExportColumn[];
  /** The names of the events that some metric asks for. */
  readonly events: readonly string[];
}

/**
 * One file of SQL for DuckDB that works out, from `exposures.csv` and `events.csv` alone, who is in which arm (by SHA-256 of salt and unit) and every sum of every metric. The same plan and moment, the
 * same text.
 */
export function reportSql(plan: Plan, asOf: Instant): ReportSql {
  const asked = askedPersonally(plan);
  const parts = [...asked.keys()].flatMap(partsOfMetric);
  const layout = layOut(plan, 'report');
  const lowering = new Lowering(plan, layout);
  const spans = new TimeSpans(parts);
  const doings = new Doings(lowering, spans);
  for (const part of parts) lookAt(doings, part);
  const attributes = attributeColumns(parts);
  const doingsSql = doings.sql('events', asOf);
  const sums = [...asked].map(([metric, campaigns]) => sumsSql(plan, doings, metric, campaigns, attributes, asOf));
  const columns = exportColumns(layout, lowering, [doingsSql, ...sums].join());
  const events = [...new Set(askedEvents(asked).map(([, event]) => event))].sort();
  const text = `${REPORT_SQL_MARK} as of ${new Date(asOf).toISOString()}, from exposures.csv and events.csv
-- beside this file and from nothing else. Run it with DuckDB in the folder where they are: duckdb < report.sql
-- Both files hold personal data: ids of people, and what they did.

${exposuresSql(spans, attributes)}

-- Exposures whose arm is not the one that SHA-256 gives: none, unless a file was changed. (What the global holdout keeps back has a salt of its own.)
SELECT campaign, unit, salt, share, u, written AS arm, CASE WHEN held THEN 'held' ELSE 'sent' END AS arm_by_sha256
FROM exposures WHERE (written = 'held') <> held ORDER BY ALL;

-- Everybody once, by the first exposure under the newest salt.
${peopleSql(spans)};

SELECT campaign, CASE state WHEN ${STATE.global} THEN 'none: global holdout' WHEN ${STATE.changedSides} THEN 'none: may have changed sides'
  ELSE CASE WHEN held THEN 'held' ELSE 'sent' END END AS arm, count(*) AS people FROM people GROUP BY ALL ORDER BY ALL;

-- The profiles of each of them.
${MEMBERS_SQL};

${eventsSql(layout, columns, events)}

-- Which campaign asks for which events.
CREATE TABLE asked (campaign VARCHAR, event INTEGER);
${askedSql(plan, layout, asked)}

-- What they did in their windows, and in as long a time before.
${doingsSql};

-- Every sum of every metric, by arm and by the day on which people's windows ended.
${sums.length === 0 ? 'SELECT NULL AS campaign, NULL AS metric, NULL AS day, NULL AS arm WHERE FALSE' : sums.join('\nUNION ALL\n')}
ORDER BY campaign, metric, day, arm DESC;
`;
  return { text, layout, lowering, spans, attributes, columns, events };
}

function exposuresSql(spans: TimeSpans, attributes: ReadonlyMap<string, string>): string {
  const numbers = [...spans.columns, ...attributes.values()].map((name) => `, CAST(${name} AS DOUBLE) AS ${name}`);
  const known = [...attributes.values()].map((name) => `, ${name}`).join('');
  const instant = (name: string) => `epoch_ms(CAST(${name} AS TIMESTAMP))`;
  return `-- Held out is whose number, the first 52 bits of SHA-256 over "salt:unit", is below the share.
CREATE TABLE exposures AS SELECT *, global OR u < share AS held FROM (
  SELECT CAST(place AS INTEGER) AS place, campaign, salt, unit, profile_id AS pid, message_id, ${instant('exposed_at')} AS t,
    CAST(('0x' || substr(sha256(salt || ':' || unit), 1, 13)) AS UBIGINT) / CAST(4503599627370496 AS DOUBLE) AS u, CAST(share AS DOUBLE) AS share,
    arm AS written, by_holdout IS NOT DISTINCT FROM 'global' AS global, CAST(first_day AS INTEGER) AS first_day,
    ${instant('window_before')} AS began, ${instant('window_ends')} AS ends, CAST(ends_day AS INTEGER) AS ends_day${numbers.join('')}
  FROM ${csv('exposures.csv')});
${attributes.size === 0 ? '' : `CREATE TABLE known AS SELECT DISTINCT pid${known} FROM exposures;`}`;
}

function eventsSql(layout: Layout, columns: readonly ExportColumn[], events: readonly string[]): string {
  const cases = events.map((name) => `WHEN ${literal(name)} THEN ${layout.eventCodes.get(name)}`);
  const more = columns.map(({ column, header, type }) => `, CAST(${quoteName(header)} AS ${type}) AS ${column}`);
  return `CREATE TABLE events AS SELECT CAST(place AS INTEGER) AS ord, profile_id AS pid, epoch_ms(CAST("time" AS TIMESTAMP)) AS time,
  CASE event ${cases.length === 0 ? 'WHEN NULL THEN NULL' : cases.join(' ')} END AS name${more.join('')}
FROM ${csv('events.csv')};`;
}

function csv(file: string): string {
  return `read_csv('${file}', header = true, all_varchar = true, delim = ',', quote = '"', escape = '"', allow_quoted_nulls = false, strict_mode = true)`;
}

function askedSql(plan: Plan, layout: Layout, asked: Asked): string {
  const rows = askedEvents(asked).map(
    ([code, event]) => `(${literal(plan.campaigns[code]!.id)}, ${layout.eventCodes.get(event)})`,
  );
  return rows.length === 0 ? '' : `INSERT INTO asked VALUES ${rows.join(', ')};`;
}

/** The sums of one metric; the columns are those of a reading. */
function sumsSql(
  plan: Plan,
  doings: Doings,
  metric: PersonalMetric,
  campaigns: readonly number[],
  attributes: ReadonlyMap<string, string>,
  asOf: Instant,
): string {
  const parts = partsOfMetric(metric);
  const values = parts.map((part) =>
    valueSql(doings, part, 'events', part.kind === 'attribute' ? attributes.get(part.name) : undefined),
  );
  const indexes = [...new Set(parts.map((part) => doings.spans.indexOf(part)))];
  const ends = indexes.map((i) => (i === null ? 'p.ends' : `p.until${i}`));
  const days = indexes.map((i) => (i === null ? 'p.ends_day' : `p.day${i}`));
  const over = ends.length === 1 ? ends[0] : `greatest(${ends.join(', ')})`;
  // Of two ends the later one gives the day.
  const day = ends.length === 1 ? days[0] : `CASE WHEN ${ends[1]} > ${ends[0]} THEN ${days[1]} ELSE ${days[0]} END`;
  const y = metric.inverted ? '1 - coalesce(v0.y, 0)' : 'coalesce(v0.y, 0)';
  const joins = values.map((sql, i) => `LEFT JOIN (${sql}) v${i} ON v${i}.person = p.person`);
  const ids = campaigns.map((code) => literal(plan.campaigns[code]!.id)).join(', ');
  const pair = (other: string, isThere: boolean, name: string) =>
    isThere
      ? `fsum(${other}) AS ${name}_sum, fsum(${other} * ${other}) AS ${name}_sum_of_squares, fsum(${other} * y) AS ${name}_product`
      : `NULL AS ${name}_sum, NULL AS ${name}_sum_of_squares, NULL AS ${name}_product`;
  return `SELECT campaign, ${literal(metric.name)} AS metric, CAST(DATE '1970-01-01' + day AS VARCHAR) AS day, CASE WHEN held THEN 'held' ELSE 'sent' END AS arm,
  count(*) AS people, fsum(y) AS sum, fsum(y * y) AS sum_of_squares, count(*) FILTER (WHERE y <> 0) AS active, count(*) FILTER (WHERE y < 0) AS negative,
  ${pair('w', metric.below !== null, 'below')}, ${pair('x', hasBefore(metric), 'before')}
FROM (SELECT p.campaign, p.held, ${day} AS day, CAST(${y} AS DOUBLE) AS y, CAST(coalesce(v0.x, 0) AS DOUBLE) AS x${metric.below === null ? '' : ', CAST(coalesce(v1.y, 0) AS DOUBLE) AS w'}
  FROM people p ${joins.join('\n  ')}
  WHERE p.state = ${STATE.counted} AND p.campaign IN (${ids}) AND ${over} <= ${asOf}${countsOnlyKnown(metric.above) ? ' AND v0.person IS NOT NULL' : ''})
GROUP BY campaign, day, held`;
}
