import { describe, expect, it } from 'vitest';
import { LifecycleError } from '../../src/model/failure.js';
import { openDuckdb } from '../../src/warehouse/duckdb.js';
import { addParquet, at, folderWith } from './fixture.js';
import { attribute, campaignWith, planWith } from './plan.js';

const NOW = at('2026-03-10T12:00:00Z');
const plan = planWith({
  attributes: {
    first: attribute('string', { pii: true }),
    age: attribute('number'),
    vip: attribute('boolean'),
    born: attribute('date'),
    seen: attribute('time'),
    country: attribute('string', { enum: ['DE', 'AT'] }),
  },
  events: { order: { value: 'number', sku: 'string' } },
  campaigns: [campaignWith({ triggers: [{ kind: 'event', event: 'order', where: [], key: null, unless: [] }] })],
});

async function load(
  files: Parameters<typeof folderWith>[0],
  parquet: Readonly<Record<string, string>> = {},
  identity = plan.identity,
) {
  const root = folderWith(files);
  for (const [name, query] of Object.entries(parquet)) await addParquet(root, name, query);
  const warehouse = await openDuckdb({ ...plan, identity }, root, NOW);
  try {
    const ids = await warehouse.profileIds();
    return { quality: warehouse.quality, ids, facts: await warehouse.facts(ids, NOW) };
  } finally {
    await warehouse.close();
  }
}

const findings = (loaded: Awaited<ReturnType<typeof load>>) =>
  loaded.quality.findings.map(({ source, reason, count, samples }) =>
    `${source}: ${reason} ×${count} ${samples.join(' ')}`.trim(),
  );

describe('profiles', () => {
  it('reads BOM, quoted commas and newlines, empty text and nulls; sets ragged rows aside with their lines', async () => {
    const loaded = await load({
      'profiles.csv':
        '\uFEFFid,email,first,age,tz,lang\r\n1,a@x.test,"Ann, ""A""",41,,\r\n2,b@x.test\r\n3,c@x.test,"two\nlines",,,\r\n4,d@x.test,Dan,1,2,3,4\r\n\r\n5,e@x.test,"",x,,\r\n6,f@x.test,"bad"quote,3,,\r\n7,g@x.test,Gus,7,,',
      'events.ndjson': '',
    });
    expect(loaded.facts.map((f) => [f.profileId, f.attributes.first, f.attributes.age])).toEqual([
      ['1', 'Ann, "A"', 41],
      ['3', 'two\nlines', null],
      ['5', '', null],
      ['7', 'Gus', 7],
    ]);
    expect(findings(loaded)).toEqual([
      'profiles: fewer fields than the header ×1 profiles.csv:3',
      'profiles: misplaced quote ×1 profiles.csv:9',
      'profiles: more fields than the header ×1 profiles.csv:6',
      'profiles: value of "age" does not fit number ×1 profiles.csv:8 "x"',
    ]);
    expect(loaded.quality.profiles).toEqual({ rows: 7, setAside: 3 });
  });

  it('reads semicolons, tabs, gzip, header only and nothing at all', async () => {
    const loaded = await load({
      'profiles.1.csv': 'id;email;tz;lang\n1;a@x.test;;\n',
      'profiles.2.csv.gz': 'id\temail\ttz\tlang\n2\tb@x.test\t\t\n',
      'profiles.3.csv': 'id,email,tz,lang',
      'profiles.4.csv': '',
      'profiles.5.csv': '\n',
      'profiles.6.jsonl.gz': '{"id": 6, "email": "c@x.test"}',
      'events.1.csv': 'id,profile_id,name,time\n',
      'events.2.csv': '',
    });
    expect(loaded.ids).toEqual(['1', '2', '6']);
    expect(loaded.quality).toEqual({
      profiles: { rows: 3, setAside: 0 },
      events: { rows: 0, setAside: 0 },
      findings: [],
    });
  });

  it('sets aside rows without an id and ids with different data, and folds identical rows', async () => {
    const loaded = await load({
      'profiles.a.csv': 'id,email,tz,lang\n1,a@x.test,,\n,b@x.test,,\n2,c@x.test,,\n2,d@x.test,,\n1,a@x.test,,\n',
      'profiles.b.ndjson': [{ id: '1', email: 'a@x.test' }, { email: 'z@x.test' }, { id: '3', email: 'e@x.test' }],
      'events.ndjson': '',
    });
    expect(loaded.ids).toEqual(['1', '3']);
    expect(findings(loaded)).toEqual([
      'profiles: no profile id ×2 profiles.a.csv:3 profiles.b.ndjson:2',
      'profiles: profile id twice with different data ×2 profiles.a.csv:4 "2" profiles.a.csv:5 "2"',
      'profiles: same profile twice (counted once) ×2 profiles.a.csv:6 "1" profiles.b.ndjson:1 "1"',
    ]);
    expect(loaded.quality.profiles).toEqual({ rows: 8, setAside: 4 });
  });

  it('takes international addresses, and tells of a domain in two scripts that look alike', async () => {
    const loaded = await load({
      'profiles.csv': 'id,email,tz,lang\n1,jürgen@bücher.test,,\n2,a@p\u0430ypal.test,,\n',
      'events.ndjson': '',
    });
    expect(loaded.facts.map((f) => [f.email, f.emailProblem])).toEqual([
      ['jürgen@xn--bcher-kva.test', null],
      ['a@xn--pypal-4ve.test', null],
    ]);
    expect(findings(loaded)).toEqual([
      'profiles: email domain mixes scripts that look alike (it is used) ×1 profiles.csv:3 "2"',
    ]);
    expect(loaded.quality.profiles.setAside).toBe(0);
  });

  it('keeps profiles whose address, zone, language or values cannot be used, and says so without showing personal data', async () => {
    const loaded = await load({
      'profiles.csv':
        'id,email,tz,lang,first,age,vip,born,seen,country\n1,,Mars/Base,d,Ann,1e400,yes,2026-02-30,yesterday,FR\n2,"a@x.test, b@y.test",+02:00,de_AT,Bob,9007199254740993,TRUE,1990-05-01,1767225600,DE\n3,c@x.test,europe/vienna,,Cid,-.5,0,1990-05-01T00:00:00Z,2026-01-01 00:00:00,AT\n',
      'events.ndjson': '',
    });
    expect(loaded.facts.map((f) => [f.email, f.emailProblem, f.zone, f.locale])).toEqual([
      [null, null, 'Europe/Berlin', null],
      [null, 'email address holds a space', 'Europe/Berlin', 'de-AT'],
      ['c@x.test', null, 'Europe/Vienna', null],
    ]);
    expect(loaded.facts.map((f) => Object.values(f.attributes))).toEqual([
      [null, null, null, 'Ann', null, null],
      [null, '1990-05-01', 'DE', 'Bob', at('2026-01-01T00:00:00Z'), true],
      [-0.5, '1990-05-01', 'AT', 'Cid', at('2026-01-01T00:00:00Z'), false],
    ]);
    expect(findings(loaded)).toEqual([
      'profiles: email address holds a space ×1 profiles.csv:3 "2"',
      'profiles: no email address ×1 profiles.csv:2 "1"',
      'profiles: unknown time zone (the project zone is used) ×2 profiles.csv:2 "Mars/Base" profiles.csv:3 "+02:00"',
      'profiles: not a language tag ×1 profiles.csv:2 "d"',
      'profiles: value of "age" does not fit number ×2 profiles.csv:2 "1e400" profiles.csv:3 "9007199254740993"',
      'profiles: value of "born" does not fit date ×1 profiles.csv:2 "2026-02-30"',
      'profiles: value of "country" does not fit its enum ×1 profiles.csv:2 "FR"',
      'profiles: value of "seen" does not fit time ×1 profiles.csv:2 "yesterday"',
      'profiles: value of "vip" does not fit boolean ×1 profiles.csv:2 "yes"',
    ]);
    expect(loaded.quality.profiles.setAside).toBe(0);
  });

  it('keeps profiles whose phone number cannot be used, and does not show it', async () => {
    const loaded = await load(
      {
        'profiles.csv':
          'id,email,tz,lang,mobile\n1,a@x.test,,,+49 (151) 123-456\n2,b@x.test,,,0151 123456\n3,c@x.test,,,\n4,d@x.test,,,+49 (0)151 123\n',
        'events.ndjson': '',
      },
      {},
      { ...plan.identity, phone: 'mobile' },
    );
    expect(loaded.facts.map((f) => [f.phone, f.phoneProblem])).toEqual([
      ['+49151123456', null],
      [null, 'phone number does not begin with + and the country code'],
      [null, null],
      [null, 'phone number has a (0) in it'],
    ]);
    expect(findings(loaded).filter((finding) => finding.includes('phone'))).toEqual([
      'profiles: phone number does not begin with + and the country code ×1 profiles.csv:3 "2"',
      'profiles: phone number has a (0) in it ×1 profiles.csv:5 "4"',
    ]);
  });

  it('reads Segment identify lines, and sets aside lines that are not JSON objects', async () => {
    const loaded = await load({
      'profiles.ndjson':
        '\uFEFF{"type":"identify","userId":"1","traits":{"email":"a@x.test","first":{"x":1},"age":"7"}}\n\n[1]\n{"id":\n{"id":"2","attributes":{"first":"Bob","country":"AT"},"email":"b@x.test"}',
      'events.ndjson': '',
    });
    expect(loaded.facts.map((f) => [f.profileId, f.email, f.attributes.first, f.attributes.age])).toEqual([
      ['1', 'a@x.test', null, 7],
      ['2', 'b@x.test', 'Bob', null],
    ]);
    expect(findings(loaded)).toEqual([
      'profiles: line is not a JSON object ×2 profiles.ndjson:3 profiles.ndjson:4',
      'profiles: value of "first" does not fit string ×1 profiles.ndjson:1',
    ]);
  });
});

describe('events', () => {
  const one = { 'profiles.ndjson': [{ id: 'ann', email: 'a@x.test' }] };
  const seen = (loaded: Awaited<ReturnType<typeof load>>) =>
    loaded.facts[0]!.events.map((e) => [e.id, new Date(e.time).toISOString(), { ...e.properties }]);

  it('sets aside events without name, profile or time, from the future, and of unknown profiles', async () => {
    const event = { profile_id: 'ann', name: 'order', time: '2026-03-01T00:00:00Z' };
    const rows = [
      { name: undefined },
      { profile_id: '' },
      { time: null },
      { time: 'soon' },
      { time: '20260301' },
      { time: '2026-03-11T12:00:00.001Z' },
      { profile_id: 'bob' },
      { id: 'tomorrow', time: '2026-03-11T12:00:00Z' },
      { id: 'ok' },
    ];
    const loaded = await load({ ...one, 'events.ndjson': rows.map((row, i) => ({ id: `x${i}`, ...event, ...row })) });
    expect(seen(loaded).map(([id]) => id)).toEqual(['ok']);
    expect(findings(loaded)).toEqual([
      'events: more than a day in the future (after 2026-03-11 12:00 UTC) ×1 events.ndjson:6 "2026-03-11T12:00:00.001Z"',
      'events: no event name ×1 events.ndjson:1 "x0"',
      'events: no profile id ×1 events.ndjson:2 "x1"',
      'events: no time ×1 events.ndjson:3',
      'events: time cannot be read ×2 events.ndjson:4 "soon" events.ndjson:5 "20260301"',
      'events: unknown profile ×1 events.ndjson:7 "bob"',
    ]);
    expect(loaded.quality.events).toEqual({ rows: 9, setAside: 6 });
  });

  it('counts a repeated event once, and of one id for different events keeps the earliest', async () => {
    const order = (id: string | undefined, time: string, properties: object) => ({
      id,
      profile_id: 'ann',
      name: 'order',
      time,
      properties,
    });
    const loaded = await load({
      ...one,
      'events.ndjson': [
        order('a', '2026-03-02T00:00:00Z', { value: 2, sku: 'x' }),
        order('b', '2026-03-03T00:00:00Z', { value: 9 }),
        order('b', '2026-03-01T00:00:00Z', { value: 1 }),
        order('a', '2026-03-02T01:00:00+01:00', { sku: 'x', value: 2, other: null }),
        order(undefined, '2026-03-04T00:00:00Z', { value: 4, sku: 'z' }),
        order(undefined, '2026-03-04T00:00:00Z', { sku: 'z', value: 4 }),
      ],
    });
    expect(seen(loaded)).toEqual([
      ['b', '2026-03-01T00:00:00.000Z', { value: 1, sku: null }],
      ['a', '2026-03-02T00:00:00.000Z', { value: 2, sku: 'x' }],
      [expect.stringMatching(/^h:[0-9a-f]{64}$/), '2026-03-04T00:00:00.000Z', { value: 4, sku: 'z' }],
    ]);
    const hash = String(seen(loaded)[2]![0]).slice(0, 60);
    expect(findings(loaded)).toEqual([
      `events: same event twice (counted once) ×2 events.ndjson:4 "a" events.ndjson:6 "${hash}"`,
      'events: event id used for different events (the earliest is kept) ×1 events.ndjson:2 "b"',
    ]);
    expect(loaded.quality.events).toEqual({ rows: 6, setAside: 1 });
  });

  it('gives an event without an id the same one from every kind of file', async () => {
    const loaded = await load(
      {
        ...one,
        'events.1.ndjson': [
          { profile_id: 'ann', name: 'order', time: 1767225600000, properties: { value: 5, sku: 'x' } },
        ],
        'events.2.csv':
          'profile_id,name,time,properties\nann,order,2026-01-01 00:00:00,"{""sku"": ""x"", ""value"": 5}"\n',
      },
      {
        'events.3.parquet': `SELECT 'ann' AS profile_id, 'order' AS name, TIMESTAMP '2026-01-01' AS time, {'value': 5, 'sku': 'x', 'none': NULL::INTEGER} AS properties`,
        'events.4.parquet': `SELECT 'ann' AS profile_id, 'order' AS name, TIMESTAMPTZ '2026-01-01 01:00:00+01' AS time, '{"value":5,"sku":"x"}' AS properties`,
      },
    );
    expect(seen(loaded)).toEqual([[expect.stringMatching(/^h:/), '2026-01-01T00:00:00.000Z', { value: 5, sku: 'x' }]]);
    expect(loaded.quality.findings.map(({ reason, count }) => [reason, count])).toEqual([
      ['same event twice (counted once)', 3],
    ]);
  });

  it('reads flat CSV columns, maps, Segment track lines and every way of writing a time', async () => {
    const loaded = await load(
      {
        ...one,
        'events.1.csv':
          'id,profile_id,name,time,value,sku\nc1,ann,order,2026-01-01T00:00Z,1.50,"a,b"\nc2,ann,order,2026-01-02,,\n',
        'events.2.ndjson': [
          {
            type: 'track',
            messageId: 's1',
            userId: 'ann',
            event: 'order',
            originalTimestamp: '2026-01-03T00:00:00.123456Z',
            receivedAt: '2030-01-01T00:00:00Z',
            properties: { value: '7', sku: { a: 1 } },
          },
          { type: 'page', messageId: 's2', userId: 'ann', name: 'Home', timestamp: '2026-01-03T00:00:00Z' },
          { id: 'n1', profile_id: 'ann', name: 'order', time: '1767484800.5', value: 3 },
          { id: 'n2', profile_id: 'ann', name: 'order', time: '2026-01-05T05:30:00+0530', properties: 'none' },
          {
            id: 'n3',
            profile_id: 'ann',
            name: 'order',
            time: '2026-01-05T23:59:60 UTC',
            properties: JSON.parse('{"__proto__": {"sku": "evil"}}'),
          },
        ],
      },
      {
        'events.3.parquet': `SELECT 'p1' AS id, 'ann' AS profile_id, 'order' AS name, TIMESTAMP_NS '2026-01-07 00:00:00.9999999' AS time, MAP {'sku': 'm'} AS properties`,
      },
    );
    expect(seen(loaded)).toEqual([
      ['c1', '2026-01-01T00:00:00.000Z', { value: 1.5, sku: 'a,b' }],
      ['c2', '2026-01-02T00:00:00.000Z', { value: null, sku: null }],
      ['s1', '2026-01-03T00:00:00.123Z', { value: 7, sku: null }],
      ['n1', '2026-01-04T00:00:00.500Z', { value: 3, sku: null }],
      ['n2', '2026-01-05T00:00:00.000Z', { value: null, sku: null }],
      ['n3', '2026-01-05T23:59:59.000Z', { value: null, sku: null }],
      ['p1', '2026-01-07T00:00:00.999Z', { value: null, sku: 'm' }],
    ]);
    expect(findings(loaded)).toEqual([
      'events: a Segment call that is not "track" (passed over) ×1 events.2.ndjson:2',
      'events: properties are not a JSON object (all unknown) ×1 events.2.ndjson:4 "n2"',
      'events: value of "sku" does not fit string ×1 events.2.ndjson:1',
    ]);
    expect(loaded.quality.events).toEqual({ rows: 7, setAside: 0 });
  });

  it('points at the real line far into a big file with quoted newlines and ragged rows', async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) =>
      i % 1000 === 7 ? `e${i},ann` : `e${i},ann,order,2026-01-01,"two\nlines ${i}"`,
    );
    rows[19_500] = 'last,ann,order,never,x';
    const text = `id,profile_id,name,time,sku\n${rows.join('\n')}\n`;
    const loaded = await load({ ...one, 'events.csv': text });
    const line = text.split('\n').findIndex((l) => l.startsWith('last,')) + 1;
    expect(loaded.quality.events).toEqual({ rows: 20_000, setAside: 21 });
    expect(findings(loaded)[0]).toContain('fewer fields than the header ×20 events.csv:16 ');
    expect(findings(loaded)[1]).toBe(`events: time cannot be read ×1 events.csv:${line} "never"`);
  });
});

describe('files', () => {
  const empty = { 'profiles.ndjson': '', 'events.ndjson': '' };
  const failure = async (files: Parameters<typeof folderWith>[0]) => {
    const error: unknown = await openDuckdb(plan, folderWith(files), NOW).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof LifecycleError)) throw new Error(`no LifecycleError but ${String(error)}`);
    return `${error.code} ${error.message}`;
  };

  it('says which file or column is missing or unreadable', async () => {
    expect(await failure({ 'events.ndjson': '' })).toBe('LC910 data.profiles: no file matches "profiles.*"');
    expect(await failure({ ...empty, 'events.xlsx': '' })).toBe(
      'LC911 data.events: cannot tell what kind of file "events.xlsx" is',
    );
    expect(await failure({ ...empty, 'events.csv': 'id,time,time\n' })).toBe(
      'LC912 events.csv:1: column "time" is there twice',
    );
    expect(await failure({ ...empty, 'events.csv': 'id,,time\n' })).toBe('LC912 events.csv:1: column 2 has no name');
    expect(await failure({ ...empty, 'events.csv': 'id,profile_id,time\n' })).toBe(
      'LC914 events.csv has no column "name"',
    );
    expect(await failure({ ...empty, 'profiles.csv': 'customer\n1\n' })).toBe(
      `LC914 profiles.csv has no column "id", the profile's id`,
    );
    expect(await failure({ ...empty, 'events.parquet': 'not parquet' })).toMatch(
      /^LC913 cannot read events\.parquet: /,
    );
  });

  it('reads globs in folders of any name, in one order, each file once', async () => {
    const row = (id: string) => [{ id, email: 'a@x.test' }];
    const folder = "da[t]a 'x'";
    const root = folderWith({
      [`${folder}/b/2.ndjson`]: row('2'),
      [`${folder}/b/c/3.jsonl`]: row('3'),
      [`${folder}/1.ndjson`]: row('1'),
      [`${folder}/.hidden.ndjson`]: row('0'),
      'e.csv': '',
    });
    const data = { ...plan.data, profiles: ['**/*.ndjson', 'da*/b/**/?.*', './da*/1.ndjson'], events: ['e.csv'] };
    const warehouse = await openDuckdb({ ...plan, data }, root, NOW);
    expect(await warehouse.profileIds()).toEqual(['1', '2', '3']);
    expect(warehouse.quality.profiles.rows).toBe(3);
    await warehouse.close();
  });
});
