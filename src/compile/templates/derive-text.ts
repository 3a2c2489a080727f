import { convert } from 'html-to-text';
import { tidyText } from '../../render/tidy-text.js';

interface Node {
  readonly name?: string;
  readonly type: string;
  readonly attribs?: Readonly<Record<string, string>>;
  readonly prev?: Node | null;
  readonly parent?: Node | null;
  readonly children?: readonly Node[];
}

interface Builder {
  addInline(text: string, options?: object): void;
  addLiteral(text: string): void;
  openBlock(options?: object): void;
  closeBlock(options?: object): void;
}

type Walk = (children: readonly Node[] | undefined, builder: Builder) => void;

/**
 * The plain-text part of compiled HTML whose Liquid is hidden: links as `text (url)`, images as their alternative text, each row of a
 * data table on a line. Words that stand for Liquid pass through unchanged.
 */
export function deriveText(html: string): string {
  const text = convert(html, {
    wordwrap: false,
    selectors: [
      { selector: 'a', options: { linkBrackets: ['(', ')'], hideLinkHrefIfSameAsText: true, noAnchorUrl: true } },
      { selector: 'img', format: 'alternative' },
      { selector: 'table', format: 'block', options: { leadingLineBreaks: 2, trailingLineBreaks: 2 } },
      { selector: 'tr', format: 'row' },
      { selector: 'td', format: 'cell' },
      { selector: 'th', format: 'cell' },
      ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({
        selector,
        options: { uppercase: false, leadingLineBreaks: 2, trailingLineBreaks: 2 },
      })),
      { selector: 'title', format: 'skip' },
      { selector: 'hr', format: 'skip' },
      { selector: 'ul', options: { itemPrefix: '- ' } },
    ],
    formatters: {
      alternative: (node: Node, _walk: Walk, builder: Builder) => {
        const alt = node.attribs?.alt?.trim() ?? '';
        if (alt !== '') builder.addInline(alt);
      },
      row: (node: Node, walk: Walk, builder: Builder) => {
        const breaks = isData(node) ? 1 : 2;
        builder.openBlock({ leadingLineBreaks: breaks });
        walk(node.children, builder);
        builder.closeBlock({ trailingLineBreaks: breaks });
      },
      cell: (node: Node, walk: Walk, builder: Builder) => {
        if (isData(node) && follows(node)) builder.addInline(' | ');
        walk(node.children, builder);
      },
    },
  });
  return tidyText(text);
}

/** MJML marks the tables that it lays out with; any other holds data. */
function isData(node: Node): boolean {
  let at: Node | null | undefined = node.parent;
  while (at !== null && at !== undefined && at.name !== 'table') at = at.parent;
  return at?.attribs?.role === undefined;
}

function follows(node: Node): boolean {
  for (let at = node.prev; at !== null && at !== undefined; at = at.prev)
    if (at.name === 'td' || at.name === 'th') return true;
  return false;
}
