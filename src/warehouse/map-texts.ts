import type { DuckDBAppender, DuckDBConnection } from '@duckdb/node-api';
import { readColumns, readCount } from './connection.js';

/** What a text means: a value, or null and why. */
export interface Reading {
  readonly value: string | null;
  readonly problem: string | null;
}

/** How many texts are in JavaScript's memory at once. */
const AT_ONCE = 100_000;

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
  await connection.run(`CREATE TEMP TABLE ${target} (text VARCHAR, value VARCHAR, problem VARCHAR)`);
  await connection.run(
    `CREATE TEMP TABLE given_texts AS SELECT DISTINCT coalesce(${from.column}, '') AS text FROM ${from.table}`,
  );
  const count = await readCount(connection, 'given_texts');
  const appender = await connection.createAppender(target);
  for (let first = 0; first < count; first += AT_ONCE) {
    const [texts = []] = await readColumns(
      connection,
      `SELECT text FROM given_texts WHERE rowid >= ${first} AND rowid < ${first + AT_ONCE}`,
    );
    for (const each of texts) append(appender, String(each), read(String(each)));
  }
  appender.closeSync();
  await connection.run('DROP TABLE given_texts');
}

function append(appender: DuckDBAppender, text: string, { value, problem }: Reading): void {
  appender.appendVarchar(text);
  for (const field of [value, problem]) {
    if (field === null) appender.appendNull();
    else appender.appendVarchar(field);
  }
  appender.endRow();
}
