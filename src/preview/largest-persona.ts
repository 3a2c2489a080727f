import type { Gallery } from '../model/preview.js';

/** The persona for whom an email is largest, by the bytes of its HTML: the one by which to judge its size; null when nobody gets it. */
export function largestPersona({ cells }: Pick<Gallery, 'cells'>, message: string): string | null {
  let largest: string | null = null;
  let most = -1;
  for (const { message: id, persona, content } of cells) {
    if (id !== message || content.kind !== 'email') continue;
    const bytes = Buffer.byteLength(content.html);
    if (bytes <= most) continue;
    largest = persona;
    most = bytes;
  }
  return largest;
}
