import {
  BOOLEAN,
  type DuckDBAppender,
  type DuckDBConnection,
  DuckDBDataChunk,
  type DuckDBType,
} from '@duckdb/node-api';
import { type Columns, createTable } from './create-table.js';

const ROWS = 2048;

/** Writes rows of nothing but numbers (0 and 1 for booleans) to a table, without an object for any of them: much cheaper than `TableWriter`, for a million rows and more. */
export class NumberWriter {
  readonly #columns: readonly Float64Array[];
  #rows = 0;

  private constructor(
    readonly appender: DuckDBAppender,
    readonly types: readonly DuckDBType[],
  ) {
    this.#columns = types.map(() => new Float64Array(ROWS));
  }

  /** Makes the table, with these columns, and begins to write. */
  static async create(connection: DuckDBConnection, table: string, columns: Columns): Promise<NumberWriter> {
    return new NumberWriter(
      await createTable(connection, table, columns),
      columns.map(([, type]) => type),
    );
  }

  /** Copies the row: the caller may fill the same one again. */
  add(row: Float64Array): void {
    for (let i = 0; i < row.length; i++) this.#columns[i]![this.#rows] = row[i]!;
    this.#rows += 1;
    if (this.#rows === ROWS) this.#flush();
  }

  close(): void {
    if (this.#rows > 0) this.#flush();
    this.appender.closeSync();
  }

  #flush(): void {
    const chunk = DuckDBDataChunk.create(this.types, this.#rows);
    for (const [i, column] of this.#columns.entries()) {
      const vector = chunk.getColumnVector(i);
      const isBoolean = this.types[i] === BOOLEAN;
      for (let row = 0; row < this.#rows; row++) vector.setItem(row, isBoolean ? column[row] === 1 : column[row]!);
      vector.flush();
    }
    this.appender.appendDataChunk(chunk);
    this.#rows = 0;
  }
}
