import { type DuckDBConnection, VARCHAR } from '@duckdb/node-api';
import { readColumns } from './connection.js';

/** What a text means: a value, or null and why. */
export interface Reading {
  readonly value: string | null;
  readonly problem: string | null;
}

/**
 * Reads every distinct text of a column in JavaScript, where one implementation of the rule lives, and leaves the answers in the table
 * `target(text, value, problem)`. A NULL text is read as ''.
 */
export async function mapTexts(
  connection: DuckDBConnection,
  from: { readonly table: string; readonly column: string },
  target: string,
  read: (text: string) => Reading,
): Promise<void> {
  await connection.run(`CREATE TABLE ${target} (text VARCHAR, value VARCHAR, problem VARCHAR)`);
  const [texts = []] = await readColumns(connection, `SELECT DISTINCT coalesce(${from.column}, '') FROM ${from.table}`);
  const appender = await connection.createAppender(target);
  for (const each of texts) {
    const text = String(each);
    const { value, problem } = read(text);
    appender.appendVarchar(text);
    for (const field of [value, problem]) {
      if (field === null) appender.appendNull();
      else appender.appendValue(field, VARCHAR);
    }
    appender.endRow();
  }
  appender.closeSync();
}
