import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/model/diagnostic.js';
import type { Position, Span } from '../../src/model/span.js';
import type { Findings } from '../../src/report/diagnostics/findings.js';
import { summarizeFindings } from '../../src/report/diagnostics/summary.js';
import { printText } from '../../src/report/diagnostics/text.js';

function at(source: string, offset: number): Position {
  const before = source.slice(0, offset).split('\n');
  return { line: before.length, column: Array.from(before.at(-1) ?? '').length + 1, offset };
}

function spanOf(file: string, source: string, text: string, nth = 0): Span {
  let offset = -1;
  for (let found = 0; found <= nth; found += 1) offset = source.indexOf(text, offset + 1);
  return { file, start: at(source, offset), end: at(source, offset + text.length) };
}

function findings(files: Record<string, string>, diagnostics: Diagnostic[], total = 14): Findings {
  return { diagnostics, sources: (file) => files[file] ?? null, summary: { files: total } };
}

const trial = 'name: Trial\nowner: crm@acme.example\nsteps:\n  - id: day-3\n    dleay: 3d\n';
const winback = [...Array(7).fill('#'), '  - id: offer', '#', '#', '#', '#', '#', '  - id: offer', ''].join('\n');

const unknownKey: Diagnostic = {
  code: 'LC103',
  name: 'unknown-key',
  severity: 'error',
  message: 'unknown key "dleay" in step "day-3"',
  span: spanOf('campaigns/trial.yaml', trial, 'dleay'),
  label: 'did you mean "delay"?',
  help: ['rename it to "delay"'],
};

describe('the frame', () => {
  it('points at a key and shows what it belongs to', () => {
    expect(printText(findings({ 'campaigns/trial.yaml': trial }, [unknownKey]), { color: false })).toBe(
      [
        'campaigns/trial.yaml:5:5: error[LC103] unknown key "dleay" in step "day-3"',
        '   |',
        ' 4 |   - id: day-3',
        ' 5 |     dleay: 3d',
        '   |     ^^^^^ did you mean "delay"?',
        '   |',
        '   = help: rename it to "delay"',
        '',
      ].join('\n'),
    );
  });

  it('shows two places of one file in one frame', () => {
    const file = 'campaigns/winback.yaml';
    const twice: Diagnostic = {
      code: 'LC203',
      name: 'duplicate-step-id',
      severity: 'error',
      message: 'step id "offer" is used twice',
      span: spanOf(file, winback, 'offer', 1),
      label: 'second use',
      related: [{ span: spanOf(file, winback, 'offer'), label: 'first use' }],
      notes: ['ids are how people in flight are remembered'],
      help: ['rename the one on line 14'],
    };
    expect(printText(findings({ [file]: winback }, [twice]), { color: false })).toBe(
      [
        'campaigns/winback.yaml:14:9: error[LC203] step id "offer" is used twice',
        '   |',
        ' 8 |   - id: offer',
        '   |         ----- first use',
        '14 |   - id: offer',
        '   |         ^^^^^ second use',
        '   |',
        '   = note: ids are how people in flight are remembered',
        '   = help: rename the one on line 14',
        '',
      ].join('\n'),
    );
  });

  it('opens a block for a place in another file', () => {
    const shown = printText(
      findings({ 'campaigns/trial.yaml': trial, 'b.mjml': 'one\ntwo\n' }, [
        { ...unknownKey, related: [{ span: spanOf('b.mjml', 'one\ntwo\n', 'two'), label: 'used here' }] },
      ]),
      { color: false },
    );
    expect(shown).toContain('   ::: b.mjml:2:1\n   |\n 2 | two\n   | --- used here\n');
  });

  it('measures carets in terminal cells: wide characters take two, combining marks none', () => {
    const file = 'a.liquid';
    const source = '日本 e\u0301 {{ x }}';
    const shown = printText(findings({ [file]: source }, [{ ...unknownKey, span: spanOf(file, source, 'x') }]), {
      color: false,
    });
    expect(shown.split('\n')[3]).toBe(`   | ${' '.repeat(10)}^ did you mean "delay"?`);
  });

  it('cuts a long line around the place', () => {
    const file = 'a.liquid';
    const source = `${'a'.repeat(500)}HERE${'b'.repeat(500)}`;
    const lines = printText(findings({ [file]: source }, [{ ...unknownKey, span: spanOf(file, source, 'HERE') }]), {
      color: false,
    }).split('\n');
    expect(lines[2]?.length).toBeLessThan(115);
    expect(lines[2]?.indexOf('HERE')).toBe(lines[3]?.indexOf('^^^^'));
  });

  it('never passes on a control character or a direction mark', () => {
    const file = 'a.liquid';
    const source = 'x\u001b[31m \u202e y';
    const shown = printText(
      findings({ [file]: source }, [
        { ...unknownKey, message: 'bad "\u001b]0;\u0007"', span: spanOf(file, source, 'y') },
      ]),
      { color: false },
    );
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
    expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
  });

  it('has the same words with colour as without', () => {
    const all = findings({ 'campaigns/trial.yaml': trial }, [unknownKey]);
    const colored = printText(all, { color: true });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colour is what is taken out.
    expect(colored.replaceAll(/\u001b\[[0-9;]*m/g, '')).toBe(printText(all, { color: false }));
    expect(colored).toContain('\u001b[1;31merror[LC103]\u001b[0m');
  });

  it('survives any text and any span, and puts the place on the first line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.nat(300), fc.nat(300), (source, a, b) => {
        const [from, to] = [Math.min(a, b, source.length), Math.min(Math.max(a, b), source.length)];
        const span = { file: 'a.yaml', start: at(source, from), end: at(source, to) };
        const shown = printText(findings({ 'a.yaml': source }, [{ ...unknownKey, span }]), { color: false });
        expect(shown.startsWith(`a.yaml:${span.start.line}:${span.start.column}: error[LC103] `)).toBe(true);
        expect(Math.max(...shown.split('\n').map((line) => line.length))).toBeLessThan(400);
      }),
    );
  });
});

describe('the summary', () => {
  it('counts errors, warnings and files, and names what to look up', () => {
    const warning: Diagnostic = { ...unknownKey, severity: 'warning', span: spanOf('a.yaml', 'x', 'x') };
    const all = findings({}, [warning, unknownKey, { ...unknownKey, message: 'other' }]);
    expect(summarizeFindings(all)).toBe('2 errors and 1 warning in 2 of 14 files. Explain: lifecycle explain LC103');
  });

  it('is one line when there is nothing', () => {
    expect(summarizeFindings(findings({}, [], 1))).toBe('1 file checked, nothing to report.');
  });
});
