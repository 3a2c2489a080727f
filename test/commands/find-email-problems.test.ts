import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lintEmail } from '../../src/check/email/lint-email.js';
import { findEmailProblems } from '../../src/commands/find-email-problems.js';
import { compilePlan } from '../../src/compile/compile-plan.js';
import { compileTemplates } from '../../src/compile/templates/compile-templates.js';
import { rememberTemplates, type TemplateCache } from '../../src/compile/templates/template-cache.js';
import { invariant } from '../../src/model/failure.js';
import { likenessOf } from '../../src/preview/likeness.js';
import { listMessages } from '../../src/preview/list-messages.js';
import { makeCells } from '../../src/preview/make-cells.js';
import { listPersonas, makePerson } from '../../src/preview/persona.js';
import { readProject } from '../../src/read/read-project.js';
import { renderHere } from '../../src/render/render-message.js';

const CONFIG = `project: alike
timezone: UTC
data: {profiles: data/profiles.csv, events: data/events.ndjson}
identity: {id: id, email: email}
attributes:
  email: {type: string, pii: true}
  first_name: {type: string, optional: true}
  consent_news: {type: boolean}
events:
  pinged: {note: string}
  ponged: {score: number}
  seen: {page: string}
traits:
  pings: {count: pinged}
  heat: {score: {ponged: 2, seen: 1}, half_life: 7d}
metrics:
  pings: {share: pinged}
topics:
  news: {label: News, consent: consent_news}
  bills: {label: Bills, transactional: true}
holdouts: {global: 2%, salt: small}
channels:
  email: {transport: "\${SMTP_URL}", from: Shop <hello@shop.example>, postal_address: "Shop, Street 1, Berlin", unsubscribe: https://mail.shop.example/u}
`;

/** What a letter may show of its message and its reader: some of it is the same in all that use it, and some is not. */
const SHOWN: Readonly<Record<string, string>> = {
  plain: '<b style="color:#bbb">Hello</b>',
  profile: '{% if profile.pings > 0 %}<b style="color:#bbb">Ping</b>{% endif %}',
  campaign: '<span style="color:#aaa">{{ campaign.name }}</span>',
  step: '<a href="https://shop.example/{{ step.id }}">here</a>',
  message: '<b style="color:#bbb">{{ message.id }}</b>',
  quoted: '<b style="color:#bbb">{{ message["id"] }}</b>',
  event: "<i style='color:#ccc'>{{ event.note | default: 'no note' }}</i>",
  own: '<a href="{{ message.view_url }}">click here</a>',
  missing: '{{ profile.first_name }}',
  tracked:
    '<a href="http://shop.example/chairs?page=2">see it</a> <a href="http://shop.example/{{ campaign.id }}">see it</a>',
  heat: '{% if profile.heat > 1 %}<b style="color:#bbb">Warm</b>{% endif %}',
  whole: '{% assign who = profile %}{% if who.pings > 0 %}<b style="color:#bbb">Ping</b>{% endif %}',
  renamed: `{% assign what = event %}{{ what.note | default: "none" }}`,
  chosen: 'Hello</mj-text><mj-include path="blocks/warm" /><mj-text>Bye',
  large: '<a style="color:#bbb" href="https://shop.example/chairs">Chairs</a> '.repeat(600),
};

const templates: TemplateCache = rememberTemplates({ get: () => null, put: () => undefined });
let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'lifecycle-alike-'));
});
afterAll(() => rmSync(root, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function letter(subject: string, shown: readonly string[]): string {
  const text = `Hello. ${shown.join(' ')} <a href="{{ message.unsubscribe_url }}">Unsubscribe</a>`;
  return `---\nsubject: "${subject}"\n---\n<mjml><mj-body><mj-section><mj-column><mj-text>${text}</mj-text></mj-column></mj-section></mj-body></mjml>\n`;
}

/** Campaigns of which two each are alike in all but their ids and names. */
const CAMPAIGNS = [
  ...['pinged', 'ponged'].flatMap((event) =>
    ['news', 'bills'].flatMap((topic) =>
      ['', ' again'].map((more) => ({ events: [event], topic, name: `${event} ${topic}${more}` })),
    ),
  ),
  ...[['seen'], ['seen', 'pinged']].map((events) => ({ events, topic: 'news', name: events.join(' or ') })),
];

function campaign({ events, topic, name }: (typeof CAMPAIGNS)[number]): string {
  const lines = Object.keys(SHOWN).flatMap((template, index) => [
    `  - {id: part-${index}, delay: 1h, email: {template: ${template}, topic: ${topic}}}`,
    `  - {id: again-${index}, delay: 1h, email: {template: ${template}, topic: ${topic}}}`,
    `  - {id: same-${index}, delay: 1h, email: {template: ${template}, topic: ${topic}, subject: "{{ step.id }}"}}`,
    `  - {id: more-of-${index}, delay: 1h, email: {template: ${template}, topic: ${topic}, subject: "{% if profile.first_name %}You{% endif %}"}}`,
  ]);
  return `name: ${name}\nowner: crm@shop.example\ngoal: Show it\nkpi: {metric: pings, window: 7d}\nholdout: 10%\ntriggers: [${events.map((event) => `{event: ${event}}`).join(', ')}]\nsteps:\n${lines.join('\n')}\n`;
}

async function open() {
  write('lifecycle.config.yaml', CONFIG);
  write(
    'schemas/personas/plain.yaml',
    'name: Plain\nprofile: {id: p-1, email: ann@people.example, consent_news: true}\n',
  );
  // Of one campaign it is this event that lets them in, of another one that is made up.
  write(
    'schemas/personas/seen.yaml',
    'name: Seen\nprofile: {id: p-2, email: bob@people.example, consent_news: true}\nevents: ["2026-03-01T10:00 seen"]\n',
  );
  write('templates/partials/warm.mjml', '<mj-text><b style="color:#bbb">Warm</b></mj-text>\n');
  write(
    'templates/blocks/warm.yaml',
    'description: For some\nrules: [{when: {event: pinged}, partial: warm}]\notherwise: nothing\n',
  );
  for (const [name, shown] of Object.entries(SHOWN)) write(`templates/${name}.mjml`, letter('One', [shown]));
  for (const each of CAMPAIGNS) write(`campaigns/${each.name.replaceAll(' ', '-')}.yaml`, campaign(each));
  const { project, diagnostics } = readProject(root);
  invariant(project !== null && diagnostics.length === 0, diagnostics.map(({ message }) => message).join('\n'));
  const compiled = await compileTemplates(project, templates);
  expect(Object.keys(compiled.templates)).toHaveLength(Object.keys(SHOWN).length);
  return { project, plan: compilePlan(project, compiled.templates, 'test') };
}

describe('emails that are alike', () => {
  test('are found to be what each of them is found to be alone', async () => {
    const { project, plan } = await open();
    const messages = listMessages(plan);
    const steps = new Set(messages.map(({ campaign: id, step }) => `${id}/${step}`));
    const together = await findEmailProblems(plan, project, steps);
    const likenesses = new Set(messages.map((message) => likenessOf(plan, message, '')));
    expect(likenesses.size).toBeLessThan(messages.length * 0.75);
    for (const { campaign: id, step } of messages) {
      const key = `${id}/${step}`;
      const alone = await findEmailProblems(plan, project, new Set([key]));
      expect(together.get(key), key).toEqual(alone.get(key));
    }
    const codes = [...together.values()].flat().map((one) => ('heldBack' in one ? 'held back' : one.code));
    expect([...new Set(codes)].sort()).toMatchInlineSnapshot(`
      [
        "LC702",
        "LC736",
        "LC742",
        "LC744",
        "LC745",
        "LC746",
        "LC752",
        "LC754",
        "held back",
      ]
    `);
  });

  test('are those that show nothing of what let their readers in, whatever it was', async () => {
    const { plan } = await open();
    const letters = listMessages(plan).filter(({ topic, subject }) => topic === 'news' && subject === null);
    const count = (template: string) =>
      new Set(letters.filter((one) => one.template === template).map((one) => likenessOf(plan, one, ''))).size;
    expect(['plain', 'profile', 'heat', 'event'].map(count)).toEqual([1, 3, 4, 4]);
  });

  test('say what the rules say of the bytes themselves', async () => {
    const { project, plan } = await open();
    const people = listPersonas(plan, project).map((persona) => makePerson(plan, persona));
    const messages = listMessages(plan);
    const together = await findEmailProblems(
      plan,
      project,
      new Set(messages.map((one) => `${one.campaign}/${one.step}`)),
    );
    for (const message of messages) {
      const pairs = people.map((person) => ({ message, person }));
      const cells = await makeCells({ plan, project, env: {}, render: renderHere }, pairs);
      const contents = cells.flatMap(({ content }) => (content.kind === 'email' ? [content] : []));
      const most = Math.max(...contents.map(({ html }) => html.length));
      const content = contents.find(({ html }) => html.length === most);
      const rest = { lang: 'en', source: '', unsubscribe: null, postalAddress: null, clients: [], emptyFor: [] };
      const pick = (found: readonly object[]) =>
        found.flatMap((one) =>
          'code' in one && OF_BYTES.has(String(one.code)) && 'finding' in one ? [one.finding] : [],
        );
      const said = pick(together.get(`${message.campaign}/${message.step}`) ?? []);
      expect(said, message.id).toEqual(content === undefined ? [] : pick(lintEmail({ ...content, ...rest })));
    }
  });
});

/** Of rules that ask for nothing but the HTML: size, contrast, names of links, what is encrypted. */
const OF_BYTES = new Set(['LC702', 'LC742', 'LC744', 'LC745', 'LC746']);
