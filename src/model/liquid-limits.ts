const MOST_TAGS = 1000;
const DEEPEST = 64;
const BLOCKS = new Set(['if', 'unless', 'for', 'case', 'capture', 'tablerow', 'block', 'layout']);

/** Where a Liquid text becomes more than anybody writes, and what is too much of it: nothing that reads it may take seconds, or run out of stack. Null when it is not. */
export function findTooMuchLiquid(
  text: string,
): { readonly start: number; readonly end: number; readonly message: string } | null {
  let tags = 0;
  let depth = 0;
  for (const { 0: tag, 1: name = '', index } of text.matchAll(/\{\{|\{%-?[ \t\r\n]{0,9}(\w{0,20})/g)) {
    tags += 1;
    if (BLOCKS.has(name)) depth += 1;
    else if (name.startsWith('end')) depth -= 1;
    const place = { start: index, end: index + tag.length };
    if (tags > MOST_TAGS) return { ...place, message: `more than ${MOST_TAGS} Liquid tags in one text` };
    if (depth > DEEPEST) return { ...place, message: `nested more than ${DEEPEST} Liquid tags deep` };
  }
  return null;
}
