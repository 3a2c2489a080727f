import { closeSync, copyFileSync, mkdtempSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { decideTick } from '../../dist/commands/decide-tick.js';
import { openChannels } from '../../dist/commands/open-channels.js';
import { thisMachine } from '../../dist/commands/this-machine.js';
import { openCodePools } from '../../dist/deliver/code-pools.js';
import { deliver } from '../../dist/deliver/deliver.js';
import { prepareMessages } from '../../dist/deliver/prepare-messages.js';
import { openRenderRoom } from '../../dist/deliver/render-room.js';
import { openLedgerCopy } from '../../dist/ledger/copy.js';
import { openSqliteLedger } from '../../dist/ledger/sqlite.js';
import { openDuckdb } from '../../dist/warehouse/duckdb.js';
import { makeLetters, MOMENT } from './make-letters.mjs';
import { rememberOnly } from './remember-only.mjs';

// What a delivery costs on this side of the wire: personal emails of 44 KB, from the claim to the settled outcome. A dry run writes them as files, beside a loop that does nothing but write such files to the same disk (TMPDIR names
// another one); the others hand them to a way that takes them at once, with the ledger on a real disk and, for comparison, with one that writes nothing down. Medians, taken in turn; the CPU is that of all threads.
const PEOPLE = Number(process.argv[2] ?? 4000);
const ROUNDS = Number(process.argv[3] ?? 5);
const NOW = MOMENT + 60_000;
const WAYS = (process.argv[4] ?? 'dry,files,ledger,none').split(',');

const folder = mkdtempSync(join(tmpdir(), 'lifecycle-bench-'));
try {
  const plan = makeLetters(folder, PEOPLE);
  const warehouse = await openDuckdb(plan, folder, NOW);
  const base = join(folder, 'ledger.db');
  const interrupted = new AbortController().signal;
  const ledger = openSqliteLedger(base, thisMachine, { expendable: true });
  const fence = ledger.acquire(holder(), NOW);
  for (const now of [MOMENT - 60_000, NOW]) await decideTick({ plan, warehouse, ledger, fence, interrupted }, now);
  ledger.close();
  console.log(`load ${loadavg().map((n) => n.toFixed(1)).join(' ')}, Node ${process.version}, ${PEOPLE} emails, median of ${ROUNDS}`);
  const opened = {
    dry: () => openLedgerCopy(base),
    ledger: () => openSqliteLedger(fresh(), thisMachine),
    none: () => rememberOnly(openLedgerCopy(base)),
  };
  const runs = Object.fromEntries(WAYS.map((name) => [name, []]));
  for (let round = 0; round <= ROUNDS; round += 1)
    for (const name of WAYS) {
      const run = name === 'files' ? writeFiles() : await measure(plan, warehouse, opened[name](), name === 'dry');
      if (round > 0) runs[name].push(run);
    }
  const median = (name, what) => runs[name].map((run) => run[what]).sort((a, b) => a - b)[Math.floor(ROUNDS / 2)];
  const called = { dry: 'dry run, into files', files: 'such files, written alone', ledger: 'taken at once, with the ledger', none: 'taken at once, nothing written down' };
  for (const name of WAYS) {
    const [rate, cpu, commits] = ['rate', 'cpu', 'commits'].map((what) => median(name, what));
    console.log(`  ${`${called[name]}:`.padEnd(38)} ${Math.round(rate)} a second, ${cpu.toFixed(0)} µs of CPU each (${Math.round(1e6 / cpu)} a second and core), ${median(name, 'system').toFixed(0)} of them the system's, ${commits.toFixed(3)} commits each`);
  }
  if (WAYS.includes('ledger') && WAYS.includes('none')) console.log(`  with the ledger: ${((100 * median('ledger', 'rate')) / median('none', 'rate')).toFixed(0)} % of the speed without it, ${(median('ledger', 'cpu') - median('none', 'cpu')).toFixed(0)} µs of CPU each`);
  console.log(`  peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);
  await warehouse.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function holder() {
  return { host: 'here', pid: process.pid, ttl: 3_600_000 };
}

function fresh() {
  const path = join(mkdtempSync(join(folder, 'ledger-')), 'ledger.db');
  copyFileSync(join(folder, 'ledger.db'), path);
  return path;
}

async function measure(plan, warehouse, ledger, toFiles) {
  const out = mkdtempSync(join(folder, 'out-'));
  const fence = ledger.acquire(holder(), NOW);
  const files = toFiles ? await openChannels(null, out, () => NOW) : null;
  const way = files ?? { hand: async (_, handingOver) => (await handingOver(), { kind: 'accepted', reply: '250 ok' }), close: async () => {} };
  const room = openRenderRoom(thisMachine);
  const codes = openCodePools(plan, folder, ledger);
  const clock = () => NOW;
  let commits = 0;
  const counted = (...names) =>
    Object.fromEntries(names.map((name) => [name, (...args) => ((commits += 1), ledger[name](...args))]));
  const own = { ...ledger, ...counted('claim', 'unclaim', 'beginAttempts', 'renew', 'together') };
  const prepare = prepareMessages({ plan, warehouse, ledger: own, codes, env: { SMTP_URL: 'smtp://127.0.0.1:1' }, sign: null, clock, render: room.render });
  const before = process.cpuUsage();
  const began = performance.now();
  const signal = new AbortController().signal;
  const { sent, dropped } = await deliver({ ledger: own, fence, way, machine: thisMachine, clock, prepare, parallel: toFiles ? 50 : 5, signal });
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(before);
  await room.close();
  await way.close();
  ledger.close();
  if (sent !== PEOPLE) throw new Error(`${sent} sent, ${JSON.stringify(dropped)}`);
  return { rate: sent / seconds, cpu: (user + system) / sent, system: system / sent, commits: commits / sent };
}

/** As many files of the bytes of an email, each made under another name, as a dry run makes them. They stay until the end: ext4 looks past what was just deleted, and the next would pay for it. */
function writeFiles() {
  const bytes = readFileSync(emailIn(folder));
  const out = mkdtempSync(join(folder, 'files-'));
  const before = process.cpuUsage();
  const began = performance.now();
  for (let i = 0; i < PEOPLE; i += 1) {
    const path = join(out, `${i}.eml`);
    const file = openSync(`${path}.part`, 'wx', 0o600);
    writeSync(file, bytes);
    closeSync(file);
    renameSync(`${path}.part`, path);
  }
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(before);
  return { rate: PEOPLE / seconds, cpu: (user + system) / PEOPLE, system: system / PEOPLE, commits: 0 };
}

function emailIn(path) {
  return join(path, readdirSync(path, { recursive: true }).find((file) => file.endsWith('.eml')));
}
