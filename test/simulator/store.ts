import { type Database, openDatabase, type Param, type Query } from '../../src/ledger/database.js';
import { migrate } from '../../src/ledger/migrations/migrate.js';
import { rebuildInto } from '../../src/ledger/rebuild.js';
import { LifecycleError } from '../../src/model/failure.js';
import type { Instant } from '../../src/model/value.js';
import type { Fault, Faults } from './faults.js';
import { Crash, type Process } from './simulated-machine.js';

/** An entry of the journal, with who wrote it and when that was really. */
export interface Written {
  readonly seq: number;
  readonly at: Instant;
  readonly kind: string;
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly by: string;
  readonly time: Instant;
}

type Row = Readonly<Record<string, Param>>;

/** What is written down when it is committed. */
type Pending = Omit<Written, 'seq' | 'by' | 'time'>;

/** A statement of the file, prepared once. */
interface Statement<Of> {
  readonly query: Query<Of>;
  readonly isWrite: boolean;
  /** Whether it adds to the journal. */
  readonly isNote: boolean;
}

/** So many seeds one file is used for. */
const USES = 500;
const DANGERS: ReadonlySet<Fault> = new Set(['crash at a ledger call', 'database busy', 'disk full']);
const NOTE = 'INSERT INTO journal (at, kind, body)';
const KEYS = 'PRAGMA foreign_keys = ON';

/** One ledger file that outlives the processes that open it: what was not committed when one dies is gone. Used for one seed after the other. */
export class Store {
  #db = makeFile();
  #uses = 0;
  readonly #statements = new Map<string, Statement<unknown>>();
  readonly #fresh: readonly (readonly [sql: string, rows: readonly Row[]])[];
  readonly #tables: readonly string[];
  readonly #clearing: readonly string[];
  /** The journal cannot be cut: what stands before this is of other seeds. */
  #begin = 0;
  written: Written[] = [];

  constructor() {
    const named = this.#db.prepare<{ name: string }>(`SELECT name FROM sqlite_master WHERE type = 'table'`);
    this.#tables = named.all().flatMap(({ name }) => (/^(?:journal|sqlite_.*)$/.test(name) ? [] : [name]));
    this.#clearing = this.#tables.toReversed().map((table) => `DELETE FROM ${table}`);
    this.#fresh = this.#tables.flatMap((table) => {
      const rows = this.#db.prepare<Row>(`SELECT * FROM ${table}`).all();
      const columns = Object.keys(rows[0] ?? {});
      const sql = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
      return rows.length === 0 ? [] : [[sql, rows] as const];
    });
  }

  /** The ledger's file as it is, for looking at it from outside. */
  get db(): Database {
    return this.#db;
  }

  /** How many entries the journal really has. */
  get entries(): number {
    const { n = 0 } =
      this.query<{ n: number }>('SELECT count(*) AS n FROM journal WHERE seq > ?').get(this.#begin) ?? {};
    return n;
  }

  /** Makes the state again from a journal alone. */
  rebuildFrom(journal: readonly Written[]): void {
    this.renew();
    const entries = journal.map(({ seq, at, kind, text }) => ({ seq, at, kind, body: text }));
    const all = (after: Param | undefined): readonly unknown[] => entries.slice(Number(after));
    const source = { ...this.#db, prepare: () => ({ all }) } as unknown as Database;
    const copying = { all: () => [], get: () => undefined, run: () => 1 };
    const prepare = <Of>(sql: string): Query<Of> => (sql.startsWith('INSERT INTO journal') ? copying : this.query(sql));
    rebuildInto({ ...this.#db, prepare }, source);
  }

  /** Every row of every table, but for what is of one process only. */
  state(): Readonly<Record<string, readonly string[]>> {
    const tables = this.#tables.filter((name) => name !== 'lease');
    return Object.fromEntries(
      tables.map((table) => [
        table,
        this.query<Row>(`SELECT * FROM ${table}`)
          .all()
          .map(({ fence, seq, ...row }) => JSON.stringify(row))
          .sort(),
      ]),
    );
  }

  /** A new file. */
  renew(): void {
    this.#uses += 1;
    if (this.#uses % USES === 0) {
      this.#db.close();
      this.#db = makeFile();
      this.#statements.clear();
    }
    this.#db.transaction(() => {
      for (const sql of this.#clearing) this.query(sql).run();
      for (const [sql, rows] of this.#fresh) for (const row of rows) this.query(sql).run(...Object.values(row));
    });
    this.#begin = this.query<{ seq: number }>('SELECT coalesce(max(seq), 0) AS seq FROM journal').get()?.seq ?? 0;
    this.written = [];
  }

  query<Of>(sql: string): Query<Of> {
    return this.#statement(sql).query as Query<Of>;
  }

  #statement(sql: string): Statement<unknown> {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const isWrite = !/^\s*(?:SELECT|PRAGMA)/.test(sql);
    const made = { query: this.#db.prepare<unknown>(sql), isWrite, isNote: sql.startsWith(NOTE) };
    this.#statements.set(sql, made);
    return made;
  }

  /** The file as one process has it open, or somebody from outside to whom nothing happens (`null`). */
  openFor(process: Process | null, faults: Faults, time: { readonly now: Instant }): Database {
    const by = process?.name ?? 'outside';
    const pending: Pending[] = [];
    let within = false;
    const isSafe = process === null || !faults.kinds.some((kind) => DANGERS.has(kind));
    const before = (isWrite: boolean): void => {
      if (process === null) return;
      if (process.isDead) throw new Crash(by);
      if (isSafe) return;
      if (faults.strikes('crash at a ledger call')) process.crash();
      if (faults.strikes('database busy')) throw trouble('LC902', 'is locked by another process');
      if (isWrite && faults.strikes('disk full')) throw trouble('LC908', 'cannot grow: the disk is full');
    };
    /** What is undone was never written. */
    const noting = <Result>(work: () => Result): Result => {
      const noted = pending.length;
      try {
        return work();
      } catch (error) {
        pending.length = noted;
        throw error;
      }
    };
    const dies = (): boolean => process !== null && (process.isDead || faults.strikes('crash before a commit'));
    const committed = (): void => {
      for (const entry of pending.splice(0))
        this.written.push({ ...entry, seq: this.written.length + 1, by, time: time.now });
      if (process !== null && faults.strikes('crash after a commit')) process.crash();
    };
    return {
      execute: (sql) => {
        before(false);
        // It stands already, and saying it again makes SQLite prepare every statement anew.
        if (sql !== KEYS) this.#db.execute(sql);
      },
      prepare: <Of>(sql: string): Query<Of> => {
        const statement = this.#statement(sql);
        if (process === null && !statement.isNote) return statement.query as Query<Of>;
        return new WatchedQuery<Of>(statement as Statement<Of>, before, pending);
      },
      transaction: (work) => {
        before(false);
        if (within) return work();
        const result = noting(() =>
          this.#db.transaction(() => {
            const made = work();
            if (dies()) process?.crash();
            return made;
          }),
        );
        committed();
        return result;
      },
      together: (works) => {
        before(false);
        const last = (): void => {
          if (!dies()) return;
          // As when the machine stops here: nothing of it was written.
          this.#db.execute('ROLLBACK');
          process?.crash();
        };
        within = true;
        const done = noting(() => {
          try {
            return this.#db.together([...works.map((work) => () => noting(work)), last]).slice(0, -1);
          } finally {
            within = false;
          }
        });
        committed();
        return done;
      },
      undone: (act) => this.#db.undone(act),
      durable: () => Promise.resolve(),
      close: () => {},
    };
  }
}

/** A statement as a process has it, to whom something may happen at each call. */
class WatchedQuery<Of> implements Query<Of> {
  constructor(
    readonly statement: Statement<Of>,
    readonly before: (isWrite: boolean) => void,
    readonly pending: Pending[],
  ) {}

  all(...params: readonly Param[]): readonly Of[] {
    this.before(this.statement.isWrite);
    return this.statement.query.all(...params);
  }

  get(...params: readonly Param[]): Of | undefined {
    this.before(this.statement.isWrite);
    return this.statement.query.get(...params);
  }

  run(...params: readonly Param[]): number {
    this.before(this.statement.isWrite);
    if (this.statement.isNote) {
      // One statement may write several.
      for (let i = 0; i < params.length; i += 3) {
        const [at, kind, text] = params.slice(i, i + 3) as [number, string, string];
        this.pending.push({ at, kind, text, body: JSON.parse(text) as Written['body'] });
      }
    }
    return this.statement.query.run(...params);
  }
}

function makeFile(): Database {
  const db = openDatabase(':memory:', 0);
  db.execute(KEYS);
  migrate(db, 'memory');
  return db;
}

function trouble(code: string, said: string): LifecycleError {
  return new LifecycleError(code, `the ledger ${said}`, ['simulated'], 3);
}
