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
  /** Runs `work` in one write transaction: commits when it returns, rolls back when it throws. Within another, or `together`, it is a part of that one. With `beside` it is durable only once `durable` says so. */
  transaction<Result>(work: () => Result, wait?: Wait): Result;
  /**
   * Runs these one after the other in one write transaction: one that throws is undone by itself, and its error stands in its place. Throws when nothing could be
   * committed.
   */
  together(works: readonly (() => unknown)[], wait?: Wait): readonly Done[];
  /** Has `act` called when what is being written now is undone, the last one asked for first: for what is remembered beside the file. */
  undone(act: () => void): void;
  /** Resolves once all that was committed is durable, if it is meant to be; rejects with LC908 when the disk did not take it, and then for good. */
  durable(): Promise<void>;
  close(): void;
}

/** Where a commit waits for the disk: in the call, or beside this thread, which does something else meanwhile. */
export type Wait = 'here' | 'beside';

type Way = 'all' | 'get' | 'run';

/** What one of several works came to. */
export type Done = { readonly value: unknown } | { readonly error: unknown };

/** So many transactions of a private file that wait beside are one in the file: each page that they share is written once. */
const SHARED = 32;

/**
 * Opens a SQLite file (or `:memory:`), making it when absent; throws LC909 when it cannot be opened or is no database. Failing statements
 * throw LC908 when the disk or the file is at fault. Of a private file, which is gone with this connection, what waits beside may never be committed: nobody else sees it in any case.
 */
export function openDatabase(path: string, busyTimeoutMs: number, isPrivate = false): Database {
  const connection = open(path, busyTimeoutMs);
  const tell = (sql: string): void => explained(path, () => void connection.exec(sql));
  let isWriting = false;
  let shared = 0;
  /** Of one of several works: it writes nothing before it has a savepoint to go back to, and needs none until then. */
  const savepoint = { isWanted: false, isMade: false };
  const writing = (): void => {
    if (!savepoint.isWanted || savepoint.isMade) return;
    tell('SAVEPOINT one');
    savepoint.isMade = true;
  };
  const undoing: (() => void)[] = [];
  const undo = (from: number): void => {
    for (const act of undoing.splice(from).reverse()) act();
  };
  const begin = (): void => {
    if (!connection.inTransaction) tell('BEGIN IMMEDIATE');
    if (isPrivate) tell('SAVEPOINT work');
  };
  const commit = (wait: Wait): void => {
    if (isPrivate) {
      tell('RELEASE work');
      shared += 1;
      if (wait === 'beside' && shared < SHARED) return;
    }
    shared = 0;
    tell('COMMIT');
  };
  const transaction = <Result>(work: () => Result, wait: Wait = 'here'): Result => {
    if (isWriting) return work();
    begin();
    isWriting = true;
    try {
      const result = work();
      commit(wait);
      undoing.length = 0;
      return result;
    } catch (error) {
      // A full disk makes SQLite roll back by itself; the first error is the one to tell.
      if (connection.inTransaction) connection.exec(isPrivate ? 'ROLLBACK TO work; RELEASE work' : 'ROLLBACK');
      undo(0);
      throw error;
    } finally {
      isWriting = false;
    }
  };
  const attempt = (work: () => unknown): Done => {
    const before = undoing.length;
    savepoint.isWanted = true;
    try {
      const value = work();
      if (savepoint.isMade) tell('RELEASE one');
      return { value };
    } catch (error) {
      // Then the others are gone with it.
      if (!connection.inTransaction) throw error;
      if (savepoint.isMade) tell('ROLLBACK TO one; RELEASE one');
      undo(before);
      return { error };
    } finally {
      savepoint.isWanted = false;
      savepoint.isMade = false;
    }
  };
  return {
    execute(sql) {
      writing();
      tell(sql);
    },
    transaction,
    together: (works, wait) => transaction(() => works.map(attempt), wait),
    prepare<Row>(sql: string): Query<Row> {
      const compile = (): Libsql.Statement => explained(path, () => ready(connection.prepare<unknown[]>(sql)));
      let statement = compile();
      const rowOf = rowsOf<Row>(() => statement);
      const prepareToWrite = /^\s*SELECT\b/.test(sql) ? () => {} : writing;
      let left: Way | 'error' | null = null;
      const ask = <Result>(how: Way, question: () => Result): Result => {
        prepareToWrite();
        // The driver's `get` would run again with the values of the call before, whatever it is given, unless that was a `get` that went well.
        const isReady = left === null || left === how || (how !== 'get' && left !== 'error');
        if (!isReady) statement = compile();
        left = 'error';
        const answer = explained(path, question);
        left = how;
        return answer;
      };
      // Parameters go in as one array: the driver would take a single null or object for named parameters.
      return {
        all: (...params) => ask('all', () => (statement.all(params) as Param[][]).map(rowOf)),
        get: (...params) =>
          ask('get', () => {
            const values = statement.get(params) as Param[] | undefined;
            return values === undefined ? undefined : rowOf(values);
          }),
        run: (...params) => ask('run', () => statement.run(params).changes),
      };
    },
    undone(act) {
      if (isWriting) undoing.push(act);
    },
    durable: () => Promise.resolve(),
    close: () => void connection.close(),
  };
}

/** Answers in values, where it answers: the driver takes twice as long to name them. */
function ready(statement: Libsql.Statement): Libsql.Statement {
  if (statement.reader) statement.raw(true);
  return statement;
}

/** Makes rows of their values. */
function rowsOf<Row>(statement: () => Libsql.Statement): (values: readonly Param[]) => Row {
  let names: readonly string[] = [];
  return (values) => {
    // Anew also when a table got another column meanwhile.
    if (names.length !== values.length)
      names = statement()
        .columns()
        .map(({ name }) => name);
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
