import type { DuckDBAppender, DuckDBConnection, DuckDBType } from '@duckdb/node-api';
import { readRows } from '../connection.js';

/** The columns of a table, in order. */
export type Columns = readonly (readonly [name: string, type: DuckDBType])[];

/** Makes a table with these columns in the current schema, and answers what appends to it. */
export async function createTable(
  connection: DuckDBConnection,
  table: string,
  columns: Columns,
): Promise<DuckDBAppender> {
  const [[schema] = []] = await readRows(connection, 'SELECT current_schema()');
  await connection.run(`CREATE TABLE ${table} (${columns.map(([name, type]) => `${name} ${type}`).join(', ')})`);
  // Without a schema it would look in `main`, whichever is current.
  return connection.createAppender(table, String(schema));
}
