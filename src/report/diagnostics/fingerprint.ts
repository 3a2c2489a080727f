import { createHash } from 'node:crypto';
import type { Diagnostic } from '../../model/diagnostic.js';
import { lineOf } from './source-line.js';

/**
 * An identity for each finding that survives edits above it: `sha256` hex over code, path, the text of the span and its trimmed
 * line, never a line number. The second of two alike gets another one, so that all are different.
 */
export function fingerprintAll(
  diagnostics: readonly Diagnostic[],
  sources: (file: string) => string | null,
): ReadonlyMap<Diagnostic, string> {
  const seen = new Map<string, number>();
  const prints = new Map<Diagnostic, string>();
  for (const diagnostic of diagnostics) {
    const { code, span } = diagnostic;
    const source = sources(span.file) ?? '';
    const text = source.slice(span.start.offset, span.end.offset);
    const parts = [code, span.file, text, lineOf(source, span)?.text.trim() ?? ''];
    const key = JSON.stringify(parts);
    const nth = (seen.get(key) ?? 0) + 1;
    seen.set(key, nth);
    const identity = nth === 1 ? key : JSON.stringify([...parts, nth]);
    prints.set(diagnostic, createHash('sha256').update(identity).digest('hex'));
  }
  return prints;
}
