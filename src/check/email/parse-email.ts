import { parseDocument } from 'htmlparser2';
import type { ParsedNode } from './find-selected.js';
import { readStyles } from './read-styles.js';
import type { EmailBytes, EmailElement, RenderedEmail } from './rendered-email.js';

/** Reads the HTML of an email, with what its style sheets make of each element in light and in dark. Comments, Outlook's too, are left out. */
export function parseEmail(email: EmailBytes): RenderedEmail {
  const document = parseDocument(email.html);
  const { stylesOf, css, atRules, hasDark } = readStyles(document);
  const elements: EmailElement[] = [];
  const convert = (nodes: readonly ParsedNode[], parent: EmailElement | null): (EmailElement | string)[] =>
    nodes.flatMap((node): (EmailElement | string)[] => {
      if ('data' in node) return node.type === 'text' ? [node.data] : [];
      if (!('name' in node)) return 'children' in node ? convert(node.children, parent) : [];
      const children: (EmailElement | string)[] = [];
      const element: EmailElement = {
        name: node.name,
        attributes: node.attribs,
        parent,
        children,
        styles: stylesOf(node),
      };
      elements.push(element);
      children.push(...convert(node.children, element));
      return [element];
    });
  convert(document.children, null);
  return { ...email, title: titleOf(elements), elements, css, atRules, hasDark };
}

function titleOf(elements: readonly EmailElement[]): string {
  const title = elements.find(({ name }) => name === 'title');
  return title?.children.map((child) => (typeof child === 'string' ? child : '')).join('') ?? '';
}
