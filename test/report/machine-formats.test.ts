import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/model/diagnostic.js';
import type { Findings } from '../../src/report/diagnostics/findings.js';
import { printGithub } from '../../src/report/diagnostics/github.js';
import { printJson } from '../../src/report/diagnostics/json.js';

function finding(line: number, text: string, more: Partial<Diagnostic> = {}): Diagnostic {
  return {
    code: 'LC201',
    name: 'unknown-template',
    severity: 'error',
    message: `there is no template "${text}"`,
    span: { file: 'campaigns/a,b.yaml', start: { line, column: 3, offset: 0 }, end: { line, column: 6, offset: 3 } },
    ...more,
  };
}

function findings(diagnostics: Diagnostic[], source = 'abc: d\n'): Findings {
  return { diagnostics, sources: () => source, summary: { files: 3 } };
}

describe('json', () => {
  it('keeps to its schema', () => {
    const schema = JSON.parse(readFileSync('schemas/report.schema.json', 'utf8')) as object;
    const span = finding(1, 'x').span;
    const full = finding(1, 'x', {
      label: 'here',
      related: [{ span, label: 'there' }],
      notes: ['n'],
      help: ['h'],
      fix: { title: 't', safe: true, edits: [{ span, text: 'y' }] },
    });
    const report: unknown = JSON.parse(printJson(findings([full, finding(2, 'y')]), { version: '0.1.0' }));
    const validate = new Ajv2020({ strictTypes: false }).compile(schema);
    expect(validate(report) || validate.errors).toBe(true);
    expect(report).toMatchObject({ format: 1, summary: { errors: 2, warnings: 0, files: 3 } });
  });

  it('fingerprints survive lines added above, and two findings that look alike have two', () => {
    const prints = (source: string, offset: number, line: number) => {
      const start = { line, column: 1, offset };
      const span = { file: 'a.yaml', start, end: { ...start, offset: offset + 3 } };
      const pair = [finding(line, 'x', { span }), finding(line, 'y', { span })];
      const report = JSON.parse(printJson(findings(pair, source), { version: '0' })) as {
        diagnostics: { fingerprint: string }[];
      };
      return report.diagnostics.map((one) => one.fingerprint);
    };
    const before = prints('abc: d\n', 0, 1);
    expect(prints('# new\n\nabc: d\n', 7, 3)).toEqual(before);
    expect(new Set(before).size).toBe(2);
    expect(prints('abd: d\n', 0, 1)).not.toEqual(before);
  });
});

describe('github', () => {
  it('escapes fields and bodies', () => {
    const shown = printGithub(findings([finding(1, '50%', { notes: ['one'], help: ['two\r\nlines'] })]));
    expect(shown).toBe(
      '::error file=campaigns/a%2Cb.yaml,line=1,endLine=1,col=3,endColumn=6,title=LC201 unknown-template::there is no template "50%25"%0Aone%0Atwo%0D%0Alines\n',
    );
  });

  it('puts errors first and keeps to ten of each, the last saying how many more', () => {
    const warnings = Array.from({ length: 10 }, (_, n) => finding(n + 1, 'w', { severity: 'warning' }));
    const errors = Array.from({ length: 13 }, (_, n) => finding(n + 50, 'e'));
    const lines = printGithub(findings([...warnings, ...errors]))
      .trim()
      .split('\n');
    expect(lines.map((line) => line.split(/[ :]/)[2])).toEqual([
      ...Array(10).fill('error'),
      ...Array(10).fill('warning'),
    ]);
    expect(lines[9]).toBe('::error::and 4 more errors, see the log');
  });
});
