import type { Database } from '../../src/ledger/database.js';

/** Every row of every table, by table: what a ledger holds, as plain data. */
export function tablesOf(db: Database): Readonly<Record<string, readonly unknown[]>> {
  const names = db
    .prepare<{ name: string }>(
      `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`,
    )
    .all();
  return Object.fromEntries(names.map(({ name }) => [name, db.prepare(`SELECT * FROM "${name}"`).all()]));
}
