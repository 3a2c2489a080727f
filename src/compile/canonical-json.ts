import { createHash } from 'node:crypto';
import { compareText } from '../model/diagnostic.js';

/** JSON with sorted keys, two spaces and a last newline: equal values are equal bytes, and a change in one place is a small diff. */
export function canonicalJson(value: unknown): string {
  return `${JSON.stringify(sorted(value), null, 2)}\n`;
}

/** `sha256:` and the hexadecimal digest of a text's UTF-8 bytes. */
export function sha256(text: string): string {
  return `sha256:${createHash('sha256').update(text, 'utf8').digest('hex')}`;
}

/** The value itself where its keys stand in order. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map(sorted);
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  const entries = Object.entries(value);
  let isSame = true;
  for (const [index, entry] of entries.entries()) {
    const item = sorted(entry[1]);
    isSame &&= item === entry[1] && (index === 0 || compareText(entries[index - 1]![0], entry[0]) < 0);
    entry[1] = item;
  }
  return isSame ? value : Object.fromEntries(entries.sort(([a], [b]) => compareText(a, b)));
}
