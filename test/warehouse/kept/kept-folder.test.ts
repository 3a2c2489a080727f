import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  keptBytes,
  keptFolder,
  prepareFolder,
  protectKept,
  removeKeptData,
  removeOld,
} from '../../../src/warehouse/kept/kept-folder.js';
import { folderWith } from '../fixture.js';

const DAY = 86_400;

it('leaves the newest few files, and no old one, no forgotten draft and no log without its file', () => {
  const folder = keptFolder(folderWith({}));
  const clock = prepareFolder(folder);
  const now = Number(clock / 1_000_000_000n);
  const files = {
    'own.duckdb': 90,
    'a.duckdb': 1,
    'a.duckdb.wal': 1,
    'b.duckdb': 2,
    'c.duckdb': 3,
    'd.duckdb': 4,
    'd.duckdb.wal': 4,
    'old.duckdb': 31,
    'x.duckdb.1.part': 0,
    'y.duckdb.2.part': 2,
    'tail-0.csv': 3,
  };
  for (const [name, days] of Object.entries(files)) {
    writeFileSync(join(folder, name), name);
    utimesSync(join(folder, name), now - days * DAY, now - days * DAY);
  }
  removeOld(folder, join(folder, 'own.duckdb'), clock);
  expect(readdirSync(folder).sort()).toEqual([
    'a.duckdb',
    'a.duckdb.wal',
    'b.duckdb',
    'c.duckdb',
    'clock',
    'own.duckdb',
    'x.duckdb.1.part',
  ]);
});

it('nobody but the owner reads them; their size is known, and they go when they are to go', () => {
  const root = folderWith({});
  expect(keptBytes(root)).toBe(null);
  const folder = keptFolder(root);
  prepareFolder(folder);
  expect(keptBytes(root)).toBe(null);
  const path = join(folder, 'a.duckdb');
  writeFileSync(path, 'abc');
  writeFileSync(`${path}.wal`, 'de');
  protectKept(path);
  expect([folder, path, `${path}.wal`].map((each) => statSync(each).mode & 0o777)).toEqual([0o700, 0o600, 0o600]);
  expect(keptBytes(root)).toBe(5);
  removeKeptData(root);
  expect(existsSync(folder)).toBe(false);
});
