import type { Stretch } from './stretch.js';

/** One `<mj-include path="…">` of an MJML text; the stretch is the path between its quotes. */
export interface MjmlInclude extends Stretch {
  readonly path: string;
}

/** Every MJML include outside comments, in order. */
export function findIncludes(text: string): MjmlInclude[] {
  const visible = text.replaceAll(/<!--.*?-->/gs, (comment) => ' '.repeat(comment.length));
  return Array.from(visible.matchAll(/(<mj-include\b[^>]*?\bpath\s*=\s*)(["'])(.*?)\2/gs), (match) => {
    const path = match[3] ?? '';
    const start = match.index + (match[1]?.length ?? 0) + 1;
    return { path, start, end: start + path.length };
  });
}
