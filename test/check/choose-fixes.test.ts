import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseFixes, editText } from '../../src/check/findings/choose-fixes.js';
import type { Diagnostic } from '../../src/model/diagnostic.js';

function finding(start: number, end: number, text: string, safe = true): Diagnostic {
  const place = (offset: number) => ({ line: 1, column: offset + 1, offset });
  const span = { file: 'a.yaml', start: place(start), end: place(end) };
  const fix = { title: text, safe, edits: [{ span, text }] };
  return { code: 'LC103', name: 'unknown-key', severity: 'error', message: `${start}`, span, fix };
}

describe('choosing', () => {
  it('takes safe fixes only, and of two that touch the first', () => {
    const { mended, edits } = chooseFixes([
      finding(4, 6, 'c'),
      finding(0, 2, 'a'),
      finding(1, 3, 'b'),
      finding(8, 9, 'd', false),
    ]);
    expect(mended.map(({ message }) => message)).toEqual(['0', '4']);
    expect(edits.get('a.yaml')).toEqual([
      { start: 0, end: 2, text: 'a' },
      { start: 4, end: 6, text: 'c' },
    ]);
  });
});

describe('editing', () => {
  it('keeps a byte order mark and each line end as it is', () => {
    expect(editText('\uFEFFa: 1\r\ndleay: 2\nc: 3\rd: 4\r\n', [{ start: 5, end: 10, text: 'delay' }])).toBe(
      '\uFEFFa: 1\r\ndelay: 2\nc: 3\rd: 4\r\n',
    );
  });

  it('changes nothing but the stretch, counted without what a checkout adds', () => {
    const piece = fc.constantFrom('a', 'é', '😀', ' ', '\n', '\r\n', '\r');
    fc.assert(
      fc.property(fc.array(piece), fc.array(piece), fc.boolean(), fc.string(), (before, after, mark, text) => {
        const bom = mark ? '\uFEFF' : '';
        // A return and a line feed that meet at the border would be one line end.
        const [head, tail] = [before.join(''), after.join('')];
        fc.pre(!head.endsWith('\r'));
        const start = head.replace(/\r\n?/g, '\n').length;
        const edited = editText(`${bom}${head}XY${tail}`, [{ start, end: start + 2, text }]);
        expect(edited).toBe(`${bom}${head}${text}${tail}`);
      }),
    );
  });
});
