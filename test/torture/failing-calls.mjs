// Lets the n-th call of the file system, or of the store, fail in a run of forty messages, for one n after the other, and looks at what came of each. Argument: JSON {root, every, first, full}; says JSON.
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { createServer } from 'node:net';
import { join } from 'node:path';

const { root, every, first } = JSON.parse(process.argv[2]);
const require = createRequire(new URL('../../package.json', import.meta.url));
const Libsql = require('libsql');
const ledgerPath = join(root, '.lifecycle', 'ledger.db');

// ---- What may fail.

/** Calls are counted, and fail, only while this is set: {layer, n, deed, calls}; the layers are files, the store, and the disk, when it is waited for beside the run. */
let watch = null;

/** True when this call is to fail. */
function fails(layer) {
  if (watch === null || watch.layer !== layer) return false;
  watch.calls += 1;
  if (watch.n === null) return false;
  const due = watch.deed.forGood ? watch.calls >= watch.n : watch.calls === watch.n;
  if (due) watch.struck = true;
  return due;
}

const SYSCALLS = { readFileSync: 'open', writeFileSync: 'open', existsSync: 'access', readdirSync: 'scandir' };
for (const [name, original] of Object.entries(fs)) {
  if (!name.endsWith('Sync') || typeof original !== 'function') continue;
  fs[name] = Object.assign((...args) => {
    if (!fails('files')) return original(...args);
    watch.what ??= name;
    // These two never throw.
    if (name === 'existsSync') {
      watch.denied = true;
      return false;
    }
    if (name === 'statSync' && args[1]?.throwIfNoEntry === false) return undefined;
    const { code } = watch.deed;
    const syscall = SYSCALLS[name] ?? name.replace(/Sync$/, '').toLowerCase();
    const path = typeof args[0] === 'string' ? args[0] : undefined;
    throw Object.assign(new Error(`${code}: planted, ${syscall} '${path}'`), { code, syscall, path });
  }, original);
}
const { fdatasync } = fs;
// The wait for the disk that is no call of the store: what was committed stands in the log, and nobody may rely on it.
fs.fdatasync = (file, done) => {
  if (!fails('disk')) return fdatasync(file, done);
  watch.what ??= 'fdatasync';
  const { code } = watch.deed;
  setImmediate(done, Object.assign(new Error(`${code}: planted, fdatasync`), { code, syscall: 'fdatasync' }));
};
syncBuiltinESMExports();

const owners = new WeakMap();
const { prepare, exec } = Libsql.prototype;
const storeFails = (connection, sql, act) => {
  if (watch?.deed.onlyCommits && sql !== 'COMMIT') return act();
  if (!fails('store')) return act();
  watch.what ??= sql.trim().replaceAll(/\s+/g, ' ').slice(0, 60);
  const { code, after, rollsBack } = watch.deed;
  if (after) act();
  // As SQLite does by itself for errors that leave a transaction in doubt.
  else if (rollsBack && connection.inTransaction) exec.call(connection, 'ROLLBACK');
  throw new Libsql.SqliteError('planted', code, 1);
};
Libsql.prototype.prepare = function (sql) {
  const statement = storeFails(this, sql, () => prepare.call(this, sql));
  owners.set(statement, [this, sql]);
  return statement;
};
Libsql.prototype.exec = function (sql) {
  return storeFails(this, sql, () => exec.call(this, sql));
};
const Statement = Object.getPrototypeOf(new Libsql(':memory:').prepare('SELECT 1'));
for (const name of ['run', 'get', 'all']) {
  const original = Statement[name];
  Statement[name] = function (...params) {
    const [connection, sql] = owners.get(this) ?? [null, ''];
    return storeFails(connection, sql, () => original.apply(this, params));
  };
}

const FILE_DEEDS = ['ENOSPC', 'EIO', 'EMFILE', 'EACCES'].map((code) => ({ code }));
const STORE_DEEDS = [
  { code: 'SQLITE_BUSY' },
  { code: 'SQLITE_CANTOPEN' },
  { code: 'SQLITE_FULL', rollsBack: true, forGood: true },
  { code: 'SQLITE_CORRUPT', rollsBack: true },
  { code: 'SQLITE_IOERR_FSYNC', rollsBack: true },
];
const DISK_DEEDS = ['EIO', 'ENOSPC'].map((code) => ({ code }));
// The disk took the commit and then told of an error: what is true is in the ledger alone.
const COMMIT_DEED = { code: 'SQLITE_IOERR_FSYNC', after: true, onlyCommits: true };

// ---- Who takes the messages, and looks into the ledger before he does.

let arrived = [];
let withoutIntent = 0;
/** A connection of its own: it sees what is committed. */
let reader = null;

function receive(text) {
  const id = /^Message-ID: <(.*)@/im.exec(text)?.[1];
  const was = watch;
  watch = null;
  if (reader === null) {
    const db = new Libsql(ledgerPath);
    reader = { db, status: db.prepare('SELECT status FROM messages WHERE id = ?') };
  }
  if (reader.status.get([id])?.status !== 'handing_over') withoutIntent += 1;
  watch = was;
  arrived.push(id);
}

const server = createServer((socket) => {
  let buffer = '';
  let inData = false;
  socket.setEncoding('latin1').setNoDelay(true);
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    buffer += chunk;
    for (;;) {
      const ending = inData ? '\r\n.\r\n' : '\r\n';
      const end = buffer.indexOf(ending);
      if (end < 0) return;
      const text = buffer.slice(0, end);
      buffer = buffer.slice(end + ending.length);
      if (inData) receive(text);
      const verb = text.slice(0, 4).toUpperCase();
      if (!inData && verb === 'QUIT') return socket.end('221 bye\r\n');
      const reply = inData
        ? '250 taken'
        : verb === 'DATA'
          ? '354 go on'
          : verb === 'EHLO'
            ? '250-sink\r\n250 PIPELINING'
            : '250 ok';
      inData = !inData && verb === 'DATA';
      socket.write(`${reply}\r\n`);
    }
  });
  socket.write('220 sink\r\n');
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const transport = `smtp://127.0.0.1:${server.address().port}`;

// ---- The runs.

const dist = (path) => import(new URL(`../../dist/${path}`, import.meta.url).href);
const { runCommandLine } = await dist('cli/run-command-line.js');
const { thisMachine } = await dist('commands/this-machine.js');
const { tickAndDeliver } = await dist('commands/tick-and-deliver.js');
const { openChannels } = await dist('commands/open-channels.js');
const { loadPlan } = await dist('commands/load-plan.js');
const { openSqliteLedger } = await dist('ledger/sqlite.js');
const { openDuckdb } = await dist('warehouse/duckdb.js');
const { LifecycleError } = await dist('model/failure.js');

/** Another process each time: the lease of one that failed is not its own. */
function newTerminal() {
  const said = { out: '', err: '' };
  const terminal = {
    ...thisMachine,
    session: randomUUID(),
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    stdin: async () => new Uint8Array(),
    interactive: false,
    color: false,
    columns: 80,
    outColumns: 80,
    cwd: root,
    env: { ...process.env, SMTP_URL: transport },
    interrupted: new AbortController().signal,
  };
  return { terminal, said };
}

/** The command as it is typed. */
async function runWhole() {
  const { terminal, said } = newTerminal();
  const code = await runCommandLine(['run', '--send'], terminal);
  return { code, err: said.err };
}

const plan = loadPlan(newTerminal().terminal, root, 'dist/plan.json');
const warehouse = await openDuckdb(plan, root, Date.now());

/** The same from the opening of the ledger on, over data that were read before: ten times as fast. */
async function runOnData() {
  const { terminal, said } = newTerminal();
  try {
    const ledger = openSqliteLedger(ledgerPath, terminal);
    try {
      const way = await openChannels({ transport, targets: {} }, join(root, 'out'), terminal.now);
      try {
        const order = {
          terminal,
          plan,
          root,
          ledgerPath,
          send: { transport, targets: {} },
          outDir: '',
          ticks: [terminal.now()],
          replay: false,
        };
        await tickAndDeliver(order, { warehouse, ledger, way, progress: { step() {} } });
      } finally {
        await way.close();
      }
    } finally {
      ledger.close();
    }
    return { code: 0, err: said.err };
  } catch (error) {
    if (error instanceof LifecycleError) return { code: error.exitCode, err: `error[${error.code}] ${error.message}` };
    return { code: 3, err: `This is a bug: ${error.stack}` };
  }
}

function startOver() {
  reader?.db.close();
  reader = null;
  for (const ending of ['', '-wal', '-shm', '-journal', '-seen']) fs.rmSync(ledgerPath + ending, { force: true });
for (const name of ['.local', ...leftBehind()]) fs.rmSync(join(root, name), { recursive: true, force: true });
  arrived = [];
  withoutIntent = 0;
}

const before = new Set(fs.readdirSync(root, { recursive: true }));
// What the ledger's home remembers of it lies beside it and under this user's folder, which is the project here.
const KNOWN = /^(?:\.lifecycle(?:[\\/]ledger\.db(?:-wal|-shm|-seen)?|[\\/](?:dry-run|inbox).*)?|\.local(?:[\\/].*)?)$/;
/** Files that were not there before and are not the ledger; the folder for temporary files is in the project. */
function leftBehind() {
  return fs.readdirSync(root, { recursive: true }).filter((name) => !before.has(name) && !KNOWN.test(name));
}

async function watched(run, layer, deed, n) {
  watch = { layer, deed, n, calls: 0, struck: false, what: null };
  try {
    return { ...(await run()), watch };
  } finally {
    watch = null;
  }
}

const dryFolder = join(root, '.lifecycle', 'dry-run');
const letters = () => fs.readdirSync(dryFolder, { recursive: true }).filter((name) => name.endsWith('.eml'));

async function runDry() {
  const { terminal, said } = newTerminal();
  const code = await runCommandLine(['run'], terminal);
  return { code, err: said.err };
}

const CLEAR = /^(?:note: .*\n)*error\[LC9\d\d\] /;
const wrong = [];
const tally = {};
const errors = {};

/** The points tried on the ledger as it is, for complaints about what came of them all. */
let chain = [];
/** Whether a commit was kept of which an error was told: then a message may be unknown that never left. */
let isInDoubt = false;

/** One call fails; false when a run on a new ledger has not so many. What was not sent is left to the next point, and whatever that leaves to the one after it. */
async function tryPoint(run, layer, deed, n) {
  for (;;) {
    if (chain.length === 0) startOver();
    const before = arrived.length;
    const { code, err, watch: seen } = await watched(run, layer, deed, n);
    if (!seen.struck) {
      if (code !== 0)
        wrong.push(`${chain.join('; ')}; then no call failed, and: exit code ${code}: ${err.slice(0, 600)}`);
      const isWhole = chain.length === 0;
      await endChain();
      if (isWhole) return false;
      continue;
    }
    const key = `${run === runWhole ? 'whole run: ' : ''}${layer} ${deed.code}${deed.after ? ' after the commit' : ''}`;
    tally[key] = (tally[key] ?? 0) + 1;
    chain.push(`${key}, call ${n} (${seen.what}), ${before} of 40 had gone`);
    isInDoubt ||= deed.after === true;
    const complain = (what) => wrong.push(`${chain.join('; ')}: ${what}`);
    // What is said not to be there may be told as asked wrongly.
    const isClear = (code === 3 || (code === 2 && seen.denied)) && CLEAR.test(err) && !err.includes('This is a bug');
    if (isClear) {
      const kind = /LC9\d\d/.exec(err)[0];
      errors[kind] = (errors[kind] ?? 0) + 1;
    }
    if (code !== 0 && !isClear) complain(`exit code ${code}: ${err.slice(0, 600)}`);
    if (withoutIntent > 0) complain(`${withoutIntent} messages without a committed intent`);
    if (leftBehind().length > 0) complain(`left behind: ${leftBehind().join(', ')}`);
    if (code === 0) {
      if (arrived.length < 40 && !isInDoubt) complain(`it says that all is well, and ${arrived.length} of 40 went`);
      await endChain();
    }
    return true;
  }
}

/** Lets a run in which nothing fails end the work, and looks at what came of every message. */
async function endChain() {
  const complain = (what) => wrong.push(`${chain.join('; ')}: ${what}`);
  const clean = await runOnData();
  if (clean.code !== 0) complain(`the next run fails: ${clean.err.slice(0, 600)}`);
  const db = new Libsql(ledgerPath);
  const rows = db.prepare('SELECT id, status FROM messages').all();
  db.close();
  const taken = new Set(arrived);
  if (taken.size !== arrived.length) complain(`${arrived.length - taken.size} messages twice`);
  if (rows.length !== 40) complain(`${rows.length} messages planned`);
  for (const { id, status } of rows) {
    if (status !== 'sent' && status !== 'unknown') complain(`a message is ${status}`);
    if (status === 'sent' && !taken.has(id)) complain('a message is called sent that nobody got');
    if (status === 'unknown' && !taken.has(id) && !isInDoubt) complain('a message is unknown that surely did not go');
  }
  chain = [];
  isInDoubt = false;
}

/** The same for a dry run: its letters are files, and there is no ledger. */
async function tryDryPoint(_run, layer, deed, n) {
  startOver();
  const { code, err, watch: seen } = await watched(runDry, layer, deed, n);
  if (!seen.struck) return false;
  const key = `dry run: ${layer} ${deed.code}`;
  tally[key] = (tally[key] ?? 0) + 1;
  const complain = (what) => wrong.push(`${key}, call ${n} (${seen.what}): ${what}`);
  const isClear = (code === 3 || (code === 2 && seen.denied)) && CLEAR.test(err) && !err.includes('This is a bug');
  if (code === 0 && letters().length !== 40)
    complain(`it says that all is well, and ${letters().length} of 40 are there`);
  if (code !== 0 && !isClear) complain(`exit code ${code}: ${err.slice(0, 600)}`);
  if (arrived.length > 0) complain('it sent something');
  if (fs.existsSync(ledgerPath)) complain('it made a ledger');
  const parts = fs.readdirSync(dryFolder, { recursive: true }).filter((name) => name.endsWith('.part'));
  if ([...parts, ...leftBehind()].length > 0) complain(`left behind: ${[...parts, ...leftBehind()].join(', ')}`);
  const clean = await runDry();
  if (clean.code !== 0 || letters().length !== 40) complain(`the next one fails: ${clean.err.slice(0, 600)}`);
  return true;
}

/** Each deed at every `step`-th call, the deeds at calls beside each other; more often before the first message goes, where a call costs little. */
async function sweep(run, layer, deeds, step, attempt = tryPoint) {
  for (const [i, deed] of deeds.entries()) {
    let n = ((first + i) % step) + 1;
    while (await attempt(run, layer, deed, n)) n += n < 0.3 * calls[layer] ? Math.ceil(step / 4) : step;
    if (chain.length > 0) await endChain();
  }
}

const calls = {};
fs.mkdirSync(join(root, '.lifecycle'), { recursive: true });
startOver();
const warm = await runWhole();
if (warm.code !== 0 || arrived.length !== 40)
  wrong.push(`the run without a fault: ${JSON.stringify(warm)}, ${arrived.length} messages`);
startOver();
const counted = await watched(runWhole, 'files', {}, null);
startOver();
const stored = await watched(runOnData, 'store', {}, null);
startOver();
const waited = await watched(runOnData, 'disk', {}, null);

startOver();
fs.rmSync(dryFolder, { recursive: true, force: true });
const written = await watched(runDry, 'files', {}, null);
if (letters().length !== 40) wrong.push(`the dry run without a fault: ${JSON.stringify(written)}`);

Object.assign(calls, { files: counted.watch.calls, dryFiles: written.watch.calls, store: stored.watch.calls, disk: waited.watch.calls });
await sweep(runWhole, 'files', FILE_DEEDS, every === 1 ? 1 : every * 2);
await sweep(runDry, 'files', FILE_DEEDS, every === 1 ? 1 : every * 6, tryDryPoint);
await sweep(runWhole, 'store', STORE_DEEDS, every * 100);
await sweep(runOnData, 'store', STORE_DEEDS, every);
await sweep(runOnData, 'store', [COMMIT_DEED], Math.ceil(every / 4));
await sweep(runOnData, 'disk', DISK_DEEDS, Math.ceil(every / 24));
await warehouse.close();
server.close();
console.log(JSON.stringify({ tally, errors, wrong: wrong.slice(0, 40), wrongs: wrong.length, calls }));
