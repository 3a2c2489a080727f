import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findOldZones } from '../../src/calendar/find-old-zones.js';
import { openDatabase } from '../../src/ledger/database.js';
import { ndjson, type TestProject } from './project.js';
import { type Sink, startSink } from './sink.js';
import { makeSmallShop, people, person, ping } from './small-shop.js';

let shop: TestProject;
let sink: Sink;
let elsewhere: string;
let ledger: string;
beforeEach(async () => {
  elsewhere = mkdtempSync(join(tmpdir(), 'doctor-'));
  // biome-ignore lint/suspicious/noTemplateCurlyInString: read from the environment at hand-over
  shop = makeSmallShop({ transport: '${SMTP_URL}', profiles: people([person('ada')]), events: '' });
  ledger = join(shop.root, '.lifecycle', 'ledger.db');
  sink = await startSink(elsewhere);
  expect((await shop.lifecycle(['build'])).code).toBe(0);
});
afterEach(async () => {
  await sink.stop();
  shop.remove();
  rmSync(elsewhere, { recursive: true });
});

const command = (args: readonly string[], env: Readonly<Record<string, string>> = { SMTP_URL: sink.url }) =>
  shop.lifecycle(args, { env });
interface Finding {
  readonly level: string;
  readonly about: string;
  readonly message: string;
  readonly help: string | null;
}
/** The findings but for those on this machine, which are its own. */
const findings = async (env?: Readonly<Record<string, string>>): Promise<readonly Finding[]> => {
  const { out, err, code } = await command(['doctor', '--format', 'json'], env);
  expect(err).toBe('');
  const all = (JSON.parse(out) as { findings: readonly Finding[] }).findings;
  expect(code).toBe(all.some(({ level }) => level !== 'note') ? 1 : 0);
  return all.filter(({ about }) => about !== 'time zones' && about !== 'disk');
};
const write = (sql: string): void => {
  const db = openDatabase(ledger, 0);
  db.execute(sql);
  db.close();
};
const run = async (): Promise<void> => {
  await command(['run', '--send']);
  shop.write('data/events.ndjson', ndjson([ping('ada', new Date().toISOString())]));
  expect((await command(['run', '--send'])).out).toContain('1 messages sent');
};

it('finds nothing where all is well, and changes nothing', async () => {
  expect(await findings()).toEqual([
    { level: 'note', about: 'ledger', message: 'nothing has run with --send yet', help: null },
  ]);
  await run();
  const names = () => readdirSync(join(shop.root, '.lifecycle')).filter((name) => !/\.db-(shm|wal)$/.test(name));
  const files = () =>
    // What SQLite keeps beside a database of which all is written down goes when the last statement on it is let go of, which nobody orders.
    names().map((name) => {
      const path = join(shop.root, '.lifecycle', name);
      return [name, statSync(path).mtimeMs, statSync(path).isFile() ? readFileSync(path).toString('base64') : ''];
    });
  const before = files();
  expect(await findings()).toEqual([]);
  expect(files()).toEqual(before);
  const log = join(shop.root, '.lifecycle', 'ledger.db-wal');
  expect(statSync(log, { throwIfNoEntry: false })?.size ?? 0).toBe(0);
});

it('finds what the next run would stop at, with what to do', async () => {
  await run();
  shop.write('lifecycle.config.yaml', `${shop.read('lifecycle.config.yaml')}# changed\n`);
  rmSync(join(shop.root, 'data', 'profiles.csv'));
  cpSync(ledger, join(elsewhere, 'ledger.db'));
  rmSync(ledger);
  cpSync(join(elsewhere, 'ledger.db'), ledger);
  write(`UPDATE messages SET status = 'unknown'; UPDATE lease SET host = 'far', pid = 7, expires_at = 1`);
  const found = await findings({});
  expect(found.map(({ about }) => about).sort()).toEqual(
    expect.arrayContaining(['data', 'journal', 'lease', 'messages', 'plan', 'secrets']),
  );
  const text = JSON.stringify(found);
  expect(text).toContain('LC904: the environment variable SMTP_URL is not set');
  expect(text).toContain('LC910');
  expect(text).toContain('1 file changed since the plan was built: lifecycle.config.yaml');
  expect(text).toContain('the tables hold something else than the journal says: messages');
  expect(text).toContain('process 7 on far ended without a word');
  expect(text).toContain('messages of which nobody knows whether they were taken: 1');
  expect((await command(['doctor'])).out).toMatch(/^error: [\s\S]*\nwarning: [\s\S]*\n\d+ to see to\n$/);
});

it('finds an older ledger, a damaged one, and one of a newer lifecycle', async () => {
  await command(['run', '--send']);
  cpSync(ledger, join(elsewhere, 'older.db'));
  await run();
  cpSync(ledger, join(elsewhere, 'whole.db'));
  cpSync(join(elsewhere, 'older.db'), ledger);
  expect(await findings()).toMatchObject(
    [{ level: 'error', about: 'ledger', message: /LC920/ }].map((each) => ({
      ...each,
      message: expect.stringMatching(each.message),
    })),
  );
  cpSync(join(elsewhere, 'whole.db'), ledger);
  write('PRAGMA user_version = 99');
  expect(JSON.stringify(await findings())).toContain('LC909');
  const bytes = readFileSync(join(elsewhere, 'whole.db'));
  const root = openDatabase(join(elsewhere, 'whole.db'), 0);
  const page = root.prepare<{ p: number }>(`SELECT rootpage AS p FROM sqlite_master WHERE name = 'journeys'`).get()!.p;
  root.close();
  bytes.fill(0xff, (page - 1) * 4096, page * 4096);
  writeFileSync(ledger, bytes);
  rmSync(`${ledger}-wal`, { force: true });
  expect(JSON.stringify(await findings())).toMatch(/the file is damaged|LC908/);
});

it('knows of places that changed their time', () => {
  expect(findOldZones(Date.UTC(2026, 5, 1))).toEqual([]);
  // This runtime's own data may be new enough for some of them.
  for (const { hours, zone } of findOldZones(Date.UTC(2026, 11, 1))) {
    expect(['America/Vancouver', 'America/Edmonton', 'Africa/Casablanca']).toContain(zone);
    expect(Math.abs(hours)).toBe(1);
  }
});
