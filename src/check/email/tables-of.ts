import { isHidden } from './is-hidden.js';
import { type EmailBody, type EmailElement, inside, textOf } from './rendered-email.js';

/** The tables of an email that a screen reader reads as tables, for they do not say that they are layout. */
export function tablesOf({ elements }: EmailBody): readonly {
  /** By their looks: several rows and columns of text, and no table inside. */
  readonly isData: boolean;
  readonly hasHeaders: boolean;
  readonly at: readonly string[];
}[] {
  return elements
    .filter((element) => element.name === 'table' && !isHidden(element))
    .filter(({ attributes }) => !/^(?:presentation|none)$/i.test(attributes.role ?? ''))
    .map((table) => {
      const parts = [...inside(table)];
      const rows = parts.filter(({ name }) => name === 'tr');
      const widest = Math.max(0, ...rows.map((row) => row.children.filter(isCell).length));
      const hasInner = parts.some(({ name }) => name === 'table');
      const said = parts.filter((part) => isCell(part) && textOf(part) !== '').map(textOf);
      return {
        isData: rows.length > 1 && widest > 1 && !hasInner,
        hasHeaders: parts.some(({ name, attributes }) => name === 'th' || attributes.scope !== undefined),
        at: ['<mj-table', '<table', ...said],
      };
    });
}

function isCell(child: EmailElement | string): boolean {
  return typeof child !== 'string' && /^t[dh]$/.test(child.name);
}
