/**
 * Makes the golden ledger of the layout that a build of lifecycle writes: `node test/ledger/golden/make.mjs [DIST]`. A small shop is run for a day and a half by that
 * build's own command line, against a mail server that refuses, delays and forgets; then its ledger is kept as `layout-N.db`, with everything its tables hold as
 * `layout-N.json`, and what the same build does in the tick after. Done once for a layout; a golden is never made again.
 */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import Libsql from 'libsql';
import { SMTPServer } from 'smtp-server';

const HERE = dirname(fileURLToPath(import.meta.url));

/** The files of the shop: its config and campaigns as every build since the first layout reads them. */
export function shopFiles() {
  const events = [];
  const at = (who, name, time, properties = {}) =>
    events.push({ id: `${name}-${events.length + 1}`, profile_id: who, name, time, properties });
  for (const who of PEOPLE) at(who, 'pinged', '2026-03-02T10:05:00Z', { note: 'one' });
  for (const who of ['ada', 'ben']) at(who, 'pinged', '2026-03-02T12:05:00Z', { note: 'two' });
  at('cyd', 'stopped', '2026-03-02T15:00:00Z');
  for (const who of ['eve', 'gil']) at(who, 'browsed', '2026-03-02T20:30:00Z');
  return {
    'lifecycle.config.yaml': `project: golden-shop
timezone: UTC
data: {profiles: data/profiles.csv, events: data/events.ndjson}
identity: {id: id, email: email, timezone: tz}
attributes:
  email: {type: string, pii: true}
  consent_news: {type: boolean}
events:
  pinged: {note: string}
  browsed: {}
  stopped: {}
metrics:
  pings: {share: pinged}
segments:
  lively: {event: pinged, within: 7d}
topics:
  news: {label: News, consent: consent_news}
  service: {label: Service, transactional: true}
policies:
  lateness: 2d
  quiet_hours: {from: "21:00", to: "08:00", on_blocked: defer}
  frequency_caps:
    - {messages: 2, per: 1d, on_blocked: skip}
holdouts: {global: 20%, salt: golden}
channels:
  email:
    transport: smtp://127.0.0.1:1
    from: Golden Shop <hello@golden-shop.example>
    postal_address: Golden Shop, 1 High Street, London
    unsubscribe: https://mail.golden-shop.example/u
`,
    'campaigns/answer.yaml': campaign(`triggers: [{event: pinged}]
reentry: {after: 1d}
exit_on: [{event: stopped}]
steps:
  - {id: letter, email: {template: letter, topic: news}}
  - {id: receipt, email: {template: letter, topic: service}}
  - {id: more, delay: 6h, email: {template: letter, topic: news}}
  - {id: later, delay: 20h, email: {template: letter, topic: news}}
`),
    'campaigns/look.yaml': campaign(`triggers: [{event: browsed}]
reentry: always
steps:
  - {id: ask, delay: 1h, email: {template: letter, topic: service}}
`),
    'campaigns/lively.yaml': campaign(`triggers: [{enters: {segment: lively}}]
reentry: never
audience: {attribute: consent_news, is: true}
steps:
  - {id: hello, delay: 30h, email: {template: letter, topic: service}}
`),
    'templates/letter.mjml': `---
subject: Good to see you
---
<mjml><mj-body><mj-section><mj-column><mj-text>Good to see you.
<a href="{{ message.unsubscribe_url }}">Unsubscribe</a></mj-text></mj-column></mj-section></mj-body></mjml>
`,
    'data/profiles.csv': [
      'id,email,tz,consent_news',
      ...PEOPLE.map((id) => `${id},${id}@people.example,UTC,${id === 'fay' ? 'false' : 'true'}`),
      '',
    ].join('\n'),
    'data/events.ndjson': events.map((event) => `${JSON.stringify(event)}\n`).join(''),
  };
}

const PEOPLE = ['ada', 'ben', 'cyd', 'dan', 'eve', 'fay', 'gil', 'hal'];
const campaign = (rest) => `name: Golden\ngoal: Show that it lasts\nkpi: {metric: pings, window: 7d}\n${rest}`;

/** The ticks that are in a golden, and the one after. */
export const TICKS = ['--now', '2026-03-02T10:00Z', '--until', '2026-03-03T10:00Z', '--every', '2h'];
export const NEXT = ['--now', '2026-03-03T17:00Z'];

/** A mail server on this machine that refuses `ben`, is slow for `dan`, and hangs up on `hal` after the last byte. */
export async function startServer() {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onRcptTo({ address }, _, done) {
      if (address.startsWith('ben@')) return done(Object.assign(new Error('no such user'), { responseCode: 550 }));
      if (address.startsWith('dan@')) return done(Object.assign(new Error('later'), { responseCode: 451 }));
      return done();
    },
    onData(stream, session, done) {
      stream.resume();
      stream.on('end', () => {
        if (!session.envelope.rcptTo[0].address.startsWith('hal@')) return done();
        for (const connection of server.connections) if (connection.id === session.id) connection._socket.destroy();
      });
    },
  });
  server.on('error', () => {});
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    url: `smtp://127.0.0.1:${server.server.address().port}`,
    stop: () => new Promise((stopped) => server.close(stopped)),
  };
}

/** Every row of every table, but for the journal and what only one process knows. */
export function dumpLedger(path) {
  const db = new Libsql(path);
  try {
    const layout = db.prepare('PRAGMA user_version').get([]).user_version;
    const tables = db
      .prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`)
      .all([])
      .map(({ name }) => name)
      .filter((name) => !['journal', 'lease', 'place'].includes(name));
    const rows = (name) => db.prepare(`SELECT * FROM "${name}" ORDER BY 1, 2`).all([]);
    return { layout, tables: Object.fromEntries(tables.map((name) => [name, rows(name)])) };
  } finally {
    db.close();
  }
}

/** What became of the messages of a ledger, by id. */
export function messagesOf(path) {
  return Object.fromEntries(dumpLedger(path).tables.messages.map(({ id, step, status }) => [id, `${step} ${status}`]));
}

async function make(dist) {
  const shop = mkdtempSync(join(tmpdir(), 'golden-'));
  const server = await startServer();
  const lifecycle = async (...args) => {
    const child = spawn(process.execPath, [join(dist, 'cli.js'), ...args], { cwd: shop, stdio: 'inherit' });
    const code = await new Promise((ended) => child.on('exit', ended));
    if (code > 1) throw new Error(`lifecycle ${args.join(' ')}: ${code}`);
  };
  try {
    for (const [file, text] of Object.entries(shopFiles())) {
      mkdirSync(dirname(join(shop, file)), { recursive: true });
      writeFileSync(join(shop, file), text);
    }
    const ledger = join(shop, '.lifecycle', 'inbox-ledger.db');
    await lifecycle('build');
    await lifecycle('run', ...TICKS, '--inbox', server.url);
    shrink(ledger);
    const { layout, tables } = dumpLedger(ledger);
    const target = join(HERE, `layout-${layout}`);
    if (existsSync(`${target}.db`)) throw new Error(`${target}.db is there already`);
    cpSync(ledger, `${target}.db`);
    await lifecycle('run', ...NEXT, '--inbox', server.url);
    writeFileSync(`${target}.json`, `${JSON.stringify({ layout, tables, next: messagesOf(ledger) })}\n`);
  } finally {
    await server.stop();
    rmSync(shop, { recursive: true });
  }
}

/** Many small tables fit into small pages. */
function shrink(path) {
  const db = new Libsql(path);
  db.exec('PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE; PRAGMA page_size = 512; VACUUM');
  db.close();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await make(resolve(process.argv[2] ?? join(HERE, '../../../dist')));
}
