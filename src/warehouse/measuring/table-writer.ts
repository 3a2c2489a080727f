import { type DuckDBAppender, type DuckDBConnection, DuckDBDataChunk, type DuckDBType } from '@duckdb/node-api';
import { type Columns, createTable } from './create-table.js';

const ROWS = 2048;

type Cell = string | number | boolean | null;

/** Writes rows to a table, a whole chunk at a time: cheaper than cell by cell. */
export class TableWriter {
  readonly #columns: Cell[][];
  #rows = 0;

  private constructor(
    readonly appender: DuckDBAppender,
    readonly types: readonly DuckDBType[],
  ) {
    this.#columns = types.map(() => []);
  }

  /** Makes the table, with these columns, and begins to write. */
  static async create(connection: DuckDBConnection, table: string, columns: Columns): Promise<TableWriter> {
    return new TableWriter(
      await createTable(connection, table, columns),
      columns.map(([, type]) => type),
    );
  }

  add(row: readonly Cell[]): void {
    for (let i = 0; i < row.length; i++) this.#columns[i]![this.#rows] = row[i]!;
    this.#rows += 1;
    if (this.#rows === ROWS) this.#flush();
  }

  close(): void {
    if (this.#rows > 0) this.#flush();
    this.appender.closeSync();
  }

  #flush(): void {
    const rows = this.#rows;
    const chunk = DuckDBDataChunk.create(this.types, rows);
    chunk.setColumns(rows === ROWS ? this.#columns : this.#columns.map((column) => column.slice(0, rows)));
    this.appender.appendDataChunk(chunk);
    this.#rows = 0;
  }
}
