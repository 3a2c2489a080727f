import type { Diagnostic } from '../../model/diagnostic.js';

/** What the template compiler stumbles over after the rules have said why. */
const echoing = ['LC502', 'LC503', 'LC504', 'LC511'];

/** The findings of the template compiler without those that only repeat what a rule has found on the same line. */
export function dropEchoes(found: readonly Diagnostic[], compiled: readonly Diagnostic[]): Diagnostic[] {
  const line = ({ span }: Diagnostic) => `${span.start.line} ${span.file}`;
  const told = new Set(found.filter(({ code }) => echoing.includes(code)).map(line));
  return compiled.filter((one) => !echoing.includes(one.code) || !told.has(line(one)));
}
