import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/ledger/database.js';

let db: Database;
beforeEach(() => {
  db = openDatabase(':memory:', 0);
  db.execute(`
    CREATE TABLE messages (id TEXT PRIMARY KEY, status TEXT NOT NULL);
    INSERT INTO messages VALUES ('a', 'planned'), ('b', 'planned');
    CREATE TRIGGER refuse BEFORE UPDATE ON messages WHEN new.status = 'refused'
      BEGIN SELECT RAISE (ABORT, 'not this one'); END`);
});
afterEach(() => db.close());

const WAYS = ['all', 'get', 'run'] as const;
const change = (returning = '') =>
  db.prepare<{ id: string }>(`UPDATE messages SET status = ? WHERE id = ?${returning}`);
const standing = (): unknown =>
  db
    .prepare<{ id: string; status: string }>('SELECT id, status FROM messages ORDER BY id')
    .all()
    .map(({ id, status }) => `${id} ${status}`);
const pairs = WAYS.flatMap((first) => WAYS.map((second) => [first, second] as const));

it.each(pairs)('a statement takes what it is given now, not what it was given before: %s, then %s', (first, second) => {
  const statement = change();
  statement[first]('claimed', 'a');
  statement[second]('sent', 'b');
  expect(standing()).toEqual(['a claimed', 'b sent']);
  statement[first]('failed', 'a');
  expect(standing()).toEqual(['a failed', 'b sent']);
});

it.each(pairs)('nor what it was refused with: %s, then %s', (first, second) => {
  const statement = change();
  for (const work of [() => statement[first]('refused', 'a'), () => statement[second]('refused', 'a')])
    expect(() => db.transaction(work)).toThrowError('not this one');
  db.transaction(() => statement[second]('sent', 'b'));
  expect(standing()).toEqual(['a planned', 'b sent']);
});

it('answers about whom it is asked, however it was asked before', () => {
  const statement = db.prepare<{ id: string }>('SELECT id FROM messages WHERE id = ?');
  for (const id of ['a', 'b']) {
    expect(statement.get(id)).toEqual({ id });
    expect(statement.all(id)).toEqual([{ id }]);
  }
  expect(statement.all('nobody')).toEqual([]);
  expect(statement.get('nobody')).toBeUndefined();
});

it('of several works, one that was refused leaves the statement to the next', () => {
  const statement = change(' RETURNING id');
  const [first, second] = db.together([() => statement.get('refused', 'a'), () => statement.get('sent', 'b')]);
  expect(first).toMatchObject({ error: { message: 'not this one' } });
  expect(second).toEqual({ value: { id: 'b' } });
  expect(standing()).toEqual(['a planned', 'b sent']);
});
