import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { thisMachine } from '../../src/commands/this-machine.js';
import { compareWithJournal } from '../../src/ledger/compare-ledgers.js';
import { openDatabase } from '../../src/ledger/database.js';
import { rebuildLedger } from '../../src/ledger/rebuild.js';
import { ledgerOver, openSqliteLedger } from '../../src/ledger/sqlite.js';
import { makeProject } from '../e2e/project.js';
import { tablesOf } from './tables-of.js';

/** What makes the goldens runs on the code of any layout, so it is no TypeScript. */
interface Maker {
  readonly NEXT: readonly string[];
  shopFiles(): Readonly<Record<string, string>>;
  startServer(): Promise<{ readonly url: string; stop(): Promise<void> }>;
  messagesOf(ledger: string): Readonly<Record<string, string>>;
}
const { messagesOf, NEXT, shopFiles, startServer } = (await import(
  new URL('./golden/make.mjs', import.meta.url).href
)) as Maker;

const FOLDER = fileURLToPath(new URL('./golden', import.meta.url));

/** A ledger as the code of its layout left it, and what that code did next. */
interface Golden {
  readonly layout: number;
  readonly tables: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  readonly next: Readonly<Record<string, string>>;
}
/** They came and went before anybody could have had a ledger of them. */
const PASSING = [5, 6, 7, 8, 9, 10];
const layouts = readdirSync(FOLDER)
  .flatMap((name) => /^layout-(\d+)\.db$/.exec(name)?.[1] ?? [])
  .map(Number)
  .sort((a, b) => a - b);
const goldenOf = (layout: number): Golden =>
  JSON.parse(readFileSync(join(FOLDER, `layout-${layout}.json`), 'utf8')) as Golden;

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'golden-'));
  path = join(folder, 'ledger.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

const look = <Result>(file: string, at: (db: ReturnType<typeof openDatabase>) => Result): Result => {
  const db = openDatabase(file, 0);
  try {
    return at(db);
  } finally {
    db.close();
  }
};

describe('the ledgers of every layout there was', () => {
  it('are kept, up to the one before the newest: `node test/ledger/golden/make.mjs` makes that of the present one', () => {
    const newest = look(path, (db) => {
      ledgerOver(db, path, thisMachine, () => {});
      return db.prepare<{ user_version: number }>('PRAGMA user_version').get()!.user_version;
    });
    const before = Array.from({ length: newest - 1 }, (_, i) => i + 1).filter((layout) => !PASSING.includes(layout));
    expect(layouts.filter((layout) => layout < newest)).toEqual(before);
  });

  it.each(layouts)('%i: holds today what it held then, and is made again from its journal', (layout) => {
    cpSync(join(FOLDER, `layout-${layout}.db`), path);
    openSqliteLedger(path, thisMachine).close();
    const { tables } = goldenOf(layout);
    expect(Object.keys(tables).length).toBeGreaterThan(9);
    const held = look(path, tablesOf);
    for (const [table, rows] of Object.entries(tables)) {
      const now = look(path, (db) => db.prepare<object>(`SELECT * FROM "${table}" ORDER BY 1, 2`).all());
      expect(now, table).toHaveLength(rows.length);
      // Newer layouts have more columns, never others.
      for (const [at, row] of rows.entries()) expect(now[at], table).toMatchObject(row);
    }
    expect(compareWithJournal(path)).toEqual([]);
    const anew = join(folder, 'anew.db');
    rebuildLedger(path, anew);
    expect(look(anew, tablesOf).journal).toEqual(held.journal);
  });

  it.each([1, 4, layouts.at(-1) ?? 0])('%i: goes on as the code of then went on', async (layout) => {
    const server = await startServer();
    const shop = makeProject(shopFiles(), folder);
    try {
      mkdirSync(join(shop.root, '.lifecycle'));
      const ledger = join(shop.root, '.lifecycle', 'inbox-ledger.db');
      cpSync(join(FOLDER, `layout-${layout}.db`), ledger);
      expect(await shop.lifecycle(['build'])).toMatchObject({ code: 0 });
      const { code, err } = await shop.lifecycle(['run', ...NEXT, '--inbox', server.url, '--connections', '1']);
      expect([code, err]).toEqual([1, '']);
      expect(messagesOf(ledger)).toEqual(goldenOf(layout).next);
    } finally {
      await server.stop();
      shop.remove();
    }
  });
});
