import { compile } from 'html-to-text';
import { tidyText } from '../../render/tidy-text.js';

interface Node {
  readonly name?: string;
  readonly type: string;
  readonly data?: string;
  readonly attribs?: Readonly<Record<string, string>>;
  readonly prev?: Node | null;
  readonly parent?: Node | null;
  readonly children?: readonly Node[];
}

interface Builder {
  /** Finds what stands for Liquid. */
  readonly metadata: RegExp;
  readonly options: { readonly formatters: Readonly<Record<string, Format>> };
  addInline(text: string, options?: object): void;
  addLiteral(text: string): void;
  openBlock(options?: object): void;
  closeBlock(options?: object): void;
}

type Walk = (children: readonly Node[] | undefined, builder: Builder) => void;
type Format = (node: Node, walk: Walk, builder: Builder, options: object) => void;

/** Made once: to find its way by selectors takes html-to-text as long as to make a text. What stands for Liquid in a text comes with it. */
const convert = compile({
  wordwrap: false,
  selectors: [
    {
      selector: 'a',
      format: 'link',
      options: { linkBrackets: ['(', ')'], hideLinkHrefIfSameAsText: true, noAnchorUrl: true },
    },
    // Buttons that only work where styles do: a carousel's, and the one that opens a menu.
    { selector: 'a.mj-carousel-thumbnail', format: 'skip' },
    { selector: 'label', format: 'skip' },
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
    { selector: 'ol', format: 'numbered', options: { itemPrefix: '- ' } },
  ],
  formatters: {
    alternative: (node: Node, _walk: Walk, builder: Builder) => {
      const alt = node.attribs?.alt?.trim() ?? '';
      if (alt !== '') builder.addInline(alt);
    },
    link: (node: Node, walk: Walk, builder: Builder, options: object) => {
      const href = node.attribs?.href ?? '';
      if (isItsAddress(node, href)) builder.addInline(href, { noWordTransform: true });
      else builder.options.formatters.anchor!(node, walk, builder, options);
    },
    numbered: (node: Node, walk: Walk, builder: Builder, options: object) => {
      // How many items there will be, and which, is known only when it is rendered.
      const list = builder.metadata.test(tagsIn(node)) ? 'unorderedList' : 'orderedList';
      builder.options.formatters[list]!(node, walk, builder, options);
    },
    row: (node: Node, walk: Walk, builder: Builder) => {
      const breaks = isData(node) ? 1 : 2;
      builder.openBlock({ leadingLineBreaks: breaks });
      walk(node.children, builder);
      builder.closeBlock({ trailingLineBreaks: breaks });
    },
    cell: (node: Node, walk: Walk, builder: Builder) => {
      if (follows(node)) builder.addInline(isData(node) ? ' | ' : ' ');
      walk(node.children, builder);
    },
  },
});

/**
 * The plain-text part of compiled HTML whose Liquid is hidden: links as `text (url)`, images as their alternative text, each row of a
 * data table on a line. Words that stand for Liquid pass through unchanged; `word` finds them.
 */
export function deriveText(html: string, word: RegExp): string {
  return tidyText(convert(html, new RegExp(word.source)));
}

/** Takes the line breaks behind lines that are nothing but tags: they would part the rows of a loop by empty lines. */
export function joinTags(text: string): string {
  return tidyText(text.replace(/^((?:[ \t]*\{%-?[^\n]*?%\})+)[ \t]*\n/gm, (_line, tags: string) => tags.trim()));
}

/** Whether a link shows its own address, without what was added to it. */
function isItsAddress({ children = [] }: Node, href: string): boolean {
  const said = children
    .map(({ data }) => data ?? '<')
    .join('')
    .trim();
  return said !== '' && href.startsWith(said) && /^\/?[?&#]/.test(href.slice(said.length));
}

/** The text between the items of a list: where its branches and loops stand. */
function tagsIn({ children = [] }: Node): string {
  return children.map(({ data }) => data ?? '').join(' ');
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
