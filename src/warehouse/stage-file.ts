import type { DuckDBConnection } from '@duckdb/node-api';
import { LifecycleError } from '../model/failure.js';
import { readRows } from './connection.js';
import { readCsvHeader } from './csv-file.js';
import type { DataFile } from './data-files.js';
import { literal, quoteName } from './sql/text.js';

/** One opened file: its rows as SQL, and how to get at a field of a row. */
export interface OpenFile {
  readonly file: DataFile;
  /** A relation with `line` (1-based; of a CSV minus the place among the good records: see `Locator`) and the file's own columns. */
  readonly relation: string;
  /** Columns by the name that the file gives them; null when every row has names of its own (NDJSON: a column `line_text`). */
  readonly columns: ReadonlyMap<string, FileColumn> | null;
}

/** One column of a file, as SQL. */
export interface FileColumn {
  readonly expression: string;
  /** The engine's type. */
  readonly type: string;
}

/** Opens a data file for staging; null when it is empty. Throws LC913 when it cannot be read. */
export async function openFile(connection: DuckDBConnection, file: DataFile): Promise<OpenFile | null> {
  switch (file.format) {
    case 'parquet':
      return openParquet(connection, file);
    case 'csv':
      return openCsv(file);
    case 'ndjson':
      return {
        file,
        relation: `(SELECT line, line_text FROM (SELECT row_number() OVER () AS line, line_text FROM ${readText(file)}) WHERE trim(line_text) <> '')`,
        columns: null,
      };
  }
}

/** Says that a file cannot be read, and what the engine said. */
export function unreadable(file: DataFile, cause: unknown): LifecycleError {
  const reason = (cause instanceof Error ? cause.message : String(cause))
    .split('\n')[0]!
    .replaceAll(file.path, file.name);
  return new LifecycleError('LC913', `cannot read ${file.name}: ${reason}`, [`write ${file.name} again`], 3, { cause });
}

/** Files the lines that the last reading of a text file rejected into a staging table, each once with its reason, and forgets them. */
export async function keepRejects(
  connection: DuckDBConnection,
  table: 'raw_events' | 'raw_profiles',
  file: number,
): Promise<void> {
  const cases = Object.entries(REJECTS).map(([type, reason]) => `WHEN ${literal(type)} THEN ${literal(reason)}`);
  await connection.run(`INSERT INTO ${table} (file, line, problem)
    SELECT ${file}, line, CASE min(CAST(error_type AS VARCHAR)) ${cases.join(' ')} ELSE ${literal(UNREAD)} END FROM rejected_lines GROUP BY line`);
  await connection.run('DROP TABLE rejected_lines; DROP TABLE rejected_scans');
}

const UNREAD = 'line cannot be read';

/** Whether this is why the line of a text file was no row at all. */
export function isReject(reason: string): boolean {
  return reason === UNREAD || Object.values(REJECTS).includes(reason);
}

const REJECTS: Readonly<Record<string, string>> = {
  'MISSING COLUMNS': 'fewer fields than the header',
  'TOO MANY COLUMNS': 'more fields than the header',
  'UNQUOTED VALUE': 'misplaced quote',
  'INVALID ENCODING': 'text is not UTF-8',
  'INVALID UNICODE': 'text is not UTF-8',
  'LINE SIZE OVER MAXIMUM': 'line is too long',
};

async function openParquet(connection: DuckDBConnection, file: DataFile): Promise<OpenFile> {
  const read = `read_parquet(${literal(file.path)}`;
  const described = await readRows(
    connection,
    `SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM ${read}))`,
  ).catch((cause: unknown) => {
    throw unreadable(file, cause);
  });
  const columns = new Map(
    described.map(([name, type]) => [String(name), { expression: quoteName(String(name)), type: String(type) }]),
  );
  return { file, relation: `(SELECT file_row_number + 1 AS line, * FROM ${read}, file_row_number = true))`, columns };
}

function openCsv(file: DataFile): OpenFile | null {
  const header = readCsvHeader(file);
  if (header === null) return null;
  // Positional names: the engine's column names ignore case, a file's do not.
  const columns = header.columns.map((name, i) => [name, { expression: `c${i}`, type: 'VARCHAR' }] as const);
  const options = [
    literal(file.path),
    'auto_detect = false, header = true',
    `delim = ${literal(header.delimiter)}, quote = '"', escape = '"'`,
    `nullstr = '', allow_quoted_nulls = false`,
    `columns = {${columns.map(([, { expression }]) => `'${expression}': 'VARCHAR'`).join(', ')}}`,
    commonOptions(file),
  ];
  return {
    file,
    relation: `(SELECT -row_number() OVER () AS line, * FROM read_csv(${options.join(', ')}))`,
    columns: new Map(columns),
  };
}

/** Whole lines: nothing is a quote, and the delimiter is a character that JSON text cannot hold. */
function readText(file: DataFile): string {
  return `read_csv(${literal(file.path)}, auto_detect = false, header = false, delim = chr(1), quote = '', escape = '', columns = {'line_text': 'VARCHAR'}, ${commonOptions(file)})`;
}

function commonOptions(file: DataFile): string {
  return `compression = '${file.gzip ? 'gzip' : 'none'}', store_rejects = true, rejects_table = 'rejected_lines', rejects_scan = 'rejected_scans'`;
}
