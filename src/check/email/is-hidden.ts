import { remember } from '../remember.js';
import type { EmailElement } from './rendered-email.js';

/** Whether nobody sees an element where styles are followed: it, or what it stands in, is taken out, made see-through or shrunk to nothing. */
export const isHidden: (element: EmailElement) => boolean = remember((element: EmailElement): boolean => {
  return hidesItself(element) || (element.parent !== null && isHidden(element.parent));
});

/** Whether nobody can read text that stands right in an element: it is hidden, or smaller than any eye. */
export function isUnreadable(element: EmailElement): boolean {
  if (isHidden(element)) return true;
  return /^(?:0(?:\.0+)?(?:[a-z%]|$)|[12](?:\.\d+)?px|1(?:\.\d+)?pt)/.test(writtenSize(element));
}

const writtenSize: (element: EmailElement) => string = remember((element: EmailElement): string => {
  const own = element.styles.light.get('font-size');
  if (own !== undefined) return own.trim();
  return element.parent === null ? '' : writtenSize(element.parent);
});

function hidesItself({ name, attributes, styles: { light } }: EmailElement): boolean {
  if (/^(?:head|style|script|title|template)$/.test(name) || attributes.hidden !== undefined) return true;
  if (light.size === 0) return false;
  const says = (property: string, pattern: RegExp) => pattern.test(light.get(property) ?? '');
  if (says('display', /^none\b/i) || says('visibility', /^(?:hidden|collapse)/i) || says('opacity', /^0(?:\.0+)?$/))
    return true;
  if (says('overflow', /^hidden/i) && ['height', 'max-height', 'width', 'max-width'].some((size) => says(size, NONE)))
    return true;
  return says('text-indent', /^-\d{3,}/);
}

const NONE = /^[01](?:px)?$/;
