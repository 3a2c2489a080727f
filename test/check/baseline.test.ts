import { describe, expect, it } from 'vitest';
import { followBaseline, makeBaseline } from '../../src/check/findings/baseline.js';
import type { Diagnostic, Severity } from '../../src/model/diagnostic.js';

function finding(file: string, code: string, line: number, severity: Severity = 'warning'): Diagnostic {
  const start = { line, column: 1, offset: line };
  return { code, name: 'x', severity, message: `${line}`, span: { file, start, end: start } };
}

const found = [
  finding('b.yaml', 'LC513', 1),
  finding('a.yaml', 'LC513', 2),
  finding('a.yaml', 'LC220', 3),
  finding('a.yaml', 'LC513', 4),
  finding('c.yaml', 'LC205', 5, 'error'),
];

describe('a baseline', () => {
  it('counts warnings by file and code, sorted, and no error', () => {
    expect(JSON.stringify(makeBaseline(found))).toBe('{"a.yaml":{"LC220":1,"LC513":2},"b.yaml":{"LC513":1}}');
  });

  it('hides what it was made of, wherever that has moved, but errors', () => {
    const moved = found.map((one) => finding(one.span.file, one.code, one.span.start.line + 100, one.severity));
    const { shown, hidden, canShrink } = followBaseline(moved, makeBaseline(found));
    expect(shown.map(({ code }) => code)).toEqual(['LC205']);
    expect(hidden).toHaveLength(4);
    expect(canShrink).toBe(false);
  });

  it('shows all of a kind in a file where there is one more, and says why', () => {
    const { shown } = followBaseline([...found, finding('a.yaml', 'LC513', 9)], makeBaseline(found));
    expect(shown.map(({ span, code }) => `${span.file} ${code}`)).toEqual([
      'a.yaml LC513',
      'a.yaml LC513',
      'c.yaml LC205',
      'a.yaml LC513',
    ]);
    expect(shown[0]?.notes).toEqual(['the baseline allows 2 in this file; there are 3']);
  });

  it('can shrink when something was mended', () => {
    expect(followBaseline(found.slice(1), makeBaseline(found)).canShrink).toBe(true);
    expect(followBaseline([], makeBaseline([])).canShrink).toBe(false);
  });

  it('never hides an error, also when a file says so', () => {
    const forged = { 'c.yaml': { LC205: 7 } };
    expect(followBaseline(found, forged).shown).toHaveLength(found.length);
  });
});
