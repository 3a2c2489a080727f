import type { Project } from '../model/project.js';
import type { Span } from '../model/span.js';
import { sourceText } from './source-text.js';

/** Where something stands: at a key of a YAML mapping or list or at its value, or at a part of a text there. */
export interface Place {
  readonly holder: object;
  readonly key: string | number;
  readonly at: 'key' | 'value';
  /** UTF-16 offsets into the text of the value. */
  readonly part?: readonly [from: number, to: number];
}

/** The place of the key itself. */
export function atKey(holder: object, key: string | number): Place {
  return { holder, key, at: 'key' };
}

/** The place of the value behind a key. */
export function atValue(holder: object, key: string | number, part?: readonly [number, number]): Place {
  return part === undefined ? { holder, key, at: 'value' } : { holder, key, at: 'value', part };
}

/** The span of a place. A part is pointed at exactly when the text is written on one line without escapes, else the whole value is. */
export function spanOf(project: Project, place: Place): Span {
  const { holder, key, at, part } = place;
  if (at === 'key') return project.spans.key(holder, key);
  const whole = project.spans.value(holder, key);
  if (part === undefined) return whole;
  const text = (holder as Readonly<Record<string | number, unknown>>)[key];
  const written = sourceText(project, whole.file)?.slice(whole.start.offset, whole.end.offset) ?? '';
  const quote = /^["']/.test(written) ? 1 : 0;
  const plain = written.slice(quote, written.length - quote);
  if (typeof text !== 'string' || plain !== text || text.includes('\n')) return whole;
  const [from, to] = part;
  const position = (index: number) => ({
    line: whole.start.line,
    column: whole.start.column + quote + Array.from(text.slice(0, index)).length,
    offset: whole.start.offset + quote + index,
  });
  return { file: whole.file, start: position(from), end: position(to) };
}

/** `path:line:col` of a span, for notes. */
export function printPlace(span: Span): string {
  return `${span.file}:${span.start.line}:${span.start.column}`;
}
