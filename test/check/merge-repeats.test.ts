import { expect, it } from 'vitest';
import { hushUnused } from '../../src/check/findings/hush-unused.js';
import { mergeRepeats } from '../../src/check/findings/merge-repeats.js';
import type { Diagnostic } from '../../src/model/diagnostic.js';

function finding(code: string, file: string, line: number, more: Partial<Diagnostic> = {}): Diagnostic {
  const start = { line, column: 1, offset: line };
  return { code, name: 'x', severity: 'error', message: 'm', span: { file, start, end: start }, ...more };
}

function withFix(line: number): Diagnostic {
  const one = finding('LC205', 'a.yaml', line);
  return { ...one, fix: { title: 'write "a"', safe: true, edits: [{ span: one.span, text: 'a' }] } };
}

const places = (found: readonly Diagnostic[]) =>
  found.map(({ span, related = [] }) => [span, ...related.map((one) => one.span)].map(({ start }) => start.line));

it('says the same mistake of one file once, of two files twice', () => {
  const found = [finding('LC206', 'a.yaml', 1), finding('LC206', 'a.yaml', 4), finding('LC206', 'b.yaml', 2)];
  expect(places(mergeRepeats(found))).toEqual([[1, 4], [2]]);
});

it('keeps apart what only looks alike: other words, other codes, warnings, and findings with places of their own', () => {
  const found = [
    finding('LC206', 'a.yaml', 1),
    finding('LC206', 'a.yaml', 2, { message: 'other' }),
    finding('LC206', 'a.yaml', 3, { label: 'did you mean "b"?' }),
    finding('LC205', 'a.yaml', 4),
    finding('LC206', 'a.yaml', 5, { severity: 'warning' }),
    finding('LC206', 'a.yaml', 6, { related: [] }),
    finding('LC308', 'a.yaml', 7),
    finding('LC308', 'a.yaml', 8),
  ];
  expect(mergeRepeats(found)).toEqual(found);
});

it('mends all places with one fix, or none', () => {
  expect(mergeRepeats([withFix(1), withFix(2)])[0]?.fix?.edits.map(({ span }) => span.start.line)).toEqual([1, 2]);
  expect(mergeRepeats([withFix(1), finding('LC205', 'a.yaml', 2)])[0]?.fix).toBeUndefined();
});

it('shows eight other places and counts the rest', () => {
  const [one] = mergeRepeats(Array.from({ length: 12 }, (_, line) => finding('LC501', 'a.mjml', line + 1)));
  expect(one?.related).toHaveLength(8);
  expect(one?.notes).toEqual(['and at 3 more places in this file']);
});

it('says nothing of unused names while a name is written wrongly', () => {
  const unused = ['LC220', 'LC226', 'LC230', 'LC231', 'LC232'].map((code, at) => finding(code, 'a.yaml', at));
  const other = finding('LC603', 'a.yaml', 7);
  const wrong = finding('LC202', 'b.yaml', 9);
  expect(hushUnused([...unused, other])).toEqual([...unused, other]);
  expect(hushUnused([...unused, other, wrong])).toEqual([other, wrong]);
});
