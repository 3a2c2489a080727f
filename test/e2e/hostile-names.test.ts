import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csv, makeProject, ndjson, type TestProject } from './project.js';
import { type Sink, startSink } from './sink.js';

const LONG = 'n'.repeat(300);
/** What names of attributes, properties and segments may be: words that mean something to SQL or to JavaScript, and long ones. */
const FIELDS = ['select', 'order', 'group', 'where', 'null_', 'toString', 'valueOf', 'hasOwnProperty', LONG];
const GROUPS = ['select', 'order', 'union', 'tostring', LONG];
/** Events may have spaces, slashes, colons and hyphens besides. */
const EVENTS = ['DROP TABLE profiles -- x', 'a //b: -- c', 'hasOwnProperty', 'Order Completed: EU/DE', `e${LONG}`];
/** What data may hold is anything. */
const VALUES = [
  "'; DROP TABLE profiles; --",
  '" OR 1=1 --',
  "a''b\\'c",
  '${SMTP_URL}{{ profile.email }}{% raw %}',
  'one\ntwo\ttab',
  '👩‍👩‍👧‍👦 e\u0301 \u202eright to left\u202c ١٢٣',
  '__proto__',
  'constructor',
  'toString',
  '%s $1 ? :name @x',
  'v'.repeat(300),
];

const quoted = (text: string): string => JSON.stringify(text);
const campaign = (event: string, index: number): string => `name: ${quoted(`All of "${index}" '; --`)}
goal: Show that names are data
kpi: {metric: union, window: 7d}
triggers: [{event: ${quoted(event)}, where: {${FIELDS[index]}: {in: [${VALUES.map(quoted).join(', ')}]}}, key: ${FIELDS[index]}}]
audience:
  all:
    - {segment: ${GROUPS[index]}}
    - {attribute: ${FIELDS[index]}, in: [${VALUES.map(quoted).join(', ')}]}
    - {event: ${quoted(event)}, where: {${FIELDS[index]}: {exists: true}}, count: {gte: 1}}
reentry: always
backfill: 7d
steps: [{id: letter, email: {template: letter, topic: service}}]
`;

let project: TestProject;
let sink: Sink;
beforeAll(async () => {
  const properties = `{${FIELDS.map((name) => `${name}: string`).join(', ')}}`;
  const profiles = VALUES.map((value, index) => [
    `${value}#${index}`,
    `p${index}@people.example`,
    ...FIELDS.map(() => value),
  ]);
  const events = VALUES.flatMap((value, index) =>
    EVENTS.map((name, at) => ({
      id: `${value} ${at} ${index}`,
      profile_id: `${value}#${index}`,
      name,
      time: `2026-03-02T1${at}:00:00Z`,
      properties: Object.fromEntries(FIELDS.map((field) => [field, value])),
    })),
  );
  project = makeProject({
    'lifecycle.config.yaml': `project: hostile
timezone: UTC
data: {profiles: data/profiles.csv, events: data/events.ndjson}
identity: {id: id, email: email}
attributes:
  email: {type: string, pii: true}
${FIELDS.map((name) => `  ${name}: {type: string}`).join('\n')}
events:
${EVENTS.map((name) => `  ${quoted(name)}: ${properties}`).join('\n')}
traits:
${GROUPS.map((name, index) => `  t_${name}: {last: ${quoted(`${EVENTS[index]}.${FIELDS[index]}`)}}`).join('\n')}
segments:
${GROUPS.map((name) => `  ${name}: {attribute: t_${name}, in: [${VALUES.map(quoted).join(', ')}]}`).join('\n')}
metrics: {union: {share: ${quoted(EVENTS[0] ?? '')}}}
topics: {service: {label: "'; --", transactional: true}}
policies: {lateness: 7d}
channels:
  email:
    transport: smtp://127.0.0.1:1
    from: Small Shop <hello@small-shop.example>
    postal_address: Small Shop, 1 High Street, London
    unsubscribe: https://mail.small-shop.example/u
`,
    ...Object.fromEntries(EVENTS.map((event, index) => [`campaigns/c${index}.yaml`, campaign(event, index)])),
    'templates/letter.mjml': `---
subject: Hello
---
<mjml><mj-body><mj-section><mj-column><mj-text>{{ profile.toString }} {{ profile.select }} {{ profile.t_union }}
<a href="{{ message.unsubscribe_url }}">Unsubscribe</a></mj-text></mj-column></mj-section></mj-body></mjml>
`,
    'data/profiles.csv': csv([['id', 'email', ...FIELDS], ...profiles]),
    'data/events.ndjson': ndjson(events),
  });
  sink = await startSink(project.root);
});
afterAll(async () => {
  await sink.stop();
  project.remove();
});

describe('names and values that mean something to programs are data', () => {
  it('from check to the mail, and to the story of each person', { timeout: 240_000 }, async () => {
    const checked = await project.lifecycle(['check', '--format', 'json']);
    const errors = JSON.parse(checked.out).diagnostics.filter((one: { severity: string }) => one.severity === 'error');
    expect(errors.map((one: { message: string }) => one.message)).toEqual([]);
    expect((await project.lifecycle(['build'])).err).not.toContain('bug');

    const ticks = ['--now', '2026-03-02T09:00Z', '--until', '2026-03-02T16:00Z', '--every', '7h'];
    const dry = await project.lifecycle(['run', ...ticks, '--format', 'json']);
    expect(dry.err).toBe('');
    const all = VALUES.length * EVENTS.length;
    expect(JSON.parse(dry.out)).toMatchObject({ delivery: { sent: all }, quality: { events: { rows: all } } });

    const sent = await project.lifecycle(['run', ...ticks, '--inbox', sink.url, '--ledger', '.lifecycle/inbox.db']);
    expect(sent.code, sent.err).toBe(0);
    expect(sink.accepted()).toHaveLength(all);
    const status = await project.lifecycle(['status', '--ledger', '.lifecycle/inbox.db', '--format', 'json']);
    expect(status.code, status.err).toBe(0);
    for (const [index, value] of VALUES.entries()) {
      const why = await project.lifecycle(['why', `${value}#${index}`, '--ledger', '.lifecycle/inbox.db']);
      expect(why.code, why.err).toBe(0);
      expect(why.out.match(/letter/g)?.length, why.out).toBeGreaterThanOrEqual(EVENTS.length);
    }
  });

  it.each([
    ['attributes', '"a b": string', '"a b"'],
    ['attributes', `"x'; DROP TABLE y": string`, 'DROP TABLE y'],
    ['attributes', '"é": string', '"é"'],
    ['attributes', '__proto__: string', '"__proto__" cannot be a key'],
    ['attributes', 'constructor: string', '"constructor" cannot be a key'],
    ['events', `"a'b": {x: string}`, `"a'b"`],
    ['events', '"a.b": {x: string}', '"a.b"'],
    ['events', '"💥": {x: string}', '💥'],
    ['segments', '"big-carts": {event: hasOwnProperty}', '"big-carts"'],
    ['segments', '"a\\u202eb": {event: hasOwnProperty}', 'a'],
  ])('what is no name under %s is told at its place: %s', async (section, line, message) => {
    const text = project.read('lifecycle.config.yaml');
    const at = text.split('\n').indexOf(`${section}:`) + 2;
    const broken = makeProject({ 'lifecycle.config.yaml': text.replace(`${section}:\n`, `${section}:\n  ${line}\n`) });
    try {
      const { out, code } = await broken.lifecycle(['check']);
      expect(out).toMatch(new RegExp(`^lifecycle\\.config\\.yaml:${at}:3: error\\[LC1\\d\\d\\] `, 'm'));
      expect(out).toContain(message);
      expect(code).toBe(1);
    } finally {
      broken.remove();
    }
  });
});
