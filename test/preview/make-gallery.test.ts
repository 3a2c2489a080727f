import { describe, expect, test } from 'vitest';
import type { Plan } from '../../src/model/plan.js';
import type { Cell } from '../../src/model/preview.js';
import type { Project } from '../../src/model/project.js';
import { largestPersona } from '../../src/preview/largest-persona.js';
import { makeGallery } from '../../src/preview/make-gallery.js';
import { withFolder } from '../check/read-case.js';
import { galleryOf, openProject, printCells } from './project.js';

const SMALL = {
  'lifecycle.config.yaml': `project: acme
timezone: Europe/Berlin
data: {profiles: profiles.csv, events: events.csv, catalogs: {products: {file: products.csv, key: sku, columns: {sku: string, title: string, price: {type: number, optional: true}}}}}
identity: {id: id, email: email, locale: lang, timezone: tz}
attributes: {email: {type: string, pii: true}, lang: {type: string, enum: [en, de]}, first_name: {type: string, pii: true}, plan: {type: string, enum: [free, paid]}, born: {type: date, optional: true}, yes_please: {type: boolean}}
events: {viewed: {sku: string, colour: {type: string, optional: true}}, order_placed: {}}
metrics: {order_rate: {share: order_placed}}
topics: {offers: {label: Offers, consent: yes_please}}
incentives: {ten: {codes: codes.csv}}
languages: {default: en, also: [de]}
channels: {email: {transport: "\${SMTP_URL}", from: "Acme <hello@acme.example>", reply_to: "\${REPLY}", postal_address: "Acme, Street 1, Berlin", unsubscribe: "\${UNSUBSCRIBE}"}}
holdouts: {global: 2%, salt: acme}
`,
  'campaigns/look.yaml': `name: Look again
owner: crm@acme.example
goal: Remind
kpi: {metric: order_rate, window: 5d}
holdout: 10%
triggers: [{event: viewed}]
exit_on: [{event: order_placed}]
steps:
  - id: again
    delay: 2d
    email:
      template: look/again
      topic: offers
      incentive: ten
      test: {metric: order_rate, sample: 20%, decide_after: 4h, variants: [{id: plain, template: look/again}, {id: asking, template: look/asking}]}
`,
  'templates/look/again.mjml': `---
subject: "Hello {{ profile.first_name }}"
preheader: "The {{ catalogs.products[event.sku].title | default: 'thing' }} & more"
---
<mjml><mj-body><mj-section><mj-column><mj-text>{{ profile.first_name }}, {{ catalogs.products[event.sku].title | default: 'it' }} in {{ event.colour | default: 'any colour' }} for {{ catalogs.products[event.sku].price | default: 0 }}: {{ incentive.code }}</mj-text>
<mj-text>{% if profile.plan == 'paid' %}Thank you for paying, and for being here.{% endif %}</mj-text>
<mj-text>{{ project.name }} <a href="{{ message.unsubscribe_url }}">unsubscribe</a></mj-text></mj-column></mj-section></mj-body></mjml>
`,
  'templates/look/asking.mjml': `---
subject: Still looking?
---
<mjml><mj-body><mj-section><mj-column><mj-text>Dear {{ profile.first_name }}: {{ incentive.code }} <a href="{{ message.unsubscribe_url }}">unsubscribe</a></mj-text></mj-column></mj-section></mj-body></mjml>
`,
  'templates/look/again.de.mjml': `---
subject: "Hallo {{ profile.first_name | default: 'du' }}"
---
<mjml><mj-body><mj-section><mj-column><mj-text>Schön: {{ incentive.code }} <a href="{{ message.unsubscribe_url }}">abbestellen</a></mj-text></mj-column></mj-section></mj-body></mjml>
`,
  'schemas/personas/nameless.yaml': `name: Nobody knows their name
profile: {first_name: null, lang: en}
events:
  - "2026-02-28T09:00 viewed {sku: a-1, colour: red}"
  - "2026-03-01T09:00 viewed {sku: b-2}"
  - "2026-03-05T09:00 viewed {sku: later}"
`,
  'schemas/personas/ulla.yaml': `name: Ulla
about: Reads German
now: "2026-03-28T23:30"
profile: {first_name: Ülla, lang: de, plan: paid, tz: America/New_York, email: ulla@acme.example}
`,
  'schemas/personas/ann.yaml': `name: Ann
profile: {first_name: <b>Ann</b>, plan: paid}
events: ["2026-02-28T09:00 viewed {sku: a-1}", "2026-03-05T09:00 viewed {sku: later}"]
catalogs: {products: {a-1: {title: Kettle}}}
`,
  'schemas/personas/unreachable.yaml': 'name: No address\nprofile: {email: null, first_name: Bo}\n',
};

async function opened<T>(change: Readonly<Record<string, string>>, use: (p: { plan: Plan; project: Project }) => T) {
  return withFolder({ ...SMALL, ...change }, async (root) => use(await openProject(root)));
}

const gallery = (env = {}, change = {}) => opened(change, (made) => makeGallery({ ...made, env }));

function emailOf(cells: readonly Cell[], message: string, persona: string) {
  const content = cells.find((cell) => cell.message === message && cell.persona === persona)?.content;
  if (content?.kind !== 'email') throw new Error(`no email: ${JSON.stringify(content)}`);
  return content;
}

describe('a gallery', () => {
  test('has every message and variant for every persona, in the order of the pages', async () => {
    const made = await gallery();
    expect(made.personas.map(({ id, file }) => [id, file])).toEqual([
      ['ann', 'schemas/personas/ann.yaml'],
      ['nameless', 'schemas/personas/nameless.yaml'],
      ['ulla', 'schemas/personas/ulla.yaml'],
      ['unreachable', 'schemas/personas/unreachable.yaml'],
      ['minimal', null],
    ]);
    expect(printCells(made)).toMatchInlineSnapshot(`
      "look/again/plain ann (en): Hello <b>Ann</b> | The Kettle & more
      look/again/plain nameless (en): NOTHING, profile.first_name is unknown
      look/again/plain ulla (de, made-up event): Hallo Ülla | Schön: EXAMPLE-CODE abbestellen (https://unsubscribe.example/1i4n5l22qbyug45wxqthvddtyyzreijnhxzyerq3zky2qvqzlf2sqcfChADpK2fNTXs8q4vnm_A)
      look/again/plain unreachable (en, made-up event): NOTHING, they have no email address
      look/again/plain minimal (en, made-up event): Hello Ann | The Example title & more
      look/again/asking ann (en): Still looking? | Dear <b>Ann</b>: EXAMPLE-CODE unsubscribe (https://unsubscribe.example/1m3urniew2w6rknclxci3hqo63xxa6ewpeipko7ltnxo6xam7mx4qaY6-sI-y2pbtcqRZ
      look/again/asking nameless (en): NOTHING, profile.first_name is unknown
      look/again/asking ulla (en, made-up event): Still looking? | Dear Ülla: EXAMPLE-CODE unsubscribe (https://unsubscribe.example/1i4n5l22qbyug45wxqthvddtyyzreijnhxzyerq3zky2qvqzlf2sqcfChADpK2fNTXs8q4vnm_A
      look/again/asking unreachable (en, made-up event): NOTHING, they have no email address
      look/again/asking minimal (en, made-up event): Still looking? | Dear Ann: EXAMPLE-CODE unsubscribe (https://unsubscribe.example/1rxypty7al2jzomsgr3b7wvasaple73xyhesaxvithviuqjgyyifaCsOh_ts5eDrRtwRThf1rHg)
      "
    `);
  });

  test('is the same of the same tree, however often it is made', async () => {
    expect(JSON.stringify(await gallery())).toBe(JSON.stringify(await gallery()));
  });

  test('shows what the last event before that moment was about, and rows that are written before those that are made up', async () => {
    const { cells } = await gallery();
    expect(emailOf(cells, 'look/again/plain', 'ann').text).toContain('Kettle in any colour for 0: EXAMPLE-CODE');
    expect(emailOf(cells, 'look/again/plain', 'ann').html).toContain('&lt;b&gt;Ann&lt;/b&gt;');
    expect(emailOf(cells, 'look/again/plain', 'minimal').text).toContain('Example title in any colour for 0');
  });

  test('says what is held back, at the expression that asks for it, and not of those who cannot be reached', async () => {
    const { cells } = await gallery();
    const found = cells.flatMap(({ findings }) => findings);
    expect(
      found.map(({ span, code, message }) => `${span.file}:${span.start.line}:${span.start.column} ${code} ${message}`),
    ).toMatchInlineSnapshot(`
      [
        "templates/look/again.mjml:2:20 LC233 look/again/plain is held back for persona "nameless": profile.first_name is unknown",
        "templates/look/asking.mjml:4:56 LC233 look/again/asking is held back for persona "nameless": profile.first_name is unknown",
      ]
    `);
    expect(found[0]?.help).toEqual([
      "say what stands there instead: {{ profile.first_name | default: '…' }}, or write it in schemas/personas/nameless.yaml",
    ]);
  });

  test('names variables that are not set, and takes those that are', async () => {
    const { cells } = await gallery();
    const bare = emailOf(cells, 'look/again/plain', 'ulla');
    expect(bare).toMatchObject({ from: 'Acme <hello@acme.example>', to: 'ulla@acme.example' });
    expect(bare.replyTo).toBe('reply@not-set.example');
    expect(bare.html).toContain('https://unsubscribe.example/');
    const set = await gallery({ REPLY: 'help@acme.example', UNSUBSCRIBE: 'https://acme.example/u' });
    expect(emailOf(set.cells, 'look/again/plain', 'ulla')).toMatchObject({ replyTo: 'help@acme.example' });
    expect(emailOf(set.cells, 'look/again/plain', 'ulla').html).toContain('https://acme.example/u/');
  });

  test('has the lines above an email as people read them', async () => {
    const { headers, preheader } = emailOf((await gallery()).cells, 'look/again/plain', 'ulla');
    expect(Object.fromEntries(headers)).toMatchObject({
      From: '"Acme" <hello@acme.example>',
      Subject: 'Hallo Ülla',
      // Half past eleven in the evening in New York.
      Date: 'Sun, 29 Mar 2026 03:30:00 +0000',
    });
    expect(preheader).toMatch(/^Schön: EXAMPLE-CODE/);
  });

  test('knows for whom a message is largest', async () => {
    const made = await gallery();
    expect(largestPersona(made, 'look/again/plain')).toBe('ann');
    expect(largestPersona(made, 'look/nothing')).toBeNull();
  });

  test('adding a persona changes no byte of the plan', async () => {
    const plan = (change: Readonly<Record<string, string>>) => opened(change, (made) => JSON.stringify(made.plan));
    expect(await plan({ 'schemas/personas/another.yaml': 'name: Another\n' })).toBe(await plan({}));
  });
});

test('a project without personas shows somebody of whom everything is known, and somebody of whom little is', async () => {
  const made = await galleryOf('test/cases/ok/retail-feed');
  expect(made.personas.map(({ id }) => id)).toEqual(['complete', 'minimal']);
  await expect(printCells(made)).toMatchFileSnapshot('derived-personas.txt');
});
