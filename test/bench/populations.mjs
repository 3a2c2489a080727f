import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { openDuckdb } from '../../dist/warehouse/duckdb.js';

// What comes of comparing everybody with everybody, at one refresh: where people stand (rfm) and how long they wait (purchase_gap), then models. `node test/bench/populations.mjs 2000000`
const PEOPLE = Number(process.argv[2] ?? 2_000_000);
const KINDS = process.argv[3]?.split(',') ?? ['rfm', 'purchase_gap'];
const DAY = 86_400_000;
const BEGAN = Date.parse('2024-01-01T00:00:00Z');
const AS_OF = BEGAN + 730 * DAY;
const common = { event: 'order_placed', where: [], refresh: 'daily', within: null };
const POPULATIONS = {
  rfm: [{ kind: 'rfm', ...common, property: 'value', bins: 5, weights: { recency: 1, frequency: 1, monetary: 1 }, stop: null }, 'percentile'],
  purchase_gap: [{ kind: 'purchase_gap', ...common, minRepeaters: 200, followUp: 3 }, 'expected'],
  likelihood: [{ kind: 'likelihood', ...common, horizon: 30, rates: Array.from({ length: 25 }, (_, i) => i / 50) }, 'value'],
  customer_value: [{ kind: 'customer_value', ...common, property: 'value', horizon: 365, buying: { r: 0.525, alpha: 6.183, a: 0.891, b: 1.614 }, spending: { p: 6.25, q: 3.74, v: 15.44 } }, 'expected_value'],
};

// The data is made in a process of its own, so that the memory of this one is that of the product.
const isMaker = process.argv[4] !== undefined;
const folder = process.argv[4] ?? mkdtempSync(join(tmpdir(), 'lifecycle-bench-'));
if (isMaker) console.log(await makeData());
else await measure();

async function measure() {
  try {
    await measureIn(makeApart());
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function makeApart() {
  const args = [fileURLToPath(import.meta.url), String(PEOPLE), KINDS.join(','), folder];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return Number(stdout);
}

async function measureIn(orders) {
  console.log(`load ${loadavg().map((n) => n.toFixed(1)).join(' ')}`);
  const peak = () => `${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB at most`;
  // Of both cores together: what a busy machine does not change much.
  const processor = () => process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6;
  let [last, spent] = [performance.now(), processor()];
  const mark = (what) => {
    const [now, used] = [performance.now(), processor()];
    console.log(`${what.padEnd(36)} ${((now - last) / 1000).toFixed(1).padStart(6)} s, ${(used - spent).toFixed(1)} s of processor, ${peak()}`);
    [last, spent] = [now, used];
  };
  const warehouse = await openDuckdb(makePlan(), folder, AS_OF);
  mark(`${PEOPLE} people, ${orders} orders read`);
  const [facts] = await warehouse.facts(['p7'], AS_OF);
  mark(`${KINDS.join(' and ')} of everybody`);
  console.log(JSON.stringify(facts.frames.at(-1).values));
  await warehouse.close();
}

/** Most people order once, some often: 2.74 orders each on average. */
async function makeData() {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1', memory_limit: '1GB' });
  const connection = await instance.connect();
  const parquet = (sql, file) => connection.run(`COPY (${sql}) TO '${join(folder, file)}' (FORMAT parquet)`);
  const chance = (...of) => `(hash(${of.join(', ')}) % 1000003 / 1000003.0)`;
  await parquet(`SELECT 'p' || i AS id, 'p' || i || '@shop.test' AS email FROM range(${PEOPLE}) r(i)`, 'profiles.parquet');
  await parquet(
    `SELECT 'o' || i || '-' || n AS id, 'p' || i AS profile_id, 'order_placed' AS name,
      make_timestamp(CAST((${BEGAN} + first + (n - 1) * gap * (0.5 + ${chance('i', 'n', 5)})) * 1000 AS BIGINT)) AS time,
      round(5 + 200 * ${chance('i', 'n', 4)} * ${chance('i', 3)}, 2) AS value
      FROM (SELECT i, n, ${500 * DAY} * ${chance('i', 1)} AS first, ${3 * DAY} + ${90 * DAY} * ${chance('i', 2)} AS gap
        FROM (SELECT i, unnest(range(1, 2 + CAST(floor(ln(1 - ${chance('i', 0)}) / ln(0.635)) AS BIGINT))) AS n FROM range(${PEOPLE}) r(i)))`,
    'events.parquet',
  );
  const [[count]] = (await connection.runAndReadAll(`SELECT count(*) FROM '${join(folder, 'events.parquet')}'`)).getRows();
  connection.closeSync();
  instance.closeSync();
  return Number(count);
}

function makePlan() {
  const lasting = { months: 0, days: 1, exact: 0, text: '1d' };
  const traits = Object.fromEntries(
    KINDS.map((kind) => {
      const [population, part] = POPULATIONS[kind];
      return [`${kind}.${part}`, { trait: { kind: 'frozen', population, part }, type: 'number', nullable: true }];
    }),
  );
  const of = Object.keys(traits).map((name) => ({ kind: 'attribute', name, test: { op: 'exists', value: true } }));
  return {
    format: 4, hash: 'sha256:bench', compiler: '0', sources: [], project: 'bench', timezone: 'Europe/Berlin',
    data: { profiles: ['profiles.parquet'], events: ['events.parquet'], ledger: 'ledger.db', maxBadRatio: 0.05 },
    identity: { id: 'id', email: 'email', phone: null, timezone: null, locale: null },
    attributes: {}, events: { order_placed: { value: 'number' } }, traits, segments: { known: { kind: 'all', of } },
    stages: [], metrics: {}, topics: {}, policies: { quietHours: null, holidays: null, frequencyCaps: [], lateness: lasting },
    holdouts: { global: 0, salt: 'salt' }, channels: { email: null }, catalogs: {}, languages: { default: 'en', fallback: {} },
    incentives: {}, blocks: {}, templates: {}, economics: null, campaigns: [],
  };
}
