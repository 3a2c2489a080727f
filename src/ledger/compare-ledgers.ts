import { type Database, openDatabase } from './database.js';
import { rebuildInto } from './rebuild.js';

/** A row that the tables of a ledger hold otherwise than its journal says. */
export interface Difference {
  readonly table: string;
  /** Where the row is: what the tables hold and the journal does not say, or the other way about. */
  readonly only: 'kept' | 'journal';
  readonly row: Readonly<Record<string, string | number | null>>;
}

/** What is of one process or one place only, and in no journal: tables as a whole, and columns by what is compared in their stead. */
const PASSING_TABLES: readonly string[] = ['journal', 'lease', 'place'];
const PASSING_COLUMNS: Readonly<Record<string, string | null>> = {
  'suppressions.seq': null,
  'messages.fence': null,
  'messages.status': `CASE status WHEN 'claimed' THEN 'planned' ELSE status END`,
  // The bytes of an attempt that is under way are nobody's concern unless it is put back.
  'messages.body': `CASE status WHEN 'handing_over' THEN NULL ELSE body END`,
};

/**
 * Rebuilds the ledger in the file `path` from its journal, in memory or in `scratch`, and lists where the two differ, at most `most` rows a table and side. The file
 * is opened and read, never written; it must be of the newest layout.
 */
export function compareWithJournal(path: string, scratch = ':memory:', most = 5): readonly Difference[] {
  const source = openDatabase(path, 0);
  const target = openDatabase(scratch, 0);
  try {
    target.execute('PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY; PRAGMA foreign_keys = ON');
    rebuildInto(target, source);
    target.prepare('ATTACH ? AS kept').run(path);
    return tablesOf(target).flatMap((table) => differencesIn(target, table, most));
  } finally {
    target.close();
    source.close();
  }
}

function tablesOf(db: Database): readonly string[] {
  return db
    .prepare<{ name: string }>(
      `SELECT name FROM kept.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`,
    )
    .all()
    .map(({ name }) => name)
    .filter((name) => !PASSING_TABLES.includes(name));
}

function differencesIn(db: Database, table: string, most: number): readonly Difference[] {
  const columns = db
    .prepare<{ name: string }>('SELECT name FROM pragma_table_info(?) ORDER BY cid')
    .all(table)
    .flatMap(({ name }) => {
      const instead = PASSING_COLUMNS[`${table}.${name}`];
      if (instead === null) return [];
      return [instead === undefined ? `"${name}"` : `${instead} AS "${name}"`];
    })
    .join(', ');
  const side = (only: Difference['only'], one: string, other: string): readonly Difference[] =>
    db
      .prepare<Difference['row']>(
        `SELECT ${columns} FROM ${one}."${table}" EXCEPT SELECT ${columns} FROM ${other}."${table}" LIMIT ${most}`,
      )
      .all()
      .map((row) => ({ table, only, row }));
  return [...side('kept', 'kept', 'main'), ...side('journal', 'main', 'kept')];
}
