import { existsSync } from 'node:fs';
import { join } from 'node:path';
import PostalMime, { type Email } from 'postal-mime';
import { afterEach, describe, expect, it } from 'vitest';
import { ndjson, type TestProject } from './project.js';
import { type Sink, startSink } from './sink.js';
import { makeSmallShop, people, person, ping } from './small-shop.js';

const TICKS = ['--now', '2026-03-02T10:00Z', '--until', '2026-03-02T11:00Z'];
const GOOD = Array.from({ length: 200 }, (_, i) => `p${i}`);

let project: TestProject | null = null;
let sink: Sink | null = null;
afterEach(async () => {
  await sink?.stop();
  sink = null;
  project?.remove();
});

const answered = (ids: readonly string[]): object[] => ids.map((id) => ping(id, '2026-03-02T10:30:00Z'));

describe('rows that cannot be used', () => {
  const profiles = `${people([
    ...GOOD.map((id) => person(id)),
    person('no-address', 'UTC', ''),
    person('two-addresses', 'UTC', 'a@x.test, b@y.test'),
    person('no-domain', 'UTC', 'someone@'),
    person('martian', 'Mars/Olympus_Mons'),
    person('twice', 'UTC', 'first@people.example'),
    person('twice', 'UTC', 'second@people.example'),
    person('same'),
    person('same'),
  ])}short,short@people.example,UTC
long,long@people.example,UTC,Ada,true,and,more
,nobody@people.example,UTC,Ada,true
`;
  const events = ndjson([
    ...answered([...GOOD, 'no-address', 'two-addresses', 'no-domain', 'martian', 'twice', 'same', 'short', 'long']),
    ping('p1', '2999-01-01T00:00:00Z', 'from the future'),
    { id: 'nameless', profile_id: 'p2', time: '2026-03-02T10:30:00Z' },
    { id: 'timeless', profile_id: 'p3', name: 'pinged' },
    { id: 'odd-time', profile_id: 'p4', name: 'pinged', time: 'half past ten' },
  ]);

  it('are set aside with their reason, counted and listed; the rest runs', async () => {
    project = makeSmallShop({ profiles, events });
    sink = await startSink(project.root);
    expect((await project.lifecycle(['build'])).code).toBe(0);
    const run = await project.lifecycle(['run', ...TICKS, '--inbox', sink.url]);
    expect(run.err).toBe('');
    expect(run.code).toBe(0);
    expect(run.out).toContain('read 211 profiles and 212 events, set 9 rows aside; found');
    for (const line of [
      '     1  profiles: fewer fields than the header  (profiles.csv:210)',
      '     1  profiles: more fields than the header  (profiles.csv:211)',
      '     1  profiles: no profile id  (profiles.csv:212)',
      '     2  profiles: profile id twice with different data  (profiles.csv:206 "twice", profiles.csv:207 "twice")',
      '     1  profiles: same profile twice (counted once)  (profiles.csv:209 "same")',
      '     1  profiles: no email address  (profiles.csv:202 "no-address")',
      '     1  profiles: email address is not of the form name@domain  (profiles.csv:204 "no-domain")',
      '     1  profiles: unknown time zone (the project zone is used)  (profiles.csv:205 "Mars/Olympus_Mons")',
      '     1  events: no event name  (events.ndjson:210 "nameless")',
      '     1  events: no time  (events.ndjson:211)',
      '     1  events: time cannot be read  (events.ndjson:212 "half past ten")',
      // Nobody knows these people: their rows were set aside above.
      '     3  events: unknown profile  (events.ndjson:205 "twice", events.ndjson:207 "short", …)',
    ])
      expect(run.out).toContain(line);
    expect(run.out).toMatch(/ 1 {2}profiles: email address holds a .*\(profiles\.csv:203 "two-addresses"\)/);
    // Seen from the clock on the wall: a replay of the past may know what came after it.
    expect(run.out).toMatch(
      / 1 {2}events: more than a day in the future \(after .*\) {2}\(events\.ndjson:209 "2999-01-01T00:00:00Z"\)/,
    );
    // The addresses themselves are nobody's business.
    expect(run.out).not.toContain('y.test');

    const to = sink.accepted().map((message) => message.to.join());
    expect(to.sort()).toEqual([...GOOD, 'martian', 'same'].map((id) => `${id}@people.example`).sort());
    expect(run.out).toMatch(/skipped +2 an impossible address · 1 no address/);
  });

  it('stop the run before it decides or sends anything when they are more than one in twenty', async () => {
    const ragged = Array.from({ length: 12 }, (_, i) => `short-${i},x@people.example\n`).join('');
    project = makeSmallShop({
      profiles: `${people(GOOD.map((id) => person(id)))}${ragged}`,
      events: ndjson(answered(GOOD)),
    });
    sink = await startSink(project.root);
    await project.lifecycle(['build']);
    const run = await project.lifecycle(['run', ...TICKS, '--inbox', sink.url]);
    expect(run.err).toContain('error[LC907] 12 of 212 rows of profiles cannot be used, more than 5%');
    expect(run.err).toContain('12 × fewer fields than the header (data/profiles.csv:202)');
    expect(run.code).toBe(3);
    expect(sink.accepted()).toEqual([]);
    expect(existsSync(join(project.root, '.lifecycle/inbox-ledger.db'))).toBe(false);
  });
});

describe('a hostile profile', () => {
  const names = {
    crlf: 'Eve\r\nBcc: evil@x.test',
    lf: 'Eve\nBcc: evil@x.test\n\nbody',
    nel: 'Eve\u0085Bcc: evil@x.test',
    separator: 'Eve\u2028Bcc: evil@x.test',
    bidi: 'Eve \u202Emoc.live@x',
    script: '<script>alert(1)</script>',
    liquid: '{{ profile.email }}{% include "letter" %}',
    quotes: `"'><img src=x onerror=alert(1)>`,
    long: 'E'.repeat(5000),
    encoded: '=?utf-8?q?=0D=0ABcc:_evil@x.test?=',
    __proto__x: 'constructor',
  };
  const addresses = [
    'a@x.test, b@y.test',
    'a@x.test; b@y.test',
    'a@x.test\r\nRCPT TO:<b@y.test>',
    '"b@y.test, evil"@x.test',
    'Eve <a@x.test>',
    'a@x.test\u202E',
    'a@x.test\u0000',
    'group: a@x.test, b@y.test;',
    'a@[127.0.0.1]',
    'a@localhost',
    '<a@x.test>',
    'a%b@y.test@x.test',
  ];

  it('gets one header each and one recipient, or no message', async () => {
    project = makeSmallShop({
      profiles: people([
        ...Object.entries(names).map(([id, name]) =>
          person(id, 'UTC', `${id.replace(/_/g, '-')}@people.example`, name),
        ),
        ...addresses.map((address, i) => person(`address-${i}`, 'UTC', address)),
      ]),
      events: ndjson(answered([...Object.keys(names), ...addresses.map((_, i) => `address-${i}`)])),
    });
    await project.lifecycle(['build']);
    const run = await project.lifecycle(['run', ...TICKS]);
    expect(run.err).toBe('');
    const folder = '.lifecycle/dry-run/answer/letter';
    const files = project.files(folder);
    const ids = files.map((file) => file.replace(/-[a-z2-7]{52}\.eml$/, ''));
    expect(ids.filter((id) => id.startsWith('address-'))).toEqual([]);
    expect(run.out).toMatch(new RegExp(`${addresses.length} an impossible address`));
    // What cannot stand in a subject is dropped with the reason; everybody else gets the letter, whole and harmless.
    expect(ids).toEqual(['__proto__x', 'bidi', 'encoded', 'liquid', 'nel', 'quotes', 'script']);
    expect(run.out).toContain('3 cannot be rendered: the subject holds a line break or a control character');
    expect(run.out).toContain('1 cannot be rendered: the subject has 5006 characters, more than 255');
    for (const [i, file] of files.entries()) {
      const raw = project.read(`${folder}/${file}`);
      const email = await PostalMime.parse(raw);
      expectOneOfEach(email, `${String(ids[i]).replace(/_/g, '-')}@people.example`);
      expect(email.html, file).not.toMatch(/<script|<img src=x|onerror=alert\(1\)>/);
      expect(email.subject, file).not.toMatch(/[\r\n\u0085\u2028\u202e]/);
    }
    const script = await PostalMime.parse(project.read(`${folder}/${files[ids.indexOf('script')]}`));
    expect(script.html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(script.subject).toBe('Hello <script>alert(1)</script>');
    const liquid = await PostalMime.parse(project.read(`${folder}/${files[ids.indexOf('liquid')]}`));
    expect(liquid.subject).toContain('{{ profile.email }}');
  });

  it('cannot reach prototypes through columns, properties or ids of that name', async () => {
    const profiles = `id,email,tz,first_name,consent_news,__proto__,constructor,toString
ada,ada@people.example,UTC,Ada,true,polluted,polluted,polluted
__proto__,proto@people.example,UTC,Proto,true,x,y,z
constructor,constructor@people.example,UTC,Con,true,x,y,z
`;
    const properties = '"properties": {"note": "n", "__proto__": {"polluted": true}, "constructor": "x"}';
    const events = ['ada', '__proto__', 'constructor', 'hasOwnProperty']
      .map(
        (id) =>
          `{"id": "e ${id}", "profile_id": "${id}", "name": "pinged", "time": "2026-03-02T10:30:00Z", ${properties}}\n`,
      )
      .join('');
    const named =
      '{"id": "__proto__", "profile_id": "ada", "name": "__proto__", "time": "2026-03-02T10:31:00Z", "__proto__": 1}\n';
    project = makeSmallShop({ profiles, events: events + named });
    sink = await startSink(project.root);
    await project.lifecycle(['build']);
    const run = await project.lifecycle(['run', ...TICKS, '--inbox', sink.url]);
    expect([run.code, run.err]).toEqual([0, '']);
    const mail = sink.accepted().map(({ to, subject }) => `${to.join()} ${subject}`);
    expect(mail.sort()).toEqual([
      'ada@people.example Hello Ada',
      'constructor@people.example Hello Con',
      'proto@people.example Hello Proto',
    ]);
    const why = await project.lifecycle(['why', '__proto__', '--ledger', '.lifecycle/inbox-ledger.db']);
    expect(why.out).toContain('letter: sent');
  });
});

/** One of each header that mail programs act on, no header that we did not write, and this one recipient. */
function expectOneOfEach(email: Email, to: string): void {
  const keys = email.headers.map(({ key }) => key);
  expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
  expect(keys.filter((key) => ['bcc', 'cc', 'evil', 'resent-to'].includes(key))).toEqual([]);
  expect(email.to?.map(({ address }) => address)).toEqual([to]);
  for (const key of ['from', 'to', 'subject', 'date', 'message-id', 'list-unsubscribe', 'list-unsubscribe-post'])
    expect(keys).toContain(key);
}
