import { type EmailElement, outward } from './rendered-email.js';

/** Whether nobody sees an element where styles are followed: it, or what it stands in, is taken out, made see-through or shrunk to nothing. */
export function isHidden(element: EmailElement): boolean {
  for (const at of outward(element)) {
    if (/^(?:head|style|script|title|template)$/.test(at.name) || at.attributes.hidden !== undefined) return true;
    const { light } = at.styles;
    const says = (property: string, pattern: RegExp) => pattern.test(light.get(property) ?? '');
    if (says('display', /^none\b/i) || says('visibility', /^(?:hidden|collapse)/i) || says('opacity', /^0(?:\.0+)?$/))
      return true;
    if (says('overflow', /^hidden/i) && ['height', 'max-height', 'width', 'max-width'].some((size) => says(size, NONE)))
      return true;
    if (says('text-indent', /^-\d{3,}/)) return true;
  }
  return false;
}

/** Whether nobody can read text that stands right in an element: it is hidden, or smaller than any eye. */
export function isUnreadable(element: EmailElement): boolean {
  if (isHidden(element)) return true;
  const sized = [...outward(element)].find(({ styles }) => styles.light.has('font-size'));
  const size = sized?.styles.light.get('font-size')?.trim() ?? '';
  return /^(?:0(?:\.0+)?(?:[a-z%]|$)|[12](?:\.\d+)?px|1(?:\.\d+)?pt)/.test(size);
}

const NONE = /^[01](?:px)?$/;
