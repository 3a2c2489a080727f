import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { compileTemplates } from '../../../src/compile/templates/compile-templates.js';
import { openFileCache } from '../../../src/compile/templates/file-cache.js';
import type { TemplateCache } from '../../../src/compile/templates/template-cache.js';
import type { CompiledTemplate } from '../../../src/model/plan.js';
import type { PartialSource, Project, TemplateSource } from '../../../src/model/project.js';
import { inColumn } from './compile-text.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lifecycle-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function template(path: string, body: string, more: Partial<TemplateSource> = {}): TemplateSource {
  const [, id, lang = '', kind] = /^(.*?)(?:\.(\w\w))?\.(mjml|txt|liquid)$/.exec(path)!;
  const frontMatter = { subject: 'Hello' };
  return { file: `templates/${path}`, id: id!, kind: kind as 'mjml', lang, frontMatter, body, bodyOffset: 0, ...more };
}

function project(templates: TemplateSource[], partials: PartialSource[] = []): Project {
  const place = (file: string, offset: number) => ({
    file,
    start: { line: 1, column: offset + 1, offset },
    end: { line: 1, column: offset + 1, offset },
  });
  return {
    config: {} as Project['config'],
    campaigns: [],
    broken: [],
    templates,
    partials,
    spanAt: (file: string, start: number) => place(file, start),
    spans: {
      value: () => place('front matter', 0),
      key: () => place('front matter', 0),
      node: () => place('front matter', 0),
    },
  } as Partial<Project> as Project;
}

const text = (inside: string) => inColumn(`<mj-text>${inside}</mj-text>`);
const show = (diagnostics: readonly { code: string; span: { file: string }; message: string }[]) =>
  diagnostics.map(({ code, span, message }) => `${span.file} ${code} ${message}`);

describe('the templates of a project', () => {
  test('are told apart by id and language, and a text beside one is its text part', async () => {
    const all = [template('a.de.mjml', text('Hallo')), template('a.mjml', text('Hello')), template('a.txt', 'By hand')];
    const { templates, diagnostics } = await compileTemplates(project(all), openFileCache(folder));
    expect(show(diagnostics)).toEqual([]);
    expect(templates.a?.['']?.text).toBe('By hand\n');
    expect(templates.a?.de?.text).toBe('Hallo\n');
    expect(templates.a?.de?.lang).toBe('de');
    expect(templates.a?.['']?.lang).toBe('en');
  });

  test('with errors are left out, the others are there, and a partial’s finding is told once', async () => {
    const partials = [
      { file: 'templates/partials/bad.mjml', id: 'bad', kind: 'mjml' as const, text: '{{ event.a | raw }}' },
    ];
    const all = [
      template('a.mjml', text('<mj-include path="partials/bad.mjml" />')),
      template('b.mjml', text('<mj-include path="partials/bad.mjml" />')),
      template('c.mjml', text('fine')),
      template('d.mjml', text('fine'), { frontMatter: {} }),
      template('e.mjml', text('fine'), { frontMatter: { subject: 'a {{ b | raw }}' } }),
      template('f.liquid', 'text'),
    ];
    const { templates, diagnostics } = await compileTemplates(project(all, partials), openFileCache(folder));
    expect(show(diagnostics)).toEqual([
      'templates/partials/bad.mjml LC507 the filter "raw" lets data bring HTML into the message, and does not say why',
      'templates/d.mjml LC706 the template has no subject',
      'front matter LC507 the filter "raw" lets data bring HTML into the message, and does not say why',
    ]);
    expect(Object.keys(templates)).toEqual(['c', 'f']);
    expect(templates.f?.['']).toMatchObject({ html: '', text: 'text' });
  });
});

test('a finding after the front matter is where the file has it', async () => {
  const all = [template('a.mjml', text('{{ event.a | raw }}'), { bodyOffset: 100 })];
  const { diagnostics } = await compileTemplates(project(all), openFileCache(folder));
  expect(diagnostics.map(({ span }) => span.start.offset)).toEqual([100 + text('').indexOf('</mj-text>')]);
});

describe('the cache', () => {
  const all = () =>
    project([template('a.mjml', text('Hello <mj-include path="partials/p.mjml" />'))], [partial('one')]);
  const partial = (inside: string) => ({
    file: 'templates/partials/p.mjml',
    id: 'p',
    kind: 'mjml' as const,
    text: inside,
  });

  test('gives back what was put in, and a changed partial is not in it', async () => {
    const cold = await compileTemplates(all(), openFileCache(folder));
    let misses = 0;
    const inner = openFileCache(folder);
    const counting: TemplateCache = {
      get: (key) => {
        const found = inner.get(key);
        if (found === null) misses++;
        return found;
      },
      put: inner.put,
    };
    const warm = await compileTemplates(all(), counting);
    expect(warm).toEqual(cold);
    expect(misses).toBe(0);
    const changed = await compileTemplates({ ...all(), partials: [partial('two')] }, counting);
    expect(misses).toBe(1);
    expect(changed.templates.a?.['']?.text).toContain('two');
  });

  test('takes an entry that cannot be read for a miss', async () => {
    const cold = await compileTemplates(all(), openFileCache(folder));
    for (const junk of ['', 'null', '[]', '{"html":1}', '{"lang":"en"']) {
      for (const name of readdirSync(folder)) writeFileSync(join(folder, name), junk);
      expect(await compileTemplates(all(), openFileCache(folder))).toEqual(cold);
    }
  });

  test('that cannot be written does no harm and leaves no drafts', async () => {
    writeFileSync(join(folder, 'file'), '');
    const { templates } = await compileTemplates(all(), openFileCache(join(folder, 'file')));
    expect(templates.a).toBeDefined();
    await compileTemplates(all(), openFileCache(join(folder, 'cache')));
    expect(readdirSync(join(folder, 'cache')).every((name) => /^[0-9a-f]{64}\.json$/.test(name))).toBe(true);
  });

  test('holds no template with a finding', async () => {
    const put: CompiledTemplate[] = [];
    const cache: TemplateCache = { get: () => null, put: (_key, one) => put.push(one) };
    const broken = project([template('a.mjml', text('{{ profile.first_name | escape }}'))]);
    expect((await compileTemplates(broken, cache)).diagnostics.map(({ code }) => code)).toEqual(['LC510']);
    expect(put).toEqual([]);
  });
});
