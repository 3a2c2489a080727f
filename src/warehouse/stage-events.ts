import type { DuckDBConnection } from '@duckdb/node-api';
import { LifecycleError } from '../model/failure.js';
import type { Instant } from '../model/value.js';
import type { DataFile } from './data-files.js';
import { instantFromText, wholeMilliseconds } from './sql/convert.js';
import { isObject, pointer } from './sql/json.js';
import { literal } from './sql/text.js';
import { type FileColumn, keepRejects, type OpenFile, openFile, unreadable } from './stage-file.js';

const RESERVED = ['id', 'profile_id', 'name', 'time', 'properties'];
const SEGMENT_CALLS = ['identify', 'page', 'screen', 'group', 'alias'];

/**
 * Reads those event files whose places are named into the table `raw_events(file, line, problem, id, profile_id, name, ms, time_text, props, props_bad)`: one row for each row of a
 * file, nothing judged yet; the text of a time is kept where it cannot be read or is after `latest`. Throws LC914 when a file lacks a column it needs.
 */
export async function stageEvents(
  connection: DuckDBConnection,
  files: readonly DataFile[],
  latest: Instant,
  among: readonly number[],
): Promise<void> {
  await connection.run(`CREATE TEMP TABLE raw_events (file INTEGER, line BIGINT, problem VARCHAR, id VARCHAR, profile_id VARCHAR,
    name VARCHAR, ms BIGINT, time_text VARCHAR, props VARCHAR, props_bad BOOLEAN)`);
  for (const index of among) {
    const file = files[index]!;
    const open = await openFile(connection, file);
    if (open === null) continue;
    const select = open.columns === null ? selectLines(open) : selectColumns(open, open.columns);
    const staged = `SELECT ${index}, line, problem, id, profile_id, name, ms, CASE WHEN ms IS NULL OR ms > ${latest} THEN time_text END, props, props_bad
      FROM (SELECT ${select}) AS s(line, problem, id, profile_id, name, ms, time_text, props, props_bad)`;
    await connection.run(`INSERT INTO raw_events ${staged}`).catch((cause: unknown) => {
      throw unreadable(file, cause);
    });
    if (file.format !== 'parquet') await keepRejects(connection, 'raw_events', index);
  }
}

function selectColumns({ file, relation }: OpenFile, columns: ReadonlyMap<string, FileColumn>): string {
  for (const name of ['profile_id', 'name', 'time'])
    if (!columns.has(name))
      throw new LifecycleError('LC914', `${file.name} has no column "${name}"`, [
        'events need the columns profile_id, name and time (and id, properties where there are some)',
      ]);
  const text = (name: string) => (columns.has(name) ? `CAST(${columns.get(name)!.expression} AS VARCHAR)` : 'NULL');
  const { props, bad } = selectProperties(columns);
  return `line, NULL, nullif(${text('id')}, ''), nullif(${text('profile_id')}, ''), nullif(${text('name')}, ''),
    ${instantOf(columns.get('time')!)}, nullif(${text('time')}, ''), ${props}, ${bad} FROM ${relation}`;
}

function instantOf({ expression, type }: FileColumn): string {
  const finite = (microseconds: string) =>
    `CASE WHEN isfinite(${expression}) THEN ${wholeMilliseconds(microseconds)} END`;
  if (type === 'TIMESTAMP_NS') return finite(`epoch_us(CAST(${expression} AS TIMESTAMP))`);
  if (type.startsWith('TIMESTAMP') || type === 'DATE') return finite(`epoch_us(${expression})`);
  return instantFromText(`CAST(${expression} AS VARCHAR)`);
}

/** The `properties` column over the file's other columns, which are properties of their own name. */
function selectProperties(columns: ReadonlyMap<string, FileColumn>): { readonly props: string; readonly bad: string } {
  const others = [...columns].filter(([name]) => !RESERVED.includes(name));
  const flat = `CAST(json_object(${others.map(([name, { expression }]) => `${literal(name)}, ${expression}`).join(', ')}) AS VARCHAR)`;
  const column = columns.get('properties');
  if (column === undefined) return { props: others.length === 0 ? 'NULL' : flat, bad: 'FALSE' };
  const isText = column.type === 'VARCHAR' || column.type === 'JSON';
  const text = isText ? `CAST(${column.expression} AS VARCHAR)` : `CAST(to_json(${column.expression}) AS VARCHAR)`;
  const given = `(${text} IS NOT NULL AND ${text} NOT IN ('', 'null'))`;
  const usable = isText ? `(${given} AND ${isObject(text)})` : given;
  const merged = others.length === 0 ? text : `CAST(json_merge_patch(${flat}, ${text}) AS VARCHAR)`;
  return {
    props: `CASE WHEN ${usable} THEN ${merged} ${others.length === 0 ? '' : `ELSE ${flat}`} END`,
    bad: `(${given} AND NOT ${usable})`,
  };
}

/** NDJSON: our own keys, or a call of the Segment spec (told by `type` without a `profile_id`). */
function selectLines({ relation }: OpenFile): string {
  const own = ['id', 'profile_id', 'name', 'time'];
  const segment = ['messageId', 'userId', 'event', 'timestamp', 'originalTimestamp', 'receivedAt', 'type'];
  const paths = [...own, ...segment].map((key) => pointer(key)).join(', ');
  const field = (name: string) => `nullif(f[${[...own, ...segment].indexOf(name) + 1}], '')`;
  const isTrack = `(${field('type')} = 'track' AND ${field('profile_id')} IS NULL)`;
  const isOtherCall = `(${field('type')} IN (${SEGMENT_CALLS.map(literal).join(', ')}) AND ${field('profile_id')} IS NULL AND ${field('messageId')} IS NOT NULL)`;
  const either = (call: string, plain: string) => `CASE WHEN ${isTrack} THEN ${call} ELSE ${field(plain)} END`;
  const time = either(`coalesce(${field('timestamp')}, ${field('originalTimestamp')}, ${field('receivedAt')})`, 'time');
  const nested = `json_extract(line_text, '/properties')`;
  const removed = [...RESERVED, 'type'].map((key) => `"${key}":null`).join(',');
  const rest = `CAST(json_merge_patch(line_text, '{${removed}}') AS VARCHAR)`;
  const isProps = `json_type(line_text, '/properties') = 'OBJECT'`;
  const isAbsent = `(json_type(line_text, '/properties') IS NULL OR json_type(line_text, '/properties') = 'NULL')`;
  const good = `SELECT line, CASE WHEN ${isOtherCall} THEN 'other call' END AS problem, ${either(field('messageId'), 'id')} AS id,
      ${either(field('userId'), 'profile_id')} AS profile_id, ${either(field('event'), 'name')} AS name, ${time} AS time_text,
      CASE WHEN ${isProps} THEN CAST(${nested} AS VARCHAR) WHEN ${isAbsent} AND NOT coalesce(${isTrack}, FALSE) THEN ${rest} END AS props,
      NOT coalesce(${isProps} OR ${isAbsent}, FALSE) AS props_bad
    FROM (SELECT *, json_extract_string(line_text, [${paths}]) AS f FROM lines WHERE is_object)`;
  return `line, problem, id, profile_id, name, ${instantFromText('time_text')}, time_text, props, props_bad FROM (
    WITH lines AS MATERIALIZED (SELECT *, ${isObject('line_text')} AS is_object FROM ${relation})
    ${good} UNION ALL SELECT line, 'line is not a JSON object', NULL, NULL, NULL, NULL, NULL, NULL FROM lines WHERE NOT is_object)`;
}
