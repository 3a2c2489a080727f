import type { PackedText } from './preview-data.js';

/** The text that was packed as runs of lines. */
export function unpackText(packed: PackedText, lines: readonly string[]): string {
  const parts: string[] = [];
  for (let at = 0; at < packed.length; at += 2) {
    const first = packed[at] ?? 0;
    for (const line of lines.slice(first, first + (packed[at + 1] ?? 0))) parts.push(line);
  }
  return parts.join('\n');
}
