import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CatalogRow, DataQuality } from '../../src/model/facts.js';
import type { PlanCatalog } from '../../src/model/plan.js';
import { openDuckdb } from '../../src/warehouse/duckdb.js';
import { planWith } from './plan.js';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'catalogs-'));
  writeFileSync(join(root, 'profiles.csv'), 'id,email,tz,lang\na,a@x.example,,\n');
  writeFileSync(join(root, 'events.ndjson'), '');
});
afterEach(() => rmSync(root, { recursive: true }));

const COLUMNS: PlanCatalog['columns'] = {
  sku: { type: 'string', optional: false },
  title: { type: 'string', optional: false },
  price: { type: 'number', optional: false },
  since: { type: 'date', optional: true },
  seen: { type: 'time', optional: true },
  hot: { type: 'boolean', optional: true },
};

async function load(
  file: string,
  text: string,
  keys: readonly string[],
  change: Partial<PlanCatalog> = {},
): Promise<{ rows: Record<string, CatalogRow>; quality: DataQuality }> {
  writeFileSync(join(root, file), text);
  const plan = planWith({ catalogs: { products: { file, key: 'sku', columns: COLUMNS, ...change } } });
  const warehouse = await openDuckdb(plan, root, 0);
  try {
    const rows = Object.fromEntries(await warehouse.lookUp('products', keys));
    return { rows: structuredClone(rows), quality: warehouse.quality };
  } finally {
    await warehouse.close();
  }
}

const told = ({ findings }: DataQuality) =>
  findings.map(({ source, reason, count, samples }) => `${count} ${source}: ${reason} [${samples.join(', ')}]`);

test('a row is found by its key, with the values of its columns in their types', async () => {
  const { rows, quality } = await load(
    'p.csv',
    'title,sku,price,since,seen,hot,other\n"It\'s, ""new""",A-1,9.50,2026-03-01,2026-03-01T10:00:00Z,true,x\nPlain,a-1,,,,,\n',
    ['A-1', 'gone', "'; DROP TABLE profiles; --", '__proto__'],
  );
  expect(rows).toEqual({
    'A-1': {
      sku: 'A-1',
      title: 'It\'s, "new"',
      price: 9.5,
      since: '2026-03-01',
      seen: Date.UTC(2026, 2, 1, 10),
      hot: true,
    },
  });
  expect(quality.catalogs).toEqual({ rows: 2, setAside: 0 });
  expect(told(quality)).toEqual([]);
});

test('rows without a key, and keys with two meanings, are set aside; a value that does not fit is unknown', async () => {
  const { rows, quality } = await load(
    'p.csv',
    'sku,title,price\nA,One,1\n,None,1\nB,Two,2\nB,Other,2\nC,Three,cheap\nA,One,1\nD,Four,4,5\n',
    ['A', 'B', 'C', 'D'],
  );
  expect(rows).toEqual({
    A: { sku: 'A', title: 'One', price: 1, since: null, seen: null, hot: null },
    C: { sku: 'C', title: 'Three', price: null, since: null, seen: null, hot: null },
  });
  expect(quality.catalogs).toEqual({ rows: 7, setAside: 4 });
  expect(told(quality)).toEqual([
    '1 catalogs: products: more fields than the header [p.csv:8]',
    '1 catalogs: products: no sku [p.csv:3]',
    '2 catalogs: products: "sku" twice with different data [p.csv:4 "B", p.csv:5 "B"]',
    '1 catalogs: products: same row twice (counted once) [p.csv:7 "A"]',
    '1 catalogs: products: value of "price" does not fit number [p.csv:6 "cheap"]',
  ]);
});

test('a number is known by its one spelling; NDJSON is read too, and a column that is not there is told', async () => {
  const columns: PlanCatalog['columns'] = {
    id: { type: 'number', optional: false },
    title: { type: 'string', optional: false },
  };
  const { rows } = await load(
    'p.ndjson',
    '{"id": 7, "title": "Seven"}\n{"id": "8.0", "title": {"nested": true}}\n{"id": "x"}\n',
    ['7', '007', '8', 'x', 'NaN'],
    { key: 'id', columns },
  );
  expect(rows).toEqual({ '7': { id: 7, title: 'Seven' }, '8': { id: 8, title: null } });
  const { quality } = await load('p.csv', 'id\n7\n', ['7'], { key: 'id', columns });
  expect(told(quality)).toEqual(['1 catalogs: products: no column "title" [p.csv]']);
});

test('a file that is not there, or has no key, is told by its setting', async () => {
  await expect(load('p.csv', 'title\nOne\n', [])).rejects.toThrow(
    'p.csv has no column "sku", the key of catalog "products"',
  );
  const plan = planWith({ catalogs: { products: { file: 'no.csv', key: 'sku', columns: COLUMNS } } });
  await expect(openDuckdb(plan, root, 0)).rejects.toThrow('data.catalogs.products.file: no file matches "no.csv"');
});
