import Libsql from 'libsql';
import { LifecycleError } from '../model/failure.js';

/** What may be bound to a `?`. */
export type Param = string | number | null;

/** A prepared statement: `run` returns the number of rows changed. */
export interface Query<Row> {
  all(...params: readonly Param[]): readonly Row[];
  get(...params: readonly Param[]): Row | undefined;
  run(...params: readonly Param[]): number;
}

/** One SQLite connection with typed statements and all-or-nothing transactions. */
export interface Database {
  prepare<Row = never>(sql: string): Query<Row>;
  execute(sql: string): void;
  /** Runs `work` in one write transaction: commits when it returns, rolls back when it throws. Within `together` it is a part of that one. */
  transaction<Result>(work: () => Result): Result;
  /**
   * Runs these one after the other in one write transaction: one that throws is undone by itself, and its error stands in its place. Throws when nothing could be
   * committed.
   */
  together(works: readonly (() => unknown)[]): readonly Done[];
  close(): void;
}

/** What one of several works came to. */
export type Done = { readonly value: unknown } | { readonly error: unknown };

/**
 * Opens a SQLite file (or `:memory:`), making it when absent; throws LC909 when it cannot be opened or is no database. Failing statements
 * throw LC908 when the disk or the file is at fault.
 */
export function openDatabase(path: string, busyTimeoutMs: number): Database {
  const connection = open(path, busyTimeoutMs);
  const execute = (sql: string): void => explained(path, () => void connection.exec(sql));
  let within = false;
  const transaction = <Result>(work: () => Result): Result => {
    if (within) return work();
    execute('BEGIN IMMEDIATE');
    try {
      const result = work();
      execute('COMMIT');
      return result;
    } catch (error) {
      // A full disk makes SQLite roll back by itself; the first error is the one to tell.
      if (connection.inTransaction) connection.exec('ROLLBACK');
      throw error;
    }
  };
  const attempt = (work: () => unknown): Done => {
    execute('SAVEPOINT one');
    try {
      const value = work();
      execute('RELEASE one');
      return { value };
    } catch (error) {
      // Then the others are gone with it.
      if (!connection.inTransaction) throw error;
      execute('ROLLBACK TO one; RELEASE one');
      return { error };
    }
  };
  return {
    execute,
    transaction,
    together: (works) =>
      transaction(() => {
        within = true;
        try {
          return works.map(attempt);
        } finally {
          within = false;
        }
      }),
    prepare<Row>(sql: string): Query<Row> {
      const statement = explained(path, () => connection.prepare<unknown[]>(sql));
      const rowOf = rowsOf<Row>(statement);
      // Parameters go in as one array: the driver would take a single null or object for named parameters.
      return {
        all: (...params) => explained(path, () => (statement.all(params) as Param[][]).map(rowOf)),
        get: (...params) =>
          explained(path, () => {
            const values = statement.get(params) as Param[] | undefined;
            return values === undefined ? undefined : rowOf(values);
          }),
        run: (...params) => explained(path, () => statement.run(params).changes),
      };
    },
    close: () => void connection.close(),
  };
}

/** Makes rows of their values: the driver takes twice as long to name them. */
function rowsOf<Row>(statement: Libsql.Statement): (values: readonly Param[]) => Row {
  if (statement.reader) statement.raw(true);
  let names: readonly string[] = [];
  return (values) => {
    // Anew also when a table got another column meanwhile.
    if (names.length !== values.length) names = statement.columns().map(({ name }) => name);
    const row: Record<string, Param> = {};
    for (let i = 0; i < values.length; i++) row[names[i] as string] = values[i] as Param;
    return row as Row;
  };
}

function open(path: string, timeout: number): Libsql.Database {
  try {
    return new Libsql(path, { timeout });
  } catch (error) {
    throw new LifecycleError(
      'LC909',
      `cannot open the ledger ${path}: ${reasonOf(error)}`,
      ['Check that the folder exists and may be written to.'],
      3,
      { cause: error },
    );
  }
}

function explained<Result>(path: string, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    throw explain(path, error);
  }
}

const HELP: Readonly<Record<string, readonly [code: string, said: string, help: string]>> = {
  SQLITE_NOTADB: ['LC909', 'is not a ledger', 'Name another file in `data.ledger`, or move this one away.'],
  SQLITE_CORRUPT: ['LC908', 'is damaged', 'Keep a copy of it, and restore the last good backup before the next run.'],
  SQLITE_FULL: ['LC908', 'cannot grow: the disk is full', 'Make room, then run again: nothing is lost or sent twice.'],
  SQLITE_BUSY: ['LC902', 'is locked by another process', 'Wait until the other run has ended, then run again.'],
  SQLITE_READONLY: ['LC908', 'may not be written to', 'Give this user the right to write the file and its folder.'],
  SQLITE_LOCKED: ['LC902', 'is locked by another process', 'Wait until the other run has ended, then run again.'],
  SQLITE_PROTOCOL: ['LC902', 'is locked by another process', 'Wait until the other run has ended, then run again.'],
  SQLITE_PERM: ['LC908', 'may not be written to', 'Give this user the right to write the file and its folder.'],
  SQLITE_CANTOPEN: [
    'LC908',
    'cannot be opened',
    'Check that its folder is there and may be written to, and that not too many files are open; then run again.',
  ],
  SQLITE_NOMEM: ['LC908', 'cannot be read: no memory is left', 'End what uses the memory, then run again.'],
  SQLITE_IOERR: ['LC908', 'cannot be read or written', 'Check the disk; keep the ledger on a local one.'],
};

function explain(path: string, error: unknown): unknown {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  // Extended codes such as SQLITE_IOERR_FSYNC start with the plain one.
  const known = Object.entries(HELP).find(([plain]) => code === plain || code.startsWith(`${plain}_`));
  if (known === undefined) return error;
  const [, [lc, said, help]] = known;
  return new LifecycleError(lc, `the ledger ${path} ${said}`, [help], 3, { cause: error });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
