import type { DuckDBConnection } from '@duckdb/node-api';
import { LifecycleError } from '../model/failure.js';
import type { DataFile } from './data-files.js';
import { UNFIT } from './sql/convert.js';
import { isNested, isObject, pointer } from './sql/json.js';
import { literal } from './sql/text.js';
import { type FileColumn, keepRejects, type OpenFile, openFile, unreadable } from './stage-file.js';

/** A wanted column that a file does not have. */
export interface MissingColumn {
  readonly file: number;
  readonly name: string;
}

/** What the column that tells rows apart is called, and what to do when it is not there. */
export interface StagedSubject {
  readonly what: string;
  readonly help: string;
}

/**
 * Reads files of profiles (or of another table whose rows have a key) into the table `raw_profiles(file, line, problem, id, v0, v1, …)`, all text, one `v` for each wanted name. Returns the columns that files
 * lack. Throws LC914 when a file has no column for the id.
 */
export async function stageProfiles(
  connection: DuckDBConnection,
  files: readonly DataFile[],
  id: string,
  wanted: readonly string[],
  subject: StagedSubject = { what: "the profile's id", help: 'correct identity.id in lifecycle.config.yaml' },
): Promise<readonly MissingColumn[]> {
  const values = wanted.map((_, i) => `, v${i} VARCHAR`).join('');
  await connection.run(
    `CREATE TEMP TABLE raw_profiles (file INTEGER, line BIGINT, problem VARCHAR, id VARCHAR${values})`,
  );
  const missing: MissingColumn[] = [];
  for (const [index, file] of files.entries()) {
    const open = await openFile(connection, file);
    if (open === null) continue;
    if (open.columns !== null)
      for (const name of wanted) if (!open.columns.has(name)) missing.push({ file: index, name });
    const select =
      open.columns === null ? selectLines(open, id, wanted) : selectColumns(open, open.columns, id, wanted, subject);
    await connection.run(`INSERT INTO raw_profiles ${select(index)}`).catch((cause: unknown) => {
      throw unreadable(file, cause);
    });
    if (file.format !== 'parquet') await keepRejects(connection, 'raw_profiles', index);
  }
  return missing;
}

function selectColumns(
  { file, relation }: OpenFile,
  columns: ReadonlyMap<string, FileColumn>,
  id: string,
  wanted: readonly string[],
  { what, help }: StagedSubject,
): (file: number) => string {
  const idColumn = columns.get(id);
  if (idColumn === undefined)
    throw new LifecycleError('LC914', `${file.name} has no column "${id}", ${what}`, [`${help}, or add the column`]);
  const values = wanted.map((name) => {
    const column = columns.get(name);
    if (column === undefined) return 'NULL';
    const text = `CAST(${column.expression} AS VARCHAR)`;
    return /^(STRUCT|MAP|UNION)|\]$/.test(column.type)
      ? `CASE WHEN ${column.expression} IS NOT NULL THEN ${literal(UNFIT)} END`
      : text;
  });
  return (index) =>
    `SELECT ${[index, 'line', 'NULL', `nullif(CAST(${idColumn.expression} AS VARCHAR), '')`, ...values].join(', ')} FROM ${relation}`;
}

/** NDJSON: keys of the line itself, or inside its `traits` or `attributes`; the id may be Segment's `userId`. */
function selectLines({ relation }: OpenFile, id: string, wanted: readonly string[]): (file: number) => string {
  const places = (name: string) => [pointer(name), pointer('traits', name), pointer('attributes', name)];
  const paths = [...[id, ...wanted].flatMap(places), pointer('userId')].join(', ');
  const first = (i: number) => `coalesce(f[${3 * i + 1}], f[${3 * i + 2}], f[${3 * i + 3}])`;
  const values = wanted.map((name, i) => {
    const text = first(i + 1);
    const nested = places(name).map((path) => isNested('line_text', path));
    return `CASE WHEN left(${text}, 1) IN ('{', '[') AND (${nested.join(' OR ')}) THEN ${literal(UNFIT)} ELSE ${text} END`;
  });
  const none = wanted.map(() => ', NULL').join('');
  return (index) => `WITH lines AS MATERIALIZED (SELECT *, ${isObject('line_text')} AS is_object FROM ${relation})
    SELECT ${[index, 'line', 'NULL', `nullif(coalesce(${first(0)}, f[${3 * (wanted.length + 1) + 1}]), '')`, ...values].join(', ')}
      FROM (SELECT *, json_extract_string(line_text, [${paths}]) AS f FROM lines WHERE is_object)
    UNION ALL SELECT ${index}, line, 'line is not a JSON object', NULL${none} FROM lines WHERE NOT is_object`;
}
