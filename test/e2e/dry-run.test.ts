import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { preloading } from './preload.js';
import { ndjson, outcomeOf, type TestProject } from './project.js';
import { type Accepted, type Sink, startSink } from './sink.js';
import { makeSmallShop, people, person, ping } from './small-shop.js';

const ZONES = ['UTC', 'Asia/Kathmandu', 'America/St_Johns', 'Pacific/Chatham'];
const IDS = Array.from({ length: 80 }, (_, i) => `p${i}`);
const letter = (id: string, more = ''): string => `  - {id: ${id}, ${more}email: {template: letter, topic: news}}\n`;
// Much that decides about a message: holdouts, a cap, a night that defers, zones, consent, delays, a schedule.
const CAMPAIGNS = {
  answer: `triggers: [{event: pinged}]
reentry: always
backfill: 1d
holdout: 20%
steps:
${letter('now')}${letter('soon', 'delay: 1h, ')}${letter('morning', 'delay: {for: 1h, at: "09:00"}, ')}`,
  often: `triggers: [{schedule: "30 * * * *"}]
reentry: always
backfill: 2h
steps:
${letter('half')}`,
};
const POLICIES = `  lateness: 2d
  quiet_hours: {from: "22:00", to: "08:00", on_blocked: defer}
  frequency_caps: [{messages: 3, per: 1d, on_blocked: skip}]
holdouts: {global: 10%, salt: test}`;

let project: TestProject;
let sink: Sink;
beforeAll(async () => {
  project = makeSmallShop({
    // biome-ignore lint/suspicious/noTemplateCurlyInString: read from the environment at hand-over
    transport: '${SMTP_URL}',
    more: 'ledger: state/ledger.db\n',
    policies: POLICIES,
    campaigns: CAMPAIGNS,
    profiles: people(IDS.map((id, i) => [...person(id, ZONES[i % 4]).slice(0, 4), String(i % 7 !== 3)])),
    events: ndjson(
      IDS.flatMap((id, i) => ['10', '11'].map((hour) => ping(id, `2026-03-02T${hour}:${10 + (i % 30)}:00Z`))),
    ),
  });
  project.write('state/.keep', '');
  sink = await startSink(project.root);
  const built = await project.lifecycle(['build']);
  expect([built.out + built.err, built.code]).toEqual([expect.stringContaining('2 campaigns'), 0]);
});
afterAll(async () => {
  await sink.stop();
  project.remove();
});

/** At this moment, for as long as the command takes: a dry run and a real one decide for the same instant. */
function standing(moment: string, scripts: readonly string[] = []) {
  const env = { CLOCK_AT: moment, CLOCK_FROZEN: '1', SMTP_URL: sink.url };
  return preloading(['moved-clock.mjs', ...scripts], env);
}

/** What stands before a command to take away the network, and the right to write to the folder, where this machine lets us. */
function confined(folder: string): readonly string[] {
  const mounts = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"';
  const all = ['unshare', '-rnm', 'sh', '-c', mounts, folder];
  const works = (under: readonly string[]): boolean => {
    const [program = '', ...rest] = [...under, 'true'];
    return spawnSync(program, rest).status === 0;
  };
  if (works(all)) return all;
  console.log(
    'this machine lets nobody make a name space: the dry run keeps its network, and what guards the ledger is its mode',
  );
  return [];
}

/** Every file below a folder: its bytes, and when it was last written. */
function stateOf(folder: string): readonly string[] {
  return readdirSync(folder)
    .sort()
    .map((name) => {
      const path = join(folder, name);
      const { mtimeNs, ctimeNs } = statSync(path, { bigint: true });
      return `${name} ${createHash('sha256').update(readFileSync(path)).digest('hex')} ${mtimeNs} ${ctimeNs}`;
    });
}

interface Summary {
  readonly delivery: { readonly sent: number };
  readonly after: { readonly campaigns: readonly { readonly messages: Readonly<Record<string, object>> }[] };
}

it('a dry run decides what the real run then decides, opens no socket, and leaves a ledger that it may not write as it was', async () => {
  // The run before was killed amid its sending, so that there is something to mend as well, and a log beside the ledger.
  const killed = project.start(['run', '--send'], standing('2026-03-02T10:45Z'));
  const ended = outcomeOf(killed);
  while (killed.exitCode === null && sink.accepted().length < 20) await new Promise((done) => setTimeout(done, 2));
  killed.kill('SIGKILL');
  await ended;
  expect(killed.signalCode).toBe('SIGKILL');
  const before = sink.accepted().length;

  const folder = join(project.root, 'state');
  const state = stateOf(folder);
  const names = state.map((line) => line.split(' ')[0]);
  expect(names).toEqual(expect.arrayContaining(['ledger.db', 'ledger.db-shm', 'ledger.db-wal']));
  for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o444);
  chmodSync(folder, 0o555);
  const guarded = stateOf(folder);
  const dry = await project.lifecycle(['run', '--format', 'json'], {
    ...standing('2026-03-02T12:40Z', ['no-sockets.mjs']),
    under: confined(folder),
  });
  expect([dry.err, dry.code]).toEqual(['', 0]);
  expect(stateOf(folder)).toEqual(guarded);
  expect(sink.accepted().length).toBe(before);
  chmodSync(folder, 0o755);
  for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o644);

  const real = await project.lifecycle(['run', '--send', '--format', 'json'], standing('2026-03-02T12:40Z'));
  expect([real.err, real.code]).toEqual(['', 0]);
  const { sent: _d, outDir: _o, ...wouldBe } = JSON.parse(dry.out) as Summary & { sent: boolean; outDir: string };
  const { sent: _r, outDir: _n, ...was } = JSON.parse(real.out) as Summary & { sent: boolean; outDir: null };
  expect(wouldBe).toEqual(was);
  // There was something to decide: of each way in which a message ends there were some.
  const kinds = new Set(was.after.campaigns.flatMap(({ messages }) => Object.values(messages).flatMap(Object.keys)));
  expect([...kinds]).toEqual(expect.arrayContaining(['sent', 'withheld']));
  for (const reason of ['frequency-cap', 'no-consent', 'inside']) expect(real.out).toContain(`"${reason}": `);
  const written = project.files('.lifecycle/dry-run').filter((file) => file.endsWith('.eml'));
  const letters = written.map((file) => headOf(project.read(join('.lifecycle/dry-run', file))));
  const arrived = sink.accepted().slice(before);
  expect((await Promise.all(letters)).sort()).toEqual(arrived.map(lineOf).sort());
  expect(arrived.length).toBe(was.delivery.sent);
});

async function headOf(text: string): Promise<string> {
  const { messageId, subject, date, to } = await PostalMime.parse(text);
  return `${messageId} ${subject} ${date} ${to?.[0]?.address}`;
}

function lineOf({ id, subject, date, to }: Accepted): string {
  return `${id} ${subject} ${new Date(date).toISOString()} ${to[0]}`;
}
