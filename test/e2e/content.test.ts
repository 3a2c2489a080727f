import { afterEach, describe, expect, it } from 'vitest';
import type { TestProject } from './project.js';
import { makeSmallShop, people, person } from './small-shop.js';

let project: TestProject | null = null;
afterEach(() => project?.remove());

const FRAME = (inside: string): string => `---
subject: Hello
---
<mjml><mj-body>
${inside}
<mj-section><mj-column><mj-text><a href="{{ message.unsubscribe_url }}">Unsubscribe</a></mj-text></mj-column></mj-section>
</mj-body></mjml>
`;

/** The lines of one person's text part, as the dry run wrote it. */
function textOf(shop: TestProject, id: string): string {
  const file = shop.files('.lifecycle/dry-run').find((path) => path.includes(`/${id}-`));
  const mail = file === undefined ? '' : shop.read(`.lifecycle/dry-run/${file}`);
  const part = /Content-Type: text\/plain[\s\S]*?\r\n\r\n([\s\S]*?)\r\n--/.exec(mail)?.[1] ?? '';
  return part.replace(/=\r\n/g, '').replaceAll('\r\n', '\n').trim();
}

async function dryRun(shop: TestProject): Promise<string> {
  const built = await shop.lifecycle(['build']);
  expect(built.out + built.err, 'build').toContain('1 campaign');
  const { code, out, err } = await shop.lifecycle([
    'run',
    '--now',
    '2026-03-02T09:30Z',
    '--until',
    '2026-03-02T10:30Z',
  ]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out;
}

describe('a block', () => {
  function makeBlockShop(): TestProject {
    const shop = makeSmallShop({ profiles: people([person('ada'), person('bob', 'UTC', 'b@people.example', '')]) });
    shop.write(
      'data/events.ndjson',
      [
        ...['ada', 'bob'].map((id) => ({ id, profile_id: id, name: 'pinged', time: '2026-03-02T10:00:00Z', note: id })),
        // Nothing but the block asks for it.
        { id: 's', profile_id: 'ada', name: 'smiled', time: '2026-03-02T09:00:00Z' },
        // Comes after the message was due, so it says nothing about it.
        { id: 't', profile_id: 'bob', name: 'smiled', time: '2026-03-02T10:15:00Z' },
      ]
        .map((event) => JSON.stringify(event))
        .join('\n'),
    );
    shop.write(
      'lifecycle.config.yaml',
      shop.read('lifecycle.config.yaml').replace('  pinged: {note: string}', '  pinged: {note: string}\n  smiled: {}'),
    );
    shop.write(
      'templates/blocks/hero.yaml',
      `rules:
  - when: {event: smiled, within: 1d}
    partial: hero/known
    with: {headline: 'Say "hi" \\ to <b>{{ us }}</b> & co'}
  - partial: hero/new
`,
    );
    shop.write(
      'templates/blocks/words.yaml',
      'rules:\n  - {when: {attribute: first_name, exists: true}, partial: words}\notherwise: nothing\n',
    );
    shop.write(
      'templates/partials/hero/known.mjml',
      '<mj-section><mj-column><mj-text>{{ headline }}. {{ profile.first_name | default: "x" }}</mj-text></mj-column></mj-section>',
    );
    shop.write(
      'templates/partials/hero/new.mjml',
      '<mj-section><mj-column><mj-text>New here?</mj-text></mj-column></mj-section>',
    );
    shop.write('templates/partials/words.liquid', 'We know your name');
    shop.write(
      'templates/letter.mjml',
      FRAME(
        '<mj-include path="blocks/hero" />\n<mj-section><mj-column><mj-text>Word: {% include "blocks/words" %}.</mj-text></mj-column></mj-section>',
      ),
    );
    return shop;
  }

  it('shows each person what the first rule that holds says, and values as they are written', async () => {
    project = makeBlockShop();
    await dryRun(project);
    expect(textOf(project, 'ada')).toContain('Say "hi" \\ to <b>{{ us }}</b> & co. Ada\n\nWord: We know your name.');
    expect(textOf(project, 'bob')).toContain('New here?\n\nWord: .');
    expect(textOf(project, 'bob')).not.toContain('Say');
  });

  it('is read back by show, and renders the same bytes again', async () => {
    project = makeBlockShop();
    await dryRun(project);
    const first = project.files('.lifecycle/dry-run').map((file) => project?.read(`.lifecycle/dry-run/${file}`));
    await dryRun(project);
    expect(project.files('.lifecycle/dry-run').map((file) => project?.read(`.lifecycle/dry-run/${file}`))).toEqual(
      first,
    );
    const shown = await project.lifecycle(['show']);
    expect(shown.out).toContain(`Blocks
  hero: hero/known for people who did smiled in the last 1 day; else hero/new
  words: words for people with a known first_name; else nothing
`);
  });
});

describe('codes', () => {
  function makeCodeShop(codes: readonly string[]): TestProject {
    const shop = makeSmallShop({
      more: 'incentives: {ten: {codes: data/ten.csv}}\n',
      campaigns: {
        answer:
          'triggers: [{event: pinged}]\nsteps:\n  - {id: letter, email: {template: letter, topic: news, incentive: ten}}\n',
      },
      profiles: people(['ada', 'bob', 'cy'].map((id) => person(id))),
    });
    shop.write(
      'data/events.ndjson',
      ['ada', 'bob', 'cy']
        .map((id) => JSON.stringify({ id, profile_id: id, name: 'pinged', time: '2026-03-02T10:00:00Z', note: id }))
        .join('\n'),
    );
    shop.write('data/ten.csv', ['code', ...codes, ''].join('\n'));
    shop.write(
      'templates/letter.mjml',
      FRAME('<mj-section><mj-column><mj-text>Your code: {{ incentive.code }}</mj-text></mj-column></mj-section>'),
    );
    return shop;
  }

  it('are shown by a dry run, the next ones each time, and not taken by it', async () => {
    project = makeCodeShop(['T1', 'T2', 'T3']);
    const shop = project;
    const texts = (): string[] => ['ada', 'bob', 'cy'].map((id) => /code: (\S+)/.exec(textOf(shop, id))?.[1] ?? '');
    await dryRun(project);
    const first = texts();
    expect([...first].sort()).toEqual(['T1', 'T2', 'T3']);
    await dryRun(project);
    expect(texts()).toEqual(first);
    expect(project.files('.lifecycle').some((file) => file.includes('ledger'))).toBe(false);
  });

  it('that run short are told beforehand and afterwards; a file that cannot be used stops the run', async () => {
    project = makeCodeShop(['T1']);
    await project.lifecycle(['build']);
    const args = ['run', '--now', '2026-03-02T09:30Z', '--until', '2026-03-02T10:30Z'];
    const { code, out, err } = await project.lifecycle(args);
    expect(code).toBe(1);
    expect(err).toBe(
      'note: 3 messages with incentive "ten" and 1 code left: 2 will be dropped unless codes are added\n',
    );
    expect(out).toContain('2 were dropped: no code was left to give');
    project.write('data/ten.csv', 'code\nT1\nT1\n');
    const bad = await project.lifecycle(args);
    expect(bad.code).toBe(3);
    expect(bad.err).toContain('LC925');
    expect(bad.err).toContain('data/ten.csv:3: the code "T1" is in line 2 already');
  });
});

describe('a template in several languages', () => {
  it('is sent in the language of each person, with its subject and its dates', async () => {
    const rows = ['ada de-AT', 'bob gsw', 'cy ja', 'dee en'].map((line) => line.split(' ') as [string, string]);
    project = makeSmallShop({
      more: 'languages: {default: en, also: [de], fallback: {gsw: de}}\n',
      profiles: `id,email,tz,first_name,consent_news,lang\n${rows.map(([id, lang]) => `${id},${id}@x.example,UTC,A,true,${lang}\n`).join('')}`,
    });
    project.write(
      'lifecycle.config.yaml',
      project.read('lifecycle.config.yaml').replace('timezone: tz}', 'timezone: tz, locale: lang}'),
    );
    project.write(
      'data/events.ndjson',
      rows
        .map(([id]) => JSON.stringify({ id, profile_id: id, name: 'pinged', time: '2026-03-02T10:00:00Z', note: id }))
        .join('\n'),
    );
    const body = '<mj-section><mj-column><mj-text>{{ "2026-03-02" | date: "long" }}</mj-text></mj-column></mj-section>';
    project.write('templates/letter.mjml', FRAME(body));
    project.write('templates/letter.de.mjml', FRAME(body).replace('Hello', 'Hallo'));
    await dryRun(project);
    const shop = project;
    expect(rows.map(([id]) => textOf(shop, id).split('\n')[0])).toEqual([
      '2. M=C3=A4rz 2026',
      '2. M=C3=A4rz 2026',
      'March 2, 2026',
      'March 2, 2026',
    ]);
    const mails = project.files('.lifecycle/dry-run').filter((file) => file.endsWith('.eml'));
    const subjects = mails.map((file) => /^Subject: (.*)\r$/m.exec(shop.read(`.lifecycle/dry-run/${file}`))?.[1]);
    expect(subjects.sort()).toEqual(['Hallo', 'Hallo', 'Hello', 'Hello']);
    const { out } = await project.lifecycle(['show']);
    expect(out).toContain('email letter (topic news) in en and de');
    expect(out).toContain('who reads gsw gets de where there is no gsw');
  });
});

describe('a catalog', () => {
  it('gives each person the row of what they did, escaped for its place, and the default where there is none', async () => {
    project = makeSmallShop({ profiles: people(['ada', 'bob', 'cy'].map((id) => person(id))) });
    const shop = project;
    const columns = 'columns: {sku: string, title: string, price: number, url: string}';
    shop.write(
      'lifecycle.config.yaml',
      shop
        .read('lifecycle.config.yaml')
        .replace(
          'data/events.ndjson}',
          `data/events.ndjson, catalogs: {products: {file: p.csv, key: sku, ${columns}}}}`,
        )
        .replace('note: string', 'note: {type: string, optional: true}'),
    );
    shop.write(
      'p.csv',
      'sku,title,price,url\nS1,"Cup & <b>saucer</b>",12.5,https://shop.example/cup\nS2,Evil,1,javascript:alert(1)\n',
    );
    const notes = { ada: 'S1', bob: 'S2', cy: null };
    shop.write(
      'data/events.ndjson',
      Object.entries(notes)
        .map(([id, note]) => JSON.stringify({ id, profile_id: id, name: 'pinged', time: '2026-03-02T10:00:00Z', note }))
        .join('\n'),
    );
    const row = 'catalogs.products[event.note]';
    shop.write(
      'templates/letter.mjml',
      FRAME(
        `<mj-section><mj-column><mj-text>{{ ${row}.title | default: "nothing" }} for {% if ${row}.price %}{{ ${row}.price | currency: "EUR" }}{% else %}free{% endif %} <a href="{{ ${row}.url | default: 'https://shop.example' }}">look</a></mj-text></mj-column></mj-section>`,
      ).replace('subject: Hello', `subject: "{{ ${row}.title | default: 'Hello' }}"`),
    );
    const out = await dryRun(shop);
    expect(out).toContain('1 profile'.replace('1 profile', '3 profiles'));
    expect(out).toContain('2 rows of catalogs');
    const line = (id: string): string => textOf(shop, id).split('\n')[0] ?? '';
    const tracked = 'utm_source=3Dsmall-shop&utm_medium=3Demail&utm_campaign=3Danswer&utm_content=3Dletter';
    expect(line('ada')).toBe(`Cup & <b>saucer</b> for =E2=82=AC12.50 look (https://shop.example/cup?${tracked})`);
    expect(line('bob')).toBe('Evil for =E2=82=AC1.00 look (#)');
    expect(line('cy')).toBe(`nothing for free look (https://shop.example/?${tracked})`);
    const mail = shop.files('.lifecycle/dry-run').find((file) => file.includes('/ada-')) ?? '';
    expect(shop.read(`.lifecycle/dry-run/${mail}`).replace(/=\r\n/g, '')).toContain(
      'Cup &amp; &lt;b&gt;saucer&lt;/b&gt; for',
    );
  });
});
