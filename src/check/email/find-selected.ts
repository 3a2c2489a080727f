import { compile } from 'css-select';
import type { parseDocument } from 'htmlparser2';
import { rememberText } from '../remember-text.js';

/** A node as the HTML parser makes it. */
export type ParsedNode = ReturnType<typeof parseDocument>['children'][number];
/** An element as the HTML parser makes it. */
export type ParsedElement = Extract<ParsedNode, { name: string; attribs: unknown }>;

type Test = (element: ParsedElement) => boolean;

/** What an element must have to be selected, and what some element must have for any to be: `class a`, `id b`, `tag td`, `attribute href`. Both are less than all that a selector asks for where that is not easily told. */
interface Signs {
  readonly own: string | null;
  readonly some: readonly string[];
}

/**
 * Finds what a selector selects of all elements of a document, in their order: only those are looked at that have what it ends in, and none where nothing has what else it names. A selector that is not understood selects nothing.
 */
export function openSelection(elements: readonly ParsedElement[]): (selector: string) => readonly ParsedElement[] {
  const bySign = new Map<string, ParsedElement[]>();
  const add = (kind: string, name: string, element: ParsedElement): void => {
    const key = `${kind} ${name}`;
    const known = bySign.get(key);
    if (known === undefined) bySign.set(key, [element]);
    else if (known.at(-1) !== element) known.push(element);
  };
  for (const element of elements) {
    add('tag', element.name, element);
    const { class: classes, id } = element.attribs;
    if (id !== undefined) add('id', id, element);
    if (classes !== undefined) for (const name of classes.split(/\s+/)) add('class', name, element);
    for (const name of Object.keys(element.attribs)) add('attribute', name, element);
  }
  return (selector) => {
    const { own, some, test } = understand(selector);
    if (test === null || !some.every((sign) => bySign.has(sign))) return [];
    return (own === null ? elements : (bySign.get(own) ?? [])).filter(test);
  };
}

const understand = rememberText(5_000, (selector: string): Signs & { readonly test: Test | null } => {
  try {
    return { ...signsOf(selector), test: compile<ParsedNode, ParsedElement>(selector) as Test };
  } catch {
    return { own: null, some: [], test: null };
  }
});

const PART = /\[([a-z-]+)\]|([.#]?)([a-z_-][\w-]*)/gi;

function signsOf(selector: string): Signs {
  // Tags, classes, ids and attributes that are there: all of them are asked for. Whatever else a selector says, it may ask for one of several.
  if (!/^[\s>+~]*$/.test(selector.replace(PART, ''))) return { own: null, some: [] };
  const found = Array.from(selector.matchAll(PART), ([, attribute, mark = '', name = '']) => {
    if (attribute !== undefined) return `attribute ${attribute.toLowerCase()}`;
    return mark === '' ? `tag ${name.toLowerCase()}` : `${mark === '.' ? 'class' : 'id'} ${name}`;
  });
  // Behind the last combinator stands what the element itself must have.
  return { own: found.at(-1) ?? null, some: found };
}
