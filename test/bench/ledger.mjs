import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

// What a tick asks of a ledger that holds a lot, at two sizes: nothing of it should grow with the size.
//   node test/bench/ledger.mjs [journeys = 100000,1000000]
// For each journey three messages; 100 groups with a tenth of the people in each; 1,000 journeys are due, 1,000 messages planned, and a twentieth of all people have one that was put off until tomorrow.
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DIST = resolve(process.env.LIFECYCLE_DIST ?? join(ROOT, 'dist'));
const sizes = (process.argv[2] ?? '100000,1000000').split(',').map(Number);
const from = (file) => import(pathToFileURL(join(DIST, file)).href);
const Libsql = createRequire(join(DIST, 'cli.js'))('libsql');
const { openSqliteLedger } = await from('ledger/sqlite.js');
const { thisMachine } = await from('commands/this-machine.js');

const NOW = Date.parse('2026-06-01T00:00:00Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ME = { host: 'here', pid: process.pid, ttl: HOUR };
const KEYS = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`segment:g${i}`, `key-${i}`]));
const idOf = (n) => `c${String(n).padStart(8, '0')}`;
const ID = (n) => `'c' || substr('0000000' || (${n}), -8)`;
const CAMPAIGN = (n) => `'campaign-' || substr('00' || ((${n}) % 20), -3)`;
const PLAN = {
  hash: 'sha256:bench', project: 'bench', timezone: 'UTC', templates: {}, segments: {}, stages: [], traits: {}, attributes: {}, events: {}, topics: {}, incentives: {},
  campaigns: Array.from({ length: 20 }, (_, i) => ({
    id: `campaign-${String(i).padStart(3, '0')}`, triggers: [], exitOn: [], moved: [], inFlight: 'pinned', backfill: null,
    steps: [{ id: 'wait', action: { kind: 'wait_for', for: { kind: 'condition', condition: { kind: 'all', of: [] } }, met: [], otherwise: [] } }],
  })),
};

const folder = mkdtempSync(join(process.env.BENCH_DIR ?? tmpdir(), 'lifecycle-ledger-'));
const table = {};
try {
  for (const size of sizes) measure(size);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const [small, large] = sizes;
console.log(`\nCPU ms${' '.repeat(30)}${sizes.map((n) => String(n).padStart(10)).join('')}   growth, exponent; load ${loadavg()[0].toFixed(1)}`);
for (const [name, times] of Object.entries(table)) {
  const growth = large === undefined ? '' : `${(times[1] / times[0]).toFixed(1)} × ${(Math.log(times[1] / times[0]) / Math.log(large / small)).toFixed(2)}`;
  console.log(`${name.padEnd(36)}${times.map((ms) => ms.toFixed(2).padStart(10)).join('')}   ${growth}`);
}

function measure(size) {
  const path = join(folder, `ledger-${size}.db`);
  openSqliteLedger(path, thisMachine, { expendable: true }).close();
  fill(path, size);
  console.log(`${size} journeys, ${3 * size} messages: ${(statSync(path).size / 2 ** 20).toFixed(0)} MB`);
  const timed = (name, work, times = 1) => {
    const began = process.cpuUsage();
    let result;
    for (let i = 0; i < times; i++) result = work(i);
    const { user, system } = process.cpuUsage(began);
    (table[name] ??= []).push((user + system) / 1000 / times);
    return result;
  };
  const random = numbers(7);
  const some = (count) => Array.from({ length: count }, () => idOf(random(size)));
  const ledger = timed('open', () => openSqliteLedger(path, thisMachine, { expendable: true }));
  const fence = timed('acquire', () => ledger.acquire(ME, NOW));
  timed('kept campaigns', () => ledger.keptCampaigns(PLAN));
  const tick = timed('begin a tick', () => ledger.beginTick(fence, NOW, PLAN, KEYS));
  const due = timed('due', () => ledger.due(NOW));
  if (due.length !== 1000) throw new Error(`${due.length} are due`);
  timed('among inside, of 10,000', () => ledger.amongInside(some(10_000)));
  timed('recorded', () => ledger.recorded(KEYS));
  timed('concerned: 1,000 wait', () => ledger.concerned(PLAN, tick));
  timed('remembered, of 10,000', () => ledger.remembered(some(10_000)));
  timed('histories of 500', () => ledger.histories(some(500), PLAN, KEYS), 10);
  const batches = Array.from({ length: 10 }, (_, i) => Array.from({ length: 500 }, (_, n) => decisionsOf(i * 500 + n)).flat());
  timed('commit of 500 (1,000 rows)', (i) => ledger.commit(fence, tick, batches[i]), batches.length);
  timed('end a tick, 1,000 changes', () =>
    ledger.endTick(fence, tick, KEYS, Object.fromEntries(Object.keys(KEYS).map((g) => [g, { joined: some(5), left: some(5) }])), 500));
  if (ledger.going !== undefined) timed('going', () => ledger.going(['gift']));
  else timed('going', () => ledger.messages('planned', 1_000_000).filter(({ withheldBy }) => withheldBy === null).length);
  timed('claim of 50', () => ledger.claim(fence, NOW, 50), 4);
  timed('handed over, of one', (i) => ledger.handedOver(idOf(i * 17), NOW - 30 * DAY), 50);
  timed('summary', () => ledger.summary());
  timed('close', () => ledger.close());
}

function decisionsOf(n) {
  const profileId = idOf(n * 31);
  const at = { profileId, campaign: 'campaign-001', occasion: `event:new-${n}`, entryKey: `event:new-${n}`, occurrence: 1 };
  const rest = { plan: 'sha256:bench', structure: null };
  return [
    { kind: 'entered', journey: { ...at, ...rest, enteredAt: NOW, event: { value: 3 }, status: 'active', reason: null, step: 'hello', since: NOW, wake: NOW + HOUR, firstDue: null, endedAt: null, move: null } },
    { kind: 'planned', message: { ...at, ...rest, id: `new-${n}`, step: 'hello', channel: 'email', topic: 'offers', transactional: false, template: 'note', subject: null, incentive: null, variant: null, priority: 5, dueAt: NOW, sendAt: NOW, validUntil: NOW + DAY, event: { value: 3 }, assignment: null } },
  ];
}

function fill(path, size) {
  const db = new Libsql(path);
  db.exec(`PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; BEGIN`);
  const many = (count) => `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ${count})`;
  db.exec(`INSERT INTO ticks (previous, now, plan, done) VALUES (NULL, ${NOW - DAY}, 'sha256:bench', 1)`);
  const state = `CASE WHEN i % 10 < 3 THEN`;
  // Every hundredth person is inside; those who are due and those who wait for a condition are a thousand whatever the size.
  db.exec(`INSERT INTO journeys (profile_id, campaign, occasion, entry_key, occurrence, entered_at, plan, event, status, reason, step, since, wake, first_due, ended_at, tick) ${many(size)}
    SELECT ${ID('i')}, ${CAMPAIGN('i')}, 'event:e' || i, 'event:e' || i, 1, ${NOW - 20 * DAY} + i, 'sha256:bench', '{"value":12.5,"product":"brewer"}',
      ${state} 'active' ELSE 'finished' END, NULL, ${state} CASE WHEN i % ${size / 1000} = 1 THEN 'wait' ELSE 'again' END END, ${NOW - DAY}, ${state} CASE WHEN i % ${size / 1000} = 0 THEN ${NOW - HOUR} ELSE ${NOW + DAY} END END,
      CASE WHEN i % ${size / 1000} = 1 THEN ${NOW - DAY} END, ${state} NULL ELSE ${NOW - 2 * DAY} END, ${NOW - DAY} FROM n`);
  db.exec(`UPDATE journeys SET status = 'active', step = 'again', wake = ${NOW - HOUR}, ended_at = NULL WHERE rowid % ${size / 1000} = 1`);
  db.exec(`INSERT INTO messages (id, campaign, step, profile_id, occasion, entry_key, occurrence, channel, topic, transactional, template, priority, due_at, send_at, valid_until, event, plan, status, not_before, attempts, first_attempt_at, handed_at, ended_at, outcome, unit, salt, u, share) ${many(3 * size)}
    SELECT hex(randomblob(16)), ${CAMPAIGN('i')}, CASE i % 3 WHEN 0 THEN 'hello' ELSE 'again' END, ${ID(`i % ${size}`)}, 'event:e' || (i % ${size}), 'event:e' || (i % ${size}), 1, 'email', 'offers', 0, 'note', i % 90,
      ${NOW - 20 * DAY} + i, ${NOW - 20 * DAY} + i, ${NOW + 2 * DAY}, '{"value":12.5,"product":"brewer"}', 'sha256:bench',
      CASE WHEN i < 1000 OR i % 60 = 7 THEN 'planned' ELSE 'sent' END, CASE WHEN i >= 1000 AND i % 60 = 7 THEN ${NOW + DAY} ELSE ${NOW - DAY} END, 1, ${NOW - 19 * DAY}, ${NOW - 19 * DAY}, ${NOW - 19 * DAY}, '250 2.0.0 OK', ${ID(`i % ${size}`)}, 'salt', 0.5, 0.1 FROM n`);
  const segment = db.prepare('INSERT INTO segments VALUES (?, ?)');
  for (const key of Object.values(KEYS)) segment.run(key, NOW - DAY);
  db.exec(`INSERT INTO members ${many(100 * (size / 10))} SELECT 'key-' || (i / ${size / 10}), ${ID(`(i % ${size / 10}) * 10 + (i / ${size / 10}) % 10`)} FROM n`);
  db.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
  db.close();
}

function numbers(seed) {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % bound;
  };
}
