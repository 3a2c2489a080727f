import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readProject } from '../../src/read/read-project.js';
import { CAMPAIGN, CONFIG, type Files, printFindings, withFiles } from './project-files.js';

const SOUND: Files = {
  'lifecycle.config.yaml': CONFIG,
  'campaigns/welcome.yaml': CAMPAIGN,
  'campaigns/eu/win-back.yaml': CAMPAIGN,
  'templates/welcome/hello.mjml':
    '---\nsubject: Grüezi 👋 {{ profile.first_name }}\nlang: de-CH\n---\n<mjml>👋 {{ x }}</mjml>\n',
  'templates/welcome/hello.en.txt': 'Hello\n',
  'templates/partials/footer.mjml': '<mj-text>Bye</mj-text>\n',
  'templates/.DS_Store': '\0',
};

function findings(files: Files, prepare?: (root: string) => void): string {
  return withFiles({ 'lifecycle.config.yaml': CONFIG, ...files }, (root) => {
    prepare?.(root);
    return printFindings(readProject(root).diagnostics);
  });
}

describe('a sound project', () => {
  const { project, diagnostics } = withFiles(SOUND, readProject);

  test('is read whole, in the order of its paths', () => {
    expect(diagnostics).toEqual([]);
    expect(project?.campaigns.map(({ file, id }) => [file, id])).toEqual([
      ['campaigns/eu/win-back.yaml', 'win-back'],
      ['campaigns/welcome.yaml', 'welcome'],
    ]);
    expect(project?.templates.map(({ id, kind, lang }) => [id, kind, lang])).toEqual([
      ['welcome/hello', 'txt', 'en'],
      ['welcome/hello', 'mjml', ''],
    ]);
    expect(project?.partials.map(({ id, kind, text }) => [id, kind, text])).toEqual([
      ['footer', 'mjml', '<mj-text>Bye</mj-text>\n'],
    ]);
    expect(project?.sources.map(({ path }) => path).sort()).toEqual(
      Object.keys(SOUND)
        .filter((path) => !path.includes('.DS'))
        .sort(),
    );
    expect(project?.broken).toEqual([]);
    expect(project?.config.topics?.offers?.consent).toBe('consent_offers');
  });

  test('has a place for everything', () => {
    const campaign = project!.campaigns[1]!.node;
    const step = campaign.steps[0]!;
    const text = project!.sources.find(({ path }) => path === 'campaigns/welcome.yaml')!.text;
    const cut = ({ start, end }: { start: { offset: number }; end: { offset: number } }) =>
      text.slice(start.offset, end.offset);
    expect(cut(project!.spans.key(step, 'delay'))).toBe('delay');
    expect(cut(project!.spans.value(step, 'delay'))).toBe('1d');
    expect(cut(project!.spans.node(step.email!))).toBe('{template: welcome/hello, topic: offers}');
    expect(cut(project!.spans.value(campaign.steps, 0))).toBe(text.slice(text.indexOf('id: hello')).trimEnd());
    expect(cut(project!.spans.value(step, 'nothing'))).toBe(cut(project!.spans.node(step)));
    expect(project!.spans.key(step, 'email').start).toEqual({ line: 8, column: 5, offset: text.indexOf('email:') });
  });

  test('has places in the bodies of its templates, in code points', () => {
    const template = project!.templates[1]!;
    expect(template.body).toBe('<mjml>👋 {{ x }}</mjml>\n');
    const at = template.bodyOffset + template.body.indexOf('{{');
    expect(project!.spanAt(template.file, at, at + 7)).toMatchObject({
      start: { line: 5, column: 9 },
      end: { line: 5, column: 16 },
    });
    expect(project!.spans.value(template.frontMatter, 'lang').start).toMatchObject({ line: 3, column: 7 });
    expect(project!.spans.node(project!.templates[0]!.frontMatter).start).toEqual({ line: 1, column: 1, offset: 0 });
  });

  test('holds no prototype that a key could reach', () => {
    expect(Object.getPrototypeOf(project!.config)).toBeNull();
    expect(Object.getPrototypeOf(project!.campaigns[0]!.node.kpi)).toBeNull();
  });

  test('is the same from Windows, with byte order marks, and in any order of writing', () => {
    const windows = Object.fromEntries(
      Object.entries(SOUND)
        .reverse()
        .map(([path, text]) => [path, `\uFEFF${String(text).replaceAll('\n', '\r\n')}`]),
    );
    const other = withFiles(windows, readProject).project;
    expect(other?.sources).toEqual(project?.sources);
    expect(other?.campaigns).toEqual(project?.campaigns);
    expect(other?.templates).toEqual(project?.templates);
  });
});

describe('files with errors are left out, and the others are still read', () => {
  test('campaigns and templates', () => {
    const { project, diagnostics, sources } = withFiles(
      { ...SOUND, 'campaigns/bad.yaml': 'name: [', 'templates/bad.mjml': '---\nsubject: 3\n---\n' },
      readProject,
    );
    expect(diagnostics.map(({ code, span }) => `${span.file} ${code}`)).toEqual([
      'campaigns/bad.yaml LC101',
      'templates/bad.mjml LC102',
    ]);
    expect(project?.broken).toEqual(['campaigns/bad.yaml', 'templates/bad.mjml']);
    expect(project?.campaigns).toHaveLength(2);
    expect(sources.map(({ path }) => path)).toContain('campaigns/bad.yaml');
  });

  test('and of two with one id, the first counts', () => {
    const { project } = withFiles({ ...SOUND, 'campaigns/us/welcome.yaml': CAMPAIGN }, readProject);
    expect(project?.campaigns.map(({ file }) => file)).toEqual([
      'campaigns/eu/win-back.yaml',
      'campaigns/us/welcome.yaml',
    ]);
    expect(project?.broken).toEqual(['campaigns/welcome.yaml']);
  });

  test('without a sound configuration there is no project, but every finding', () => {
    const { project, diagnostics } = withFiles(
      { 'lifecycle.config.yaml': 'a: b', 'campaigns/bad.yaml': 'name: [' },
      readProject,
    );
    expect(project).toBeNull();
    expect(new Set(diagnostics.map(({ span }) => span.file))).toEqual(
      new Set(['campaigns/bad.yaml', 'lifecycle.config.yaml']),
    );
    expect(withFiles({}, (root) => printFindings(readProject(root).diagnostics))).toBe(
      'lifecycle.config.yaml:1:1 LC111 lifecycle.config.yaml does not exist',
    );
  });
});

describe('what is no ordinary file is refused and never waited for', () => {
  test('links, pipes and files over 1 MB', () => {
    const text = findings({ 'campaigns/a.yaml': CAMPAIGN, 'campaigns/big.yaml': '' }, (root) => {
      symlinkSync('/dev/zero', join(root, 'campaigns/zero.yaml'));
      symlinkSync(join(root, 'campaigns/a.yaml'), join(root, 'campaigns/link.yaml'));
      mkdirSync(join(root, 'templates'));
      symlinkSync(root, join(root, 'templates/loop'));
      execFileSync('mkfifo', [join(root, 'campaigns/pipe.yaml')]);
      truncateSync(join(root, 'campaigns/big.yaml'), 3 * 1024 * 1024 * 1024);
    });
    expect(text.split('\n').filter((line) => /^\S/.test(line))).toEqual([
      'campaigns/big.yaml:1:1 LC111 campaigns/big.yaml is larger than 1 MB (3072.0 MB)',
      'campaigns/link.yaml:1:1 LC111 campaigns/link.yaml is a link',
      'campaigns/pipe.yaml:1:1 LC111 campaigns/pipe.yaml is not a regular file',
      'campaigns/zero.yaml:1:1 LC111 campaigns/zero.yaml is a link',
      'templates/loop:1:1 LC111 templates/loop is a link',
    ]);
  });

  test('a folder that is a link to another', () => {
    const text = findings({ 'elsewhere/a.yaml': CAMPAIGN, 'elsewhere/secret.mjml': '' }, (root) => {
      symlinkSync(join(root, 'elsewhere'), join(root, 'campaigns'));
      symlinkSync(join(root, 'elsewhere'), join(root, 'templates'));
    });
    expect(text.split('\n').filter((line) => /^\S/.test(line))).toEqual([
      'campaigns:1:1 LC111 campaigns is a link',
      'templates:1:1 LC111 templates is a link',
    ]);
  });

  test('the configuration, too', () => {
    const text = withFiles({ 'real.yaml': CONFIG }, (root) => {
      symlinkSync(join(root, 'real.yaml'), join(root, 'lifecycle.config.yaml'));
      return printFindings(readProject(root).diagnostics);
    });
    expect(text).toBe('lifecycle.config.yaml:1:1 LC111 lifecycle.config.yaml is a link');
    const pipe = withFiles({}, (root) => {
      execFileSync('mkfifo', [join(root, 'lifecycle.config.yaml')]);
      return printFindings(readProject(root).diagnostics);
    });
    expect(pipe).toBe('lifecycle.config.yaml:1:1 LC111 lifecycle.config.yaml is not a regular file');
  });

  test('other encodings', () => {
    expect(findings({ 'campaigns/a.yaml': Buffer.from('\uFEFFname: x', 'utf16le') })).toBe(
      'campaigns/a.yaml:1:1 LC111 campaigns/a.yaml is in UTF-16\n  = save it as UTF-8',
    );
    expect(findings({ 'campaigns/a.yaml': Buffer.from('goal: x\nname: Gr\u00fc\u00dfe', 'latin1') })).toBe(
      'campaigns/a.yaml:2:9 LC111 campaigns/a.yaml is not UTF-8\n  ^ the first wrong character\n  = save it as UTF-8',
    );
  });

  test('names that are one on other computers', () => {
    const text = findings({ 'campaigns/a.yaml': CAMPAIGN }, (root) => {
      mkdirSync(join(root, 'templates'));
      for (const name of ['Help.mjml', 'help.mjml', 'caf\u00e9.mjml', 'cafe\u0301.mjml'])
        writeFileSync(join(root, 'templates', name), '');
    });
    expect(text).toContain('templates/help.mjml has the same name as templates/Help.mjml on many computers');
    expect(text).toContain('templates/caf\u00e9.mjml has the same name as templates/cafe\u0301.mjml on many computers');
  });
});

describe('hostile input ends with a finding, soon', () => {
  test.each([
    ['20,000 nested lists', '['.repeat(20_000)],
    ['nested groups', '{a: '.repeat(3_000)],
    ['65 levels', `name: ${'['.repeat(65)}${']'.repeat(65)}`, 'nested more than 64 levels deep'],
    ['sixty thousand of one key', 'a:\n'.repeat(60_000)],
    ['one long line', `name: ${'x'.repeat(1_000_000)}\nb`, 'campaigns/a.yaml has a line of 1000006 characters'],
    ['a line that is just too long', `name: a\n#${'x'.repeat(100_000)}`, 'has a line of 100001 characters'],
    ['a line that is just short enough', `nome: a\n#${'x'.repeat(99_999)}`, 'unknown key "nome"'],
  ])('%s', (_, text, message = '') => {
    const start = process.cpuUsage();
    const { diagnostics, project } = withFiles(
      { 'lifecycle.config.yaml': CONFIG, 'campaigns/a.yaml': text },
      readProject,
    );
    expect(diagnostics[0]?.message).toContain(message);
    expect(diagnostics.length).toBeLessThanOrEqual(50);
    expect(project?.campaigns).toEqual([]);
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(8000);
  });

  test('any text at all is read or refused, never thrown over, and every finding has a place inside the file', () => {
    const pieces = fc.constantFrom(
      'name: ',
      '\n',
      '  ',
      '- ',
      '{',
      '}',
      '[',
      ']',
      ': ',
      '&a ',
      '*a',
      '!t ',
      '"',
      "'",
      '|',
      '>',
      '#',
      '?',
      '\t',
      '---',
      '%',
      '\\',
      '3d',
      '0x1',
      '__proto__',
      '\u00a0',
      'é',
      '👋',
      '\0',
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 4 })), { maxLength: 40 }),
        (parts) => {
          const text = parts.join('').replace(/\p{Surrogate}/gu, '');
          const { diagnostics, sources } = withFiles(
            { 'lifecycle.config.yaml': CONFIG, 'campaigns/a.yaml': text },
            readProject,
          );
          expect(diagnostics.length).toBeGreaterThan(0);
          const source = sources.find(({ path }) => path === 'campaigns/a.yaml')!.text;
          for (const { span } of diagnostics) {
            expect(span.start.offset).toBeLessThanOrEqual(span.end.offset);
            expect(span.end.offset).toBeLessThanOrEqual(source.length);
          }
        },
      ),
      { numRuns: 80 },
    );
  });
});
