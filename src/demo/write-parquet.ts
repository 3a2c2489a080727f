import {
  BIGINT,
  BOOLEAN,
  type DuckDBConnection,
  DuckDBDataChunk,
  type DuckDBType,
  type DuckDBValue,
  VARCHAR,
} from '@duckdb/node-api';
import { literal, quoteName } from '../warehouse/sql/text.js';

/** One column of a file: a name, what it is made of, and the SQL type it gets in the file when that is another. */
export interface ParquetColumn<Row> {
  readonly name: string;
  readonly kind: 'text' | 'truth' | 'instant';
  readonly value: (row: Row) => string | number | boolean | null;
  /** A type that the text is cast to. */
  readonly as?: 'DATE';
}

const CHUNK = 2048;

/** Writes rows to a Parquet file, in their order, and returns how many. Instants are milliseconds and become UTC timestamps. */
export async function writeParquet<Row>(
  connection: DuckDBConnection,
  path: string,
  columns: readonly ParquetColumn<Row>[],
  rows: Iterable<Row>,
): Promise<number> {
  const types = columns.map(({ kind }) => TYPES[kind]);
  await connection.run(
    `CREATE TABLE written (${columns.map(({ name }, i) => `${quoteName(name)} ${types[i]}`).join(', ')})`,
  );
  const appender = await connection.createAppender('written');
  let written = 0;
  for (const part of inChunks(rows)) {
    const chunk = DuckDBDataChunk.create(types, part.length);
    chunk.setColumns(columns.map((column) => part.map((row) => cell(column, row))));
    appender.appendDataChunk(chunk);
    written += part.length;
  }
  appender.closeSync();
  const selected = columns.map(({ name, kind, as }) => {
    const column = quoteName(name);
    if (kind === 'instant') return `make_timestamp(${column} * 1000) AS ${column}`;
    return as === undefined ? column : `CAST(${column} AS ${as}) AS ${column}`;
  });
  await connection.run(
    `COPY (SELECT ${selected.join(', ')} FROM written) TO ${literal(path)} (FORMAT parquet, COMPRESSION zstd)`,
  );
  await connection.run('DROP TABLE written');
  return written;
}

function* inChunks<Row>(rows: Iterable<Row>): Generator<readonly Row[]> {
  let chunk: Row[] = [];
  for (const row of rows) {
    chunk.push(row);
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

const TYPES: Readonly<Record<ParquetColumn<never>['kind'], DuckDBType>> = {
  text: VARCHAR,
  truth: BOOLEAN,
  instant: BIGINT,
};

function cell<Row>({ kind, value }: ParquetColumn<Row>, row: Row): DuckDBValue {
  const it = value(row);
  return kind === 'instant' && it !== null ? BigInt(it) : it;
}
