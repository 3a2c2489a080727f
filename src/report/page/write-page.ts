import { createHash } from 'node:crypto';
import { escapeAttribute, escapeXml } from '../escape-xml.js';
import { baseStyle } from './base-style.js';

/** What a page is made of. `body` is HTML in which everything that anybody wrote is escaped. */
export interface Page {
  /** BCP 47. */
  readonly lang: string;
  readonly title: string;
  /** Besides the style that all pages share. */
  readonly style: string;
  readonly body: string;
  /** What the script reads, by the id of the element that holds it as JSON. */
  readonly data?: Readonly<Record<string, unknown>>;
  readonly script?: string;
  /** More of the Content-Security-Policy, by directive: what may be loaded besides the page's own style and script. */
  readonly allow?: Readonly<Record<string, string>>;
}

/** One self-contained HTML file, as bytes that depend on nothing but the page: it loads nothing from anywhere, and runs no script but its own, held by its hash. */
export function writePage({ lang, title, style, body, data = {}, script = '', allow = {} }: Page): string {
  const policy: Record<string, string> = {
    'default-src': "'none'",
    'style-src': "'unsafe-inline'",
    'img-src': 'data:',
    'base-uri': "'none'",
    'form-action': "'none'",
    ...(script === '' ? {} : { 'script-src': `'sha256-${createHash('sha256').update(script).digest('base64')}'` }),
    ...allow,
  };
  const written = Object.entries(policy)
    .map(([directive, sources]) => `${directive} ${sources}`)
    .join('; ');
  const blocks = Object.entries(data).map(
    ([id, value]) => `<script type="application/json" id="${escapeAttribute(id)}">${writeData(value)}</script>\n`,
  );
  return `<!doctype html>
<html lang="${escapeAttribute(lang)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeAttribute(written)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeXml(title)}</title>
<style>${baseStyle}${style}</style>
</head>
<body>
${body}
${blocks.join('')}${script === '' ? '' : `<script>${script}</script>\n`}</body>
</html>
`;
}

/** JSON that no text inside can end, nor open a comment. */
function writeData(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}
