import type { parseDocument } from 'htmlparser2';
import { openSelection, type ParsedElement, type ParsedNode } from './find-selected.js';
import type { CssUse, Mode, Styles } from './rendered-email.js';
import { ATTRIBUTE_WEIGHT, modeOfQuery, readInlineStyle, readStyleSheet, type StyleDeclaration } from './style-text.js';

type Both = Readonly<Record<Mode, Styles>>;
type Declared = { readonly declarations: readonly StyleDeclaration[]; readonly dark: boolean };

/** What style sheets, `style` attributes and `bgcolor` say of each element; sheets for narrow, wide or printed pages are left out. What is asked several times in the same words is in `css` once at least. */
export function readStyles(document: ReturnType<typeof parseDocument>): {
  stylesOf: (node: ParsedElement) => Both;
  css: readonly CssUse[];
  atRules: readonly string[];
  hasDark: boolean;
} {
  const elements = elementsOf(document.children);
  const select = openSelection(elements);
  const declared = new Map<ParsedElement, Declared[]>();
  const css: CssUse[] = [];
  const atRules = new Set<string>();
  let hasDark = false;
  const add = (node: ParsedElement, declarations: readonly StyleDeclaration[], dark = false): void => {
    const known = declared.get(node);
    if (known === undefined) declared.set(node, [{ declarations, dark }]);
    else known.push({ declarations, dark });
  };
  for (const element of elements) {
    if (element.name !== 'style') continue;
    const sheet = modeOfQuery(element.attribs.media ?? '');
    const read = readStyleSheet(element.children.map((child) => ('data' in child ? child.data : '')).join(''));
    for (const name of read.atRules) atRules.add(name);
    for (const { selector, mode: own, declarations, uses } of read.rules) {
      const mode = sheet === null || own === 'light' ? sheet : own;
      if (mode === 'dark') hasDark = true;
      for (const use of uses) css.push(use);
      if (mode === null || declarations.length === 0) continue;
      for (const selected of select(selector)) add(selected, declarations, mode === 'dark');
    }
  }
  const inline = new Set<readonly CssUse[]>();
  for (const element of elements) {
    const { bgcolor, color, style } = element.attribs;
    if (bgcolor !== undefined) add(element, attribute('background-color', bgcolor));
    if (color !== undefined && isColored(element)) add(element, attribute('color', color));
    if (style === undefined) continue;
    const { declarations, uses } = readInlineStyle(style);
    add(element, declarations);
    // A mail says the same of a thousand cells.
    if (!inline.has(uses)) for (const use of uses) css.push(use);
    inline.add(uses);
  }
  const none: Both = { light: new Map(), dark: new Map() };
  const stylesOf = (node: ParsedElement): Both => {
    const all = declared.get(node);
    if (all === undefined) return none;
    const [only] = all;
    return all.length === 1 && only !== undefined && !only.dark ? settleAlone(only.declarations) : settleAll(all);
  };
  return { stylesOf, css, atRules: [...atRules], hasDark };
}

/** In the order of the document. */
function elementsOf(nodes: readonly ParsedNode[], into: ParsedElement[] = []): ParsedElement[] {
  for (const node of nodes) {
    if ('name' in node && 'attribs' in node) into.push(node);
    if ('children' in node) elementsOf(node.children, into);
  }
  return into;
}

function attribute(property: string, value: string): readonly StyleDeclaration[] {
  return [{ property, value, weight: ATTRIBUTE_WEIGHT }];
}

/** Of an element that has `style` or `bgcolor`, and of `<font>`. */
function isColored({ name, attribs }: ParsedElement): boolean {
  return name === 'font' || attribs.style !== undefined || attribs.bgcolor !== undefined;
}

const alone = new WeakMap<readonly StyleDeclaration[], Both>();

/** The styles of an element that only one place speaks of: the same for all that say the same there. */
function settleAlone(declarations: readonly StyleDeclaration[]): Both {
  const known = alone.get(declarations) ?? settleAll([{ declarations, dark: false }]);
  alone.set(declarations, known);
  return known;
}

function settleAll(declared: readonly Declared[]): Both {
  const all = declared.flatMap(({ declarations, dark }) => declarations.map((one) => ({ dark, ...one })));
  all.sort((a, b) => a.weight - b.weight);
  const settle = (some: typeof all): Styles => new Map(some.map(({ property, value }) => [property, value]));
  const light = settle(all.filter(({ dark }) => !dark));
  return { light, dark: declared.some(({ dark }) => dark) ? settle(all) : light };
}
