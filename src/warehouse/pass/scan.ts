import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api';

/** Columns of one chunk of rows; numbers that are never NULL, as they lie in memory. */
export interface ScanChunk {
  readonly rows: number;
  /** Of INTEGER columns. */
  words(column: number): Int32Array;
  /** Of DOUBLE columns. */
  numbers(column: number): Float64Array;
}

/** Streams the rows of a query whose columns are INTEGER or DOUBLE and never NULL: no object for each value, and no more than a few chunks in memory. */
export async function* scan(connection: DuckDBConnection, sql: string): AsyncGenerator<ScanChunk> {
  const result = await connection.stream(sql);
  // The next chunk is made while this one is worked on.
  let next = result.fetchChunk();
  try {
    for (let chunk = await next; chunk !== null && chunk.rowCount > 0; chunk = await next) {
      const here = chunk;
      next = result.fetchChunk();
      yield {
        rows: here.rowCount,
        words: (column) => itemsOf<Int32Array>(here, column),
        numbers: (column) => itemsOf<Float64Array>(here, column),
      };
    }
  } finally {
    await next.catch(() => undefined);
  }
}

/** Bits that fit into a whole number of 32 bits without its sign. */
export const BITS = 31;

/** SQL for INTEGER columns that hold so many conditions, one in each bit. */
export function packed(conditions: readonly string[]): readonly string[] {
  return Array.from({ length: Math.ceil(conditions.length / BITS) }, (_, word) =>
    conditions
      .slice(word * BITS, (word + 1) * BITS)
      .map((sql, i) => `CASE WHEN ${sql} THEN ${2 ** i} ELSE 0 END`)
      .join(' | '),
  ).map((sql) => `CAST(${sql} AS INTEGER)`);
}

/** Whether a condition of those that were `packed` holds for a row. */
export function hasBit(words: readonly Int32Array[], bit: number, row: number): boolean {
  return ((words[(bit / BITS) | 0]![row]! >> (bit % BITS)) & 1) === 1;
}

/** The API hands out values one by one; the array behind them is not in its types. */
function itemsOf<T>(chunk: DuckDBDataChunk, column: number): T {
  return (chunk.getColumnVector(column) as unknown as { readonly items: T }).items;
}
