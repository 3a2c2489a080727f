import { rmSync } from 'node:fs';
import { availableParallelism, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import {
  type DuckDBConnection,
  type DuckDBDataChunk,
  DuckDBInstance,
  type DuckDBResult,
  type DuckDBValue,
  type DuckDBVector,
} from '@duckdb/node-api';
import { ColumnReader } from './column-values.js';

/** One private in-memory database, and how to be rid of it. */
export interface Database {
  readonly connection: DuckDBConnection;
  close(): void;
}

let opened = 0;

// What a query costs beyond its rows grows with the threads it is spread over.
const SMALL = 4 * 2 ** 20;

/** Of what is on disk, so much is held in memory at least. */
const HELD = 2 ** 30;

/**
 * Opens an in-memory DuckDB for files of so many bytes that never touches the network and reads the same on every machine: UTC, nulls as PostgreSQL sorts them. It takes at most half of the machine's memory;
 * `onDisk`, where what matters will lie in a file, no more than the work needs.
 */
export async function openDatabase(bytes: number, onDisk = false): Promise<Database> {
  const half = totalmem() / 2;
  const memory = onDisk ? Math.min(half, Math.max(HELD, bytes)) : half;
  opened += 1;
  // Two processes or instances must not share a spill folder; DuckDB makes it only when memory runs short.
  const spill = join(tmpdir(), `lifecycle-duckdb-${process.pid}-${opened}`);
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    default_null_order: 'postgres',
    integer_division: 'true',
    memory_limit: `${Math.max(256, Math.floor(memory / 2 ** 20))}MiB`,
    threads: String(bytes < SMALL ? 1 : Math.min(availableParallelism(), 8)),
    // What one query let go of goes back to the machine while the next one runs.
    allocator_background_threads: String(bytes >= SMALL),
    temp_directory: spill,
  });
  const connection = await instance.connect();
  await connection.run(`SET TimeZone = 'UTC'`);
  const close = () => {
    connection.closeSync();
    instance.closeSync();
    rmSync(spill, { recursive: true, force: true });
  };
  return { connection, close };
}

/** Runs a query and returns its columns, each a whole array; much cheaper than rows. */
export async function readColumns(
  connection: DuckDBConnection,
  sql: string,
): Promise<readonly (readonly DuckDBValue[])[]> {
  const reader = new ColumnReader();
  const result = await connection.run(sql);
  const columns: DuckDBValue[][] = Array.from({ length: result.columnCount }, () => []);
  await eachOf(result, (chunk) => {
    for (const [i, column] of columns.entries()) {
      const values = reader.valuesOf(chunk.getColumnVector(i));
      for (let row = 0; row < chunk.rowCount; row++) column.push(values(row));
    }
  });
  return columns;
}

/** Runs a query and shows its rows, chunk by chunk; a chunk is there as long as something of it is held. */
export async function eachChunk(
  connection: DuckDBConnection,
  sql: string,
  take: (chunk: DuckDBDataChunk) => void,
): Promise<void> {
  await eachOf(await connection.run(sql), take);
}

async function eachOf(result: DuckDBResult, take: (chunk: DuckDBDataChunk) => void): Promise<void> {
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk())
    take(chunk);
}

/** Runs a query whose columns are numbers (or booleans, as 0 and 1) and returns them without an object for each value; NULL becomes NaN. */
export async function readNumbers(connection: DuckDBConnection, sql: string): Promise<readonly Float64Array[]> {
  const result = await connection.run(sql);
  const blocks: Float64Array[][] = Array.from({ length: result.columnCount }, () => []);
  let rows = 0;
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    for (const [i, column] of blocks.entries()) column.push(numbersOf(chunk.getColumnVector(i)));
    rows += chunk.rowCount;
  }
  return blocks.map((column) => joined(column, rows));
}

function numbersOf(vector: DuckDBVector): Float64Array {
  const numbers = new Float64Array(vector.itemCount);
  for (let i = 0; i < numbers.length; i++) numbers[i] = Number(vector.getItem(i) ?? Number.NaN);
  return numbers;
}

function joined(blocks: readonly Float64Array[], length: number): Float64Array {
  const whole = new Float64Array(length);
  let at = 0;
  for (const block of blocks) {
    whole.set(block, at);
    at += block.length;
  }
  return whole;
}

/** Runs a query and returns its rows; for small answers. */
export async function readRows(
  connection: DuckDBConnection,
  sql: string,
): Promise<readonly (readonly DuckDBValue[])[]> {
  const columns = await readColumns(connection, sql);
  return (columns[0] ?? []).map((_, i) => columns.map((column) => column[i] ?? null));
}

/** Counts the rows of what stands after FROM. */
export async function readCount(connection: DuckDBConnection, from: string): Promise<number> {
  const [[count] = []] = await readRows(connection, `SELECT CAST(count(*) AS DOUBLE) FROM ${from}`);
  return Number(count);
}
