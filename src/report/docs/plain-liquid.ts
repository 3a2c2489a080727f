import { plainName } from './plain-names.js';

/** A subject as people read it, without Liquid: a value is ‹product›, and of several ways each stands behind a slash. */
export function plainLiquid(text: string): string {
  return text
    .replace(/\{\{-?\s*(.*?)\s*-?\}\}/gs, (_, inside: string) => `‹${valueName(inside)}›`)
    .replace(/\{%-?\s*(?:else|elsif|when)\b.*?%\}/gs, ' / ')
    .replace(/\{%.*?%\}/gs, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** `event.product | default: 'basket'` is the product, or “basket”. */
function valueName(inside: string): string {
  const path = /^[\w.]+(?:\[[^\]]*\])?(?:\.\w+)*/.exec(inside)?.[0] ?? '';
  const last =
    path
      .replace(/\[[^\]]*\]/g, '')
      .split('.')
      .at(-1) ?? '';
  const instead = /\|\s*default:\s*(?:'([^']*)'|"([^"]*)")/.exec(inside);
  const name = plainName(last) || 'value';
  const other = instead?.[1] ?? instead?.[2] ?? '';
  return other === '' ? name : `${name} or “${other}”`;
}
