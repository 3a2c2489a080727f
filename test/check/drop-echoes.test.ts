import { expect, it } from 'vitest';
import { dropEchoes } from '../../src/check/findings/drop-echoes.js';
import type { Diagnostic } from '../../src/model/diagnostic.js';

function finding(code: string, file: string, line: number): Diagnostic {
  const start = { line, column: 1, offset: 0 };
  return { code, name: 'x', severity: 'error', message: 'm', span: { file, start, end: start } };
}

it('leaves out what the compiler repeats of a line, and nothing else', () => {
  const found = [finding('LC504', 'a.mjml', 3), finding('LC501', 'a.mjml', 4)];
  const compiled = [
    finding('LC511', 'a.mjml', 3),
    finding('LC505', 'a.mjml', 3),
    finding('LC511', 'a.mjml', 4),
    finding('LC502', 'b.mjml', 3),
  ];
  expect(dropEchoes(found, compiled)).toEqual(compiled.slice(1));
});
