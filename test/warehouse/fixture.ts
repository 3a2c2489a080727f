import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll } from 'vitest';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A project folder with the files given by name: text as it is (gzipped for `.gz`), rows as NDJSON. Gone when the test file ends. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array | readonly object[]>>): string {
  const root = mkdtempSync(join(tmpdir(), 'lifecycle-warehouse-'));
  folders.push(root);
  for (const [name, content] of Object.entries(files)) {
    const isBytes = typeof content === 'string' || content instanceof Uint8Array;
    const bytes = isBytes ? content : (content as readonly object[]).map((row) => `${JSON.stringify(row)}\n`).join('');
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), name.endsWith('.gz') ? gzipSync(bytes) : bytes);
  }
  return root;
}

/** Adds a Parquet file made by a query. */
export async function addParquet(root: string, name: string, query: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`SET TimeZone = 'UTC'`);
  await connection.run(`COPY (${query}) TO '${join(root, name).replaceAll("'", "''")}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
}

/** The instant of an ISO text. */
export function at(iso: string): number {
  return Date.parse(iso);
}
