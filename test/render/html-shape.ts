import { scanMarkup } from '../../src/compile/templates/scan-markup.js';

/** Tags and attribute names of an HTML text, in order: what data must never change. */
export function parseHtmlShape(html: string): string[] {
  return scanMarkup(html).flatMap((part) => {
    if (part.kind === 'open')
      return [`<${[part.name, ...part.attributes.map((attribute) => attribute.name)].join(' ')}>`];
    return part.kind === 'text' ? [] : [part.kind === 'close' ? `</${part.name}>` : part.kind];
  });
}
