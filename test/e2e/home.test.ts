import { cpSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ndjson, type Outcome, type TestProject } from './project.js';
import { type Sink, startSink } from './sink.js';
import { makeSmallShop, people, person, ping } from './small-shop.js';

const IDS = ['ada', 'ben', 'cyd'];
const LEDGER = '.lifecycle/ledger.db';

let shop: TestProject;
let sink: Sink;
let events: object[];
let elsewhere: string;
beforeEach(async () => {
  shop = makeSmallShop({
    // biome-ignore lint/suspicious/noTemplateCurlyInString: read from the environment at hand-over
    transport: '${SMTP_URL}',
    profiles: people(IDS.map((id) => person(id))),
    events: '',
  });
  elsewhere = mkdtempSync(join(tmpdir(), 'home-'));
  sink = await startSink(elsewhere);
  events = [];
  expect((await shop.lifecycle(['build'])).code).toBe(0);
  expect(await run()).toMatchObject({ code: 0, err: '' });
});
afterEach(async () => {
  await sink.stop();
  shop.remove();
  rmSync(elsewhere, { recursive: true, force: true });
});

/** As on one machine, wherever the project lies. */
const command = (args: readonly string[], cwd = shop.root): Promise<Outcome> =>
  shop.lifecycle(args, { cwd, env: { SMTP_URL: sink.url, XDG_STATE_HOME: join(elsewhere, 'state') } });
const run = (cwd?: string): Promise<Outcome> => command(['run', '--send'], cwd);
/** Everybody does now what is answered by a letter. */
const happen = (name: string, folder = shop.root): void => {
  events.push(...IDS.map((id) => ping(id, new Date().toISOString(), `${id} ${name}`)));
  shop.write('data/events.ndjson', ndjson(events));
  if (folder !== shop.root) cpSync(join(shop.root, 'data'), join(folder, 'data'), { recursive: true });
};

it('a copy of the project sends nothing while the first one lives, and says what to do', async () => {
  const copy = join(elsewhere, 'copy');
  cpSync(shop.root, copy, { recursive: true });
  happen('once', copy);
  const refused = await run(copy);
  expect(refused.err).toContain('error[LC922] the ledger');
  expect(refused.err).toContain(`was moved or copied here from ${join(shop.root, LEDGER)} on`);
  expect(refused.err).toContain('lifecycle adopt --moved');
  expect(refused.code).toBe(3);
  expect(sink.accepted()).toEqual([]);
  expect(await run()).toMatchObject({ code: 0, err: '' });
  expect(sink.accepted()).toHaveLength(3);
  expect((await run(copy)).err).toContain('error[LC920]');
  expect((await command(['adopt', '--restored'], copy)).out).toContain('goes on from here');
  expect((await run(copy)).code).toBe(0);
  expect(sink.accepted()).toHaveLength(3);
});

it('a backup that was put back sends nothing, and after it was adopted nothing that may have gone already', async () => {
  cpSync(join(shop.root, LEDGER), join(elsewhere, 'backup.db'));
  happen('once');
  expect((await run()).out).toContain('3 messages sent');
  cpSync(join(elsewhere, 'backup.db'), join(shop.root, LEDGER));
  const refused = await run();
  expect(refused.err).toMatch(/error\[LC920\] the ledger .* is not the newest: it ends at .* with entry \d+, and/);
  expect(refused.err).toContain('lifecycle adopt --restored');
  expect(refused.code).toBe(3);
  expect((await command(['adopt', '--moved'])).err).toContain('error[LC920]');
  expect((await command(['adopt'])).code).toBe(2);
  expect(sink.accepted()).toHaveLength(3);
  expect((await command(['adopt', '--restored'])).code).toBe(0);
  expect(await run()).toMatchObject({
    code: 0,
    out: expect.stringContaining('3 due before the ledger was restored'),
  });
  expect(sink.accepted()).toHaveLength(3);
  happen('twice');
  expect((await run()).out).toContain('3 messages sent');
  expect(sink.accepted()).toHaveLength(6);
});

it('a project that was renamed goes on as if nothing were, and one that lost its ledger stops', async () => {
  happen('once');
  expect((await run()).out).toContain('3 messages sent');
  const renamed = `${shop.root}-renamed`;
  renameSync(shop.root, renamed);
  expect(await run(renamed)).toMatchObject({ code: 0, err: '', out: expect.stringContaining('0 messages sent') });
  renameSync(renamed, shop.root);
  rmSync(join(shop.root, LEDGER));
  expect((await run()).err).toMatch(/error\[LC920\] the ledger .* is not the newest: it is empty/);
  expect(sink.accepted()).toHaveLength(3);
});

it('a rebuilt ledger in the place of the first one goes on', async () => {
  happen('once');
  expect((await run()).out).toContain('3 messages sent');
  expect(await command(['rebuild', '--out', 'anew.db'])).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^anew\.db: rebuilt from \d+ entries of the journal of \.lifecycle\/ledger\.db\n/),
  });
  expect((await command(['rebuild', '--out', 'anew.db'])).code).toBe(2);
  rmSync(join(shop.root, LEDGER));
  renameSync(join(shop.root, 'anew.db'), join(shop.root, LEDGER));
  expect((await command(['adopt', '--moved'])).code).toBe(0);
  expect(await run()).toMatchObject({ code: 0, out: expect.stringContaining('0 messages sent') });
  expect(sink.accepted()).toHaveLength(3);
});
