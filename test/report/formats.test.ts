import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exampleProject } from '../../src/check/example/example-project.js';
import { explainedCodes } from '../../src/check/explain.js';
import type { Diagnostic } from '../../src/model/diagnostic.js';
import { printCompact } from '../../src/report/diagnostics/compact.js';
import type { Findings } from '../../src/report/diagnostics/findings.js';
import { printGitlab } from '../../src/report/diagnostics/gitlab.js';
import { printJunit } from '../../src/report/diagnostics/junit.js';
import { printMarkdown } from '../../src/report/diagnostics/markdown.js';
import { printSarif } from '../../src/report/diagnostics/sarif.js';
import { checkFiles } from '../check/read-files.js';

const letter = exampleProject['templates/letter.mjml'] ?? '';

/** A project with an error of shape, one with two places, one with notes, and two warnings. */
const found: Findings = checkFiles({
  ...exampleProject,
  'campaigns/trial.yaml': 'name: Trial\ngaol: Try <it> & "stay"\nowner: crm@acme.example\n',
  'campaigns/cart.yaml': (exampleProject['campaigns/cart.yaml'] ?? '').replace('id: reminder', 'id: help'),
  'templates/letter.mjml': letter.replace('New things', 'Hi {{ profile.first_name }}, new | *things*'),
  'templates/old.mjml': letter,
});
const sarif = (findings: Findings) => printSarif(findings, { version: '1.2.3', rules: explainedCodes });

const FILES: Readonly<Record<string, string>> = {
  'gitlab.json': printGitlab(found),
  'sarif.json': sarif(found),
  'junit.xml': printJunit(found),
  'comment.md': printMarkdown(found),
  'compact.txt': printCompact(found),
};

describe('one project, as each format tells it', () => {
  it.each(Object.keys(FILES))('%s', async (name) => {
    await expect(FILES[name]).toMatchFileSnapshot(`formats/${name}`);
  });
});

function place(line: number): Diagnostic['span'] {
  const start = { line, column: 3, offset: 0 };
  return { file: 'campaigns/a b#ü.yaml', start, end: { ...start, column: 6, offset: 3 } };
}

function finding(line: number, message: string, more: Partial<Diagnostic> = {}): Diagnostic {
  return { code: 'LC201', name: 'unknown-template', severity: 'error', message, span: place(line), ...more };
}

function findings(diagnostics: readonly Diagnostic[]): Findings {
  return { diagnostics, sources: () => 'abc: d\n', summary: { files: 3 } };
}

const nothing = findings([]);
const HOSTILE = `]]> </failure> <!-- "' & \u0000\u0007\u001b[31m\ud800\ufffe\n\r\t😀 | \`\`\` @anna [x](javascript:1)`;
const hostile = findings([
  finding(1, HOSTILE, {
    label: HOSTILE,
    notes: [HOSTILE],
    help: [HOSTILE],
    related: [{ span: place(2), label: HOSTILE }],
  }),
  finding(2, HOSTILE, { severity: 'warning', span: { ...place(1), file: HOSTILE } }),
]);

describe('gitlab', () => {
  it('is an empty list when there is nothing', () => {
    expect(printGitlab(nothing)).toBe('[]\n');
  });

  it('has what GitLab asks of each entry, and no fingerprint twice', () => {
    const entries = JSON.parse(printGitlab(findings([finding(1, 'x'), finding(9, 'y')]))) as { fingerprint: string }[];
    for (const entry of entries) {
      expect(entry).toMatchObject({
        description: expect.stringMatching(/^LC201: /),
        check_name: 'unknown-template',
        severity: 'major',
        location: { path: 'campaigns/a b#ü.yaml', positions: { begin: { line: expect.any(Number) } } },
      });
    }
    expect(new Set(entries.map(({ fingerprint }) => fingerprint)).size).toBe(2);
  });
});

describe('sarif', () => {
  const text = {
    type: 'object',
    required: ['text'],
    properties: { text: { type: 'string', minLength: 1 }, markdown: { type: 'string' } },
    additionalProperties: false,
  };
  // GitHub takes no longer ones.
  const shortText = { ...text, properties: { ...text.properties, text: { ...text.properties.text, maxLength: 1024 } } };
  const line = { type: 'integer', minimum: 1 };
  const region = {
    type: 'object',
    required: ['startLine'],
    properties: { startLine: line, startColumn: line, endLine: line, endColumn: line },
    additionalProperties: false,
  };
  const artifact = {
    type: 'object',
    required: ['uri'],
    // A reference after RFC 3986: nothing that is not printable ASCII, no scheme, no way up.
    properties: {
      uri: { type: 'string', pattern: "^[A-Za-z0-9._~!$&'()*+,;=@%/-]+$" },
      uriBaseId: { const: '%SRCROOT%' },
    },
    additionalProperties: false,
  };
  const physical = {
    type: 'object',
    required: ['artifactLocation', 'region'],
    properties: { artifactLocation: artifact, region },
    additionalProperties: false,
  };
  const location = {
    type: 'object',
    required: ['physicalLocation'],
    properties: { id: { type: 'integer', minimum: 0 }, physicalLocation: physical, message: text },
    additionalProperties: false,
  };
  const replacement = {
    type: 'object',
    required: ['deletedRegion'],
    properties: { deletedRegion: region, insertedContent: text },
    additionalProperties: false,
  };
  const change = {
    type: 'object',
    required: ['artifactLocation', 'replacements'],
    properties: { artifactLocation: artifact, replacements: { type: 'array', minItems: 1, items: replacement } },
    additionalProperties: false,
  };
  const fix = {
    type: 'object',
    required: ['artifactChanges'],
    properties: { description: text, artifactChanges: { type: 'array', minItems: 1, items: change } },
    additionalProperties: false,
  };
  const result = {
    type: 'object',
    required: ['ruleId', 'ruleIndex', 'level', 'message', 'locations', 'partialFingerprints'],
    properties: {
      ruleId: { pattern: '^LC\\d{3}$' },
      ruleIndex: { type: 'integer', minimum: 0 },
      level: { enum: ['none', 'note', 'warning', 'error'] },
      message: text,
      locations: { type: 'array', minItems: 1, items: location },
      relatedLocations: { type: 'array', items: location, uniqueItems: true },
      partialFingerprints: {
        type: 'object',
        required: ['primaryLocationLineHash'],
        properties: { primaryLocationLineHash: { type: 'string', pattern: '^[0-9a-f]{16}:1$' } },
        additionalProperties: { type: 'string' },
      },
      fixes: { type: 'array', items: fix, uniqueItems: true },
    },
    additionalProperties: false,
  };
  const rule = {
    type: 'object',
    required: ['id', 'name', 'shortDescription', 'fullDescription', 'help', 'defaultConfiguration'],
    properties: {
      id: { pattern: '^LC\\d{3}$' },
      name: { type: 'string' },
      shortDescription: shortText,
      fullDescription: shortText,
      help: text,
      defaultConfiguration: { type: 'object', properties: { level: { enum: ['warning', 'error'] } } },
    },
    additionalProperties: false,
  };
  const driver = {
    type: 'object',
    required: ['name', 'version', 'rules'],
    properties: {
      name: { const: 'lifecycle' },
      version: { type: 'string' },
      rules: { type: 'array', items: rule, uniqueItems: true },
    },
    additionalProperties: false,
  };
  const run = {
    type: 'object',
    required: ['tool', 'results'],
    properties: {
      tool: { type: 'object', required: ['driver'], properties: { driver }, additionalProperties: false },
      columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
      results: { type: 'array', items: result },
    },
    additionalProperties: false,
  };
  const validate = new Ajv2020({ strict: false }).compile({
    type: 'object',
    required: ['version', 'runs'],
    properties: { $schema: { type: 'string' }, version: { const: '2.1.0' }, runs: { type: 'array', items: run } },
    additionalProperties: false,
  });

  it.each([
    ['a project with findings', found],
    ['one without', nothing],
    ['hostile texts', hostile],
  ])('has the shape of the standard: %s', (_, each) => {
    expect(validate(JSON.parse(sarif(each))) || validate.errors).toBe(true);
  });

  it('says of every code what it means, as long as GitHub takes it', () => {
    const all = explainedCodes.map(({ code }, n) => finding(n + 1, code, { code }));
    expect(validate(JSON.parse(sarif(findings(all)))) || validate.errors).toBe(true);
  });

  it('keeps the worst of more findings than GitHub takes, and knows each again', () => {
    const many = Array.from({ length: 25_000 }, (_, n) => finding(n + 1, 'x', { severity: 'warning' }));
    const log = JSON.parse(sarif(findings([...many, finding(30_000, 'worst')])));
    const results = log.runs[0].results as {
      level: string;
      partialFingerprints: { primaryLocationLineHash: string };
    }[];
    expect(results).toHaveLength(25_000);
    expect(results.filter(({ level }) => level === 'error')).toHaveLength(1);
    expect(new Set(results.map((one) => one.partialFingerprints.primaryLocationLineHash)).size).toBe(25_000);
  });

  it('points each result at the text of its rule', () => {
    const log = JSON.parse(sarif(found)) as {
      runs: [
        {
          tool: { driver: { rules: { id: string; help: { text: string } }[] } };
          results: { ruleId: string; ruleIndex: number }[];
        },
      ];
    };
    const [{ tool, results }] = log.runs;
    expect(results.length).toBeGreaterThan(3);
    for (const { ruleId, ruleIndex } of results) {
      const said = tool.driver.rules[ruleIndex];
      expect(said?.id).toBe(ruleId);
      expect(said?.help.text).toBe(explainedCodes.find(({ code }) => code === ruleId)?.docs);
    }
  });
});

/** The names of all elements, in order of their ends. Throws where the text is not well-formed XML 1.0. */
function parseXml(xml: string): string[] {
  const illegal = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.exec(xml);
  if (illegal) throw new Error(`a character that XML cannot hold at ${illegal.index}`);
  const attribute = '\\s+[a-z]+="(?:[^<&"]|&(?:amp|lt|gt|quot|#\\d+);)*"';
  const token = new RegExp(
    `<([a-z-]+)(?:${attribute})*\\s*(/?)>|</([a-z-]+)>|((?:[^<&>]|&(?:amp|lt|gt|quot|#\\d+);)+)`,
    'uy',
  );
  const open: string[] = [];
  const closed: string[] = [];
  for (token.lastIndex = xml.startsWith('<?xml') ? xml.indexOf('?>') + 2 : 0; token.lastIndex < xml.length; ) {
    const at = token.lastIndex;
    const match = token.exec(xml);
    if (match === null) throw new Error(`not XML at ${JSON.stringify(xml.slice(at, at + 30))}`);
    const [, start, empty, end, text] = match;
    if (text !== undefined && open.length === 0 && text.trim() !== '') throw new Error('text outside');
    if (start !== undefined) open.push(start);
    if (end !== undefined && open.at(-1) !== end) throw new Error(`${end} closes ${open.at(-1)}`);
    if (end !== undefined || empty === '/') closed.push(open.pop() ?? '');
  }
  if (open.length > 0) throw new Error(`${open} not closed`);
  return closed;
}

describe('junit', () => {
  it('is well-formed, a suite for each file and a case for each finding', () => {
    const names = parseXml(printJunit(found));
    expect(names.filter((name) => name === 'testcase')).toHaveLength(found.diagnostics.length);
    expect(names.filter((name) => name === 'testsuite')).toHaveLength(
      new Set(found.diagnostics.map(({ span }) => span.file)).size,
    );
    expect(names.filter((name) => name === 'failure')).toHaveLength(
      found.diagnostics.filter(({ severity }) => severity === 'error').length,
    );
  });

  it('passes one case when there is nothing', () => {
    expect(parseXml(printJunit(nothing))).toEqual(['testcase', 'testsuite', 'testsuites']);
  });

  it('stays well-formed whatever the files say', () => {
    parseXml(printJunit(hostile));
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        parseXml(printJunit(findings([finding(1, text, { notes: [text], span: { ...place(1), file: text } })])));
      }),
    );
  });
});

describe('markdown', () => {
  it('shows hostile texts as they are, and notifies nobody', () => {
    const shown = printMarkdown(hostile);
    const table = shown.slice(0, shown.indexOf('<details>'));
    expect(table.replaceAll('<!-- -->', '').replaceAll('<br>', '').split('\n').slice(1).join('\n')).not.toMatch(
      /[<>`]|\]\(/,
    );
    expect(table).not.toMatch(/@(?!<!-- -->)/);
    expect(shown).toMatch(/\n````\n[\s\S]*```[\s\S]*\n````\n\n<\/details>\n$/);
    for (const row of table.split('\n').filter((line) => line.startsWith('| '))) expect(row.split('|')).toHaveLength(6);
  });

  it('is a line when there is nothing', () => {
    expect(printMarkdown(nothing)).toBe('<!-- lifecycle check -->\n### 3 files checked, nothing to report.\n');
  });

  it.each([
    [1, /<details>/],
    [250, /run `lifecycle check`\.\n$/],
    [700, /^and 350 more: /m],
    [3000, /^and 2980 more: /m],
  ])('with %s findings keeps to the length of a comment, and says what it leaves out', (count, tells) => {
    const many = Array.from({ length: count }, (_, n) =>
      finding(n + 1, `there is no template "summer/sale-${n}"`, {
        severity: n % 2 === 0 ? 'error' : 'warning',
        help: ['write the name of one'],
      }),
    );
    const shown = printMarkdown(findings(many));
    expect(shown.length).toBeLessThanOrEqual(65_536);
    expect(shown).toMatch(tells);
    const first = shown.split('\n').find((line) => line.startsWith('| ') && line.includes('LC201'));
    expect(first).toContain('🔴 error');
  });

  it('gives up the table before it gets too long', () => {
    const shown = printMarkdown(findings([finding(1, 'x'.repeat(70_000))]));
    expect(shown).toMatch(/too long to show here/);
    expect(shown.length).toBeLessThan(300);
  });
});

describe('compact', () => {
  it('is one line for each finding, with the help', () => {
    expect(printCompact(hostile).split('\n')).toHaveLength(3);
    const fix = { title: 'write b', safe: true, edits: [] };
    expect(printCompact(findings([finding(2, 'x', { label: 'y', help: ['write b', 'or c'], fix })]))).toBe(
      'campaigns/a b#ü.yaml:2:3: error[LC201] x (y); write b  [safe fix: lifecycle check --fix]; or c\n',
    );
  });
});
