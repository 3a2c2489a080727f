import { rmSync } from 'node:fs';
import { availableParallelism, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance, type DuckDBValue, type DuckDBVector } from '@duckdb/node-api';

/** One private in-memory database, and how to be rid of it. */
export interface Database {
  readonly connection: DuckDBConnection;
  close(): void;
}

let opened = 0;

// What a query costs beyond its rows grows with the threads it is spread over.
const SMALL = 4 * 2 ** 20;

/** Opens an in-memory DuckDB for files of so many bytes that never touches the network and reads the same on every machine: UTC, nulls as PostgreSQL sorts them. */
export async function openDatabase(bytes: number): Promise<Database> {
  opened += 1;
  // Two processes or instances must not share a spill folder; DuckDB makes it only when memory runs short.
  const spill = join(tmpdir(), `lifecycle-duckdb-${process.pid}-${opened}`);
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    default_null_order: 'postgres',
    integer_division: 'true',
    memory_limit: `${Math.max(256, Math.floor(totalmem() / 2 ** 20 / 2))}MiB`,
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
  const result = await connection.run(sql);
  const columns: DuckDBValue[][] = Array.from({ length: result.columnCount }, () => []);
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk())
    chunk.appendToColumns(columns);
  return columns;
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
