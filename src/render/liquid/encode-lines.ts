import { encodeQuotedPrintable } from '../quoted-printable.js';
import { linesOf, tidyLine } from '../tidy-text.js';
import type { LineBlock } from './body.js';
import type { Encoding } from './compile-liquid.js';
import { GIVE_UP } from './liquid-run.js';
import { NotCovered } from './not-covered.js';

/** The text part of an email, tidied and in quoted-printable: lines in which nothing stands that is found are encoded once, and the bytes are those of the whole. */
export const TIDY_LINES: Encoding = {
  written(text) {
    // It would make one line break with a line feed in the next piece.
    if (text.endsWith('\r')) throw new NotCovered('text that cannot be cut where a value stands');
    const [first = '', ...rest] = linesOf(softened(text));
    const last = rest.pop();
    if (last === undefined) return first === '' ? null : (body) => body.add(first);
    const block = blockOf(rest.map(tidyLine));
    return (body) => {
      body.add(first);
      body.endLine();
      body.addBlock(block);
      body.add(last);
    };
  },
  found(body, text) {
    if (!SPECIAL.test(text)) return body.add(text);
    if (text.endsWith('\r')) throw GIVE_UP;
    for (const [i, line] of linesOf(softened(text)).entries()) {
      if (i > 0) body.endLine();
      body.add(line);
    }
  },
};

const SPECIAL = /[\r\n\u0085\u00a0\u2028\u2029]/;

/** As `tidyLine` has it. */
function softened(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}

function blockOf(lines: readonly string[]): LineBlock {
  const from = lines.findIndex((line) => line !== '');
  const to = lines.findLastIndex((line) => line !== '') + 1;
  const text = lines
    .slice(from, to)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n');
  return {
    lines,
    encoded: from === -1 ? null : Buffer.from(encodeQuotedPrintable(text)),
    isApart: from > 0,
    leavesGap: to < lines.length,
  };
}
