import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/ledger/database.js';
import { ndjson, type Outcome, ROOT, type TestProject } from './project.js';
import { type Sink, startSink } from './sink.js';
import { makeSmallShop, people, person, ping } from './small-shop.js';

const LETTERS = `in_flight: follow
triggers: [{event: pinged}]
steps:
  - {id: letter, email: {template: letter, topic: news}}
  - {id: second, delay: 3d, email: {template: letter, topic: news}}
`;
const LEDGER = '.lifecycle/inbox-ledger.db';
const MANY = 3;

let shop: TestProject;
let sink: Sink;
let folder: string;

/** Builds the campaign as it is with one text of it another, into a plan of this name. */
async function build(name: string, from = '', to = '', more = ''): Promise<void> {
  shop.write(
    'campaigns/letters.yaml',
    `name: letters\ngoal: Show that it works\nkpi: {metric: pings, window: 7d}\n${LETTERS.replace(from, to)}${more}`,
  );
  expect(await shop.lifecycle(['build', '--out', `dist/${name}.json`])).toMatchObject({ code: 0 });
}
const send = (plan: string, now: string, ...more: readonly string[]): Promise<Outcome> =>
  shop.lifecycle(['run', '--plan', `dist/${plan}.json`, '--inbox', sink.url, '--now', now, ...more]);
const dry = (plan: string, now: string, ...more: readonly string[]): Promise<Outcome> =>
  shop.lifecycle(['run', '--plan', `dist/${plan}.json`, '--ledger', LEDGER, '--now', now, ...more]);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sink-'));
  sink = await startSink(folder);
  const names = ['ada', 'ben', 'cleo'].slice(0, MANY);
  shop = makeSmallShop({
    campaigns: { letters: LETTERS },
    profiles: people(names.map((name) => person(name))),
    events: ndjson(names.map((name) => ping(name, '2026-03-02T10:00:00Z'))),
  });
  await build('first');
  await send('first', '2026-03-02T09:00Z');
  expect((await send('first', '2026-03-02T10:30Z')).code).toBe(0);
  expect(sink.accepted()).toHaveLength(MANY);
});
afterAll(async () => {
  await sink.stop();
  shop.remove();
  rmSync(folder, { recursive: true });
});

describe('a plan that breaks something for people who are inside', () => {
  it('is refused before anything is decided, with what resolves it', async () => {
    await build('renamed', 'id: second', 'id: reminder');
    const bytes = readFileSync(join(shop.root, LEDGER));
    for (const run of [send, dry]) {
      const { code, out, err } = await run('renamed', '2026-03-06T12:00Z');
      expect(out).toBe('');
      expect(err).toContain(
        'error[LC918] the plan has 1 breaking change for people who are inside, and nobody accepted it: nothing was decided or sent\n',
      );
      expect(err).toContain('letters/reminder: [LC802] step "second" seems to be called "reminder" now: follow: ');
      expect(err).toContain('; 0 before it, 3 waiting in it, 0 past it\n');
      expect(err).toContain('in campaigns/letters.yaml, moved: [{from: second, to: reminder}]\n');
      expect(err).toContain('in campaigns/letters.yaml, accepts: [{change: LC802, step: reminder, reason: "..."}]\n');
      expect(code).toBe(3);
    }
    expect(sink.accepted()).toHaveLength(MANY);
    // A dry run leaves the very bytes; a refused run has taken the lease and given it back.
    await dry('renamed', '2026-03-06T12:00Z');
    expect(readFileSync(join(shop.root, LEDGER)).length).toBe(bytes.length);
  });

  it('passes when what was meant is said, or while it is accepted', async () => {
    await build('moved', 'id: second', 'id: reminder', 'moved: [{from: second, to: reminder}]\n');
    expect((await dry('moved', '2026-03-02T12:00Z')).code).toBe(0);
    const accepts = 'accepts: [{change: LC802, reason: nobody needs it, until: 2026-03-04}]\n';
    await build('accepted', 'id: second', 'id: reminder', accepts);
    expect((await dry('accepted', '2026-03-04T12:00Z')).code).toBe(0);
    const late = await dry('accepted', '2026-03-06T12:00Z');
    expect(late.code).toBe(3);
    expect(late.err).toContain('error[LC918]');
  });

  it('is refused when the plan in force was made by the version before, too', async () => {
    const current = join(shop.root, LEDGER);
    const older = join(shop.root, '.lifecycle/older.db');
    copyFileSync(current, older);
    const ledger = openDatabase(older, 0);
    const kpi = {
      metric: 'pings',
      window: { months: 0, days: 7, exact: 0, text: '7d' },
      minimumLift: null,
      guardrails: [],
    };
    ledger
      .prepare(
        "UPDATE plans SET body = json_remove(json_set(body, '$.format', 3, '$.campaigns[0].kpi', json(?)), '$.economics')",
      )
      .run(JSON.stringify(kpi));
    ledger.close();
    const run = (plan: string) =>
      shop.lifecycle(['run', '--plan', `dist/${plan}.json`, '--ledger', older, '--now', '2026-03-06T12:00Z']);
    expect((await run('renamed')).err).toContain('error[LC918]');
    expect((await run('moved')).code).toBe(0);
  });

  it('passes when it concerns nobody', async () => {
    // Nobody waits in the first step, and nobody is past it who could get it again.
    await build('shortened', 'delay: 3d', 'delay: 2d');
    expect((await dry('shortened', '2026-03-02T12:00Z')).code).toBe(0);
    const files = [shop.read('data/profiles.csv'), shop.read('data/events.ndjson')];
    const run = (plan: string, now: string) =>
      shop.lifecycle([
        'run',
        '--plan',
        `dist/${plan}.json`,
        '--inbox',
        sink.url,
        '--ledger',
        '.lifecycle/other.db',
        '--now',
        now,
      ]);
    shop.write('data/events.ndjson', '');
    expect((await run('first', '2026-03-02T09:00Z')).code).toBe(0);
    expect((await run('renamed', '2026-03-02T10:00Z')).code).toBe(0);
    shop.write('data/profiles.csv', files[0] ?? '');
    shop.write('data/events.ndjson', files[1] ?? '');
  });
});

it('a plan of another project is refused', async () => {
  const config = shop.read('lifecycle.config.yaml');
  shop.write('lifecycle.config.yaml', config.replace('project: small-shop', 'project: other-shop'));
  await build('foreign');
  shop.write('lifecycle.config.yaml', config);
  expect(await dry('foreign', '2026-03-02T12:00Z')).toMatchObject({
    code: 3,
    err: expect.stringContaining(
      'error[LC909] the ledger is that of project "small-shop", and the plan is of "other-shop"',
    ),
  });
});

it('a census of it counts people and names nobody', async () => {
  const { code, out } = await shop.lifecycle(['census', '--ledger', LEDGER, '--plan', 'dist/first.json']);
  expect(code).toBe(0);
  const validate = new Ajv2020({ strict: false }).compile(
    JSON.parse(readFileSync(join(ROOT, 'schemas/census.schema.json'), 'utf8')),
  );
  const census = JSON.parse(out) as Record<string, unknown>;
  expect(validate(census), JSON.stringify(validate.errors)).toBe(true);
  expect(census).toMatchObject({
    project: 'small-shop',
    campaigns: [
      {
        campaign: 'letters',
        inside: 3,
        over: 0,
        waiting: [{ step: 'second', people: 3 }],
        past: [{ step: 'letter', journeys: 3 }],
      },
    ],
  });
  for (const name of ['ada', 'ben', 'cleo']) expect(out).not.toContain(name);
  shop.write('dist/census.json', out);
  await build('renamed', 'id: second', 'id: reminder');
  const diff = await shop.lifecycle(['diff', '--against', 'dist/first.json', '--census', 'dist/census.json']);
  expect(diff.out).toMatch(/: 1 breaking; 3 people waiting are affected\n$/);
});

it('a plan that was replaced goes into force again only when somebody says so', async () => {
  await build('newer', 'delay: 3d', 'delay: 4d');
  expect((await send('newer', '2026-03-02T13:00Z')).code).toBe(0);
  for (const run of [send, dry]) {
    const old = await run('first', '2026-03-02T14:00Z');
    expect(old.err).toMatch(
      /error\[LC901\] the plan sha256:[0-9a-f]{12} was replaced on 2026-03-02 13:00 \(UTC\) by sha256:[0-9a-f]{12}: nothing was decided or sent\n/,
    );
    expect(old.err).toContain('lifecycle run --go-back');
    expect(old.code).toBe(3);
  }
  expect((await dry('first', '2026-03-02T14:00Z', '--go-back')).code).toBe(0);
  expect((await send('first', '2026-03-02T14:00Z', '--go-back')).code).toBe(0);
  // From now on it is the newest: no word is needed any more, and the other one is the old one.
  expect((await send('first', '2026-03-02T15:00Z')).code).toBe(0);
  expect((await send('newer', '2026-03-02T16:00Z')).code).toBe(3);
  const status = await shop.lifecycle(['status', '--plan', 'dist/newer.json', '--ledger', LEDGER]);
  expect(status.out).toMatch(/\nplan 3 of this ledger, sha256:[0-9a-f]{12}, in force since 2026-03-02 14:00\n$/);
});

it('an edit passes where people finish what they started, and status counts them', async () => {
  const ledger = join(shop.root, '.lifecycle/pinned.db');
  const pinned = LETTERS.replace('in_flight: follow', 'in_flight: pinned');
  await build('long', LETTERS, pinned);
  await build('short', LETTERS, pinned.replace(/ {2}- \{id: second.*\n/, ''));
  const run = (plan: string, now: string): Promise<Outcome> => send(plan, now, '--ledger', ledger);
  expect((await run('long', '2026-03-02T09:00Z')).code).toBe(0);
  expect((await run('long', '2026-03-02T10:30Z')).code).toBe(0);
  expect(await run('short', '2026-03-02T12:00Z')).toMatchObject({ code: 0, err: expect.not.stringContaining('LC918') });
  const look = ['status', '--plan', 'dist/short.json', '--ledger', ledger];
  expect((await shop.lifecycle(look)).out).toMatch(
    /\nplan 2 of .*; 3 inside finish what they started under an earlier one\n$/,
  );
  expect((await run('short', '2026-03-06T12:00Z')).code).toBe(0);
  expect((await shop.lifecycle(look)).out).toMatch(/\nplan 2 of .*, in force since 2026-03-02 12:00\n$/);
  expect(sink.accepted()).toHaveLength(3 * MANY);
});
