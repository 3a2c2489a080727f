import { createHash } from 'node:crypto';
import { compareText } from '../model/diagnostic.js';

/** JSON with sorted keys, two spaces and a last newline: equal values are equal bytes, and a change in one place is a small diff. */
export function canonicalJson(value: unknown): string {
  return `${JSON.stringify(value, (_key, each: unknown) => (isRecord(each) ? sorted(each) : each), 2)}\n`;
}

/** `sha256:` and the hexadecimal digest of a text's UTF-8 bytes. */
export function sha256(text: string): string {
  return `sha256:${createHash('sha256').update(text, 'utf8').digest('hex')}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sorted(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => compareText(a, b)));
}
