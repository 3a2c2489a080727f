import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { thisMachine } from '../../src/commands/this-machine.js';
import { type Database, openDatabase } from '../../src/ledger/database.js';
import type { Ledger } from '../../src/ledger/ledger.js';
import { ledgerOver } from '../../src/ledger/sqlite.js';
import { liveThrough, lookAt, type OutboxCourse, outboxCourses } from './outbox-course.js';
import { tablesOf } from './tables-of.js';

const COURSES = Number(process.env.LIFECYCLE_COURSES ?? 120);

/** What every call of a course answers, and every row that is there at the end. */
function live(
  course: OutboxCourse,
  isPrivate: boolean,
  count: (answer: unknown) => void,
  db = openDatabase(':memory:', 0),
): unknown {
  const ledger = ledgerOver(db, 'memory', thisMachine, () => {}, undefined, isPrivate);
  const answers: unknown[] = [];
  liveThrough(course, ledger, db, (_, answer) => {
    count(answer);
    answers.push(answer);
  });
  const stands = course.messages.map((_, i) => Object.values(lookAt(ledger, i)).map((ask) => ask()));
  const { journal: _, meta: __, sqlite_sequence: ___, ...tables } = tablesOf(db);
  ledger.close();
  return { answers, stands, tables };
}

it('a ledger that writes each message once answers and ends, row for row, as one that writes each call', () => {
  let threw = 0;
  let went = 0;
  const count = (answer: unknown): void => {
    if (answer === 'threw') threw += 1;
    else went += 1;
  };
  fc.assert(
    fc.property(outboxCourses, (course) => {
      expect(live(course, true, count)).toEqual(live(course, false, () => {}));
    }),
    { numRuns: COURSES },
  );
  expect(threw).toBeGreaterThan(COURSES);
  expect(went).toBeGreaterThan(COURSES);
}, 600_000);

it('a private file, whose transactions share a commit, answers and ends so, too, whichever of them is undone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'private-'));
  let files = 0;
  fc.assert(
    fc.property(outboxCourses, ({ messages, turns }) => {
      // Nothing falls at a commit that is not made.
      const course = {
        messages,
        turns: turns.map((turn) => (turn.kind === 'together' ? { ...turn, falls: false } : turn)),
      };
      files += 1;
      const db = openDatabase(join(folder, `${files}.db`), 0, true);
      expect(live(course, true, () => {}, db)).toEqual(live(course, false, () => {}));
    }),
    { numRuns: COURSES / 3 },
  );
  rmSync(folder, { recursive: true });
}, 600_000);

it('commits what waits beside now and then, in a private file alone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'private-'));
  const seen = [true, false].map((isPrivate) => {
    const path = join(folder, `${isPrivate}.db`);
    const db = openDatabase(path, 0, isPrivate);
    db.execute('PRAGMA journal_mode = WAL; CREATE TABLE t (n INTEGER)');
    const other = openDatabase(path, 0);
    const count = (): unknown => other.prepare<{ n: number }>('SELECT count(*) AS n FROM t').get()?.n;
    const add = db.prepare('INSERT INTO t VALUES (1)');
    const after = Array.from({ length: 40 }, () => {
      db.transaction(() => void add.run(), 'beside');
      return count();
    });
    expect(() =>
      db.transaction(() => {
        add.run();
        throw new Error('undone');
      }, 'beside'),
    ).toThrow('undone');
    db.transaction(() => void add.run());
    const end = count();
    for (const each of [db, other]) each.close();
    return { first: after[0], thirtyFirst: after[30], thirtySecond: after[31], last: after[39], end };
  });
  rmSync(folder, { recursive: true });
  expect(seen).toEqual([
    { first: 0, thirtyFirst: 0, thirtySecond: 32, last: 32, end: 41 },
    { first: 1, thirtyFirst: 31, thirtySecond: 32, last: 40, end: 41 },
  ]);
});

it('goes back to where a work began that is undone, also when it first read and then wrote', () => {
  const db = openDatabase(':memory:', 0);
  db.execute('CREATE TABLE t (n INTEGER)');
  const add = db.prepare('INSERT INTO t VALUES (?)');
  const all = db.prepare<{ n: number }>('SELECT n FROM t');
  const put = (n: number, fails: boolean) => () => {
    const before = all.all().length;
    add.run(n);
    add.run(n);
    if (fails) throw new Error('undone');
    return before;
  };
  const read = (fails: boolean) => () => {
    if (fails) throw new Error('only read');
    return all.all().length;
  };
  const done = db.together([put(1, false), read(true), put(2, true), read(false), put(3, false), put(4, true)]);
  expect(done.map((one) => ('error' in one ? 'threw' : one.value))).toEqual([0, 'threw', 'threw', 2, 2, 'threw']);
  expect(all.all().map(({ n }) => n)).toEqual([1, 1, 3, 3]);
  db.close();
});

/** What a course of one message writes. */
function writesOf(isPrivate: boolean): number {
  const db = openDatabase(':memory:', 0);
  let updates = 0;
  const counting: Database = {
    ...db,
    prepare<Row>(sql: string) {
      const query = db.prepare<Row>(sql);
      const isUpdate = /^\s*UPDATE messages/.test(sql);
      const counted = <Params extends readonly unknown[], Result>(act: (...params: Params) => Result) => {
        return (...params: Params): Result => {
          if (isUpdate) updates += 1;
          return act(...params);
        };
      };
      return { all: counted(query.all), get: counted(query.get), run: counted(query.run) };
    },
  };
  const ledger: Ledger = ledgerOver(counting, 'memory', thisMachine, () => {}, undefined, isPrivate);
  const turns = [
    { kind: 'claim', n: 1 },
    { kind: 'begin', of: [0] },
    { kind: 'over', of: 0 },
    { kind: 'sent', of: 0 },
  ] as const;
  const before = updates;
  liveThrough({ messages: [{ priority: 0, later: 0, isHeld: false }], turns }, ledger, db, (turn) => {
    if (turn.kind === 'claim') updates = before;
  });
  expect(ledger.story('m0').messages).toMatchObject([{ status: 'sent', attempts: 1 }]);
  ledger.close();
  return updates - before;
}

it('writes once', () => {
  expect([writesOf(true), writesOf(false)]).toEqual([1, 3]);
});
