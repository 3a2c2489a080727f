import { hideLiquid, showLiquid } from './hide-liquid.js';

const metas = ['color-scheme', 'supported-color-schemes'];
const hiddenStyle =
  'display:none;font-size:1px;line-height:1px;max-height:0;max-width:0;opacity:0;overflow:hidden;mso-hide:all';
/** Keeps inboxes from showing the first words of the body after a short preheader. */
const padding = '&#847;&zwnj;&nbsp;'.repeat(90);

/** Adds what MJML leaves out: language, title, both colour schemes. */
export function finishHead(html: string, lang: string): string {
  const missing = metas
    .filter((name) => !html.includes(`name="${name}"`))
    .map((name) => `\n    <meta name="${name}" content="light dark">`)
    .join('');
  return html
    .trimEnd()
    .concat('\n')
    .replaceAll('lang="und"', () => `lang="${lang}"`)
    .replace('<title></title>', () => '<title>{{ message.subject }}</title>')
    .replace(/<meta name="viewport"[^>]*>/, (viewport) => viewport + missing);
}

/** Puts the preheader (Liquid) first in the body, invisible. */
export function addPreheader(html: string, preheader: string): string {
  const shown = `<div style="${hiddenStyle}">${escapeWritten(preheader)}${padding}</div>`;
  return html.replace(/<body[^>]*>/, (body) => `${body}\n    ${shown}`);
}

/** Liquid text for a place in HTML: values are escaped when they are rendered, the written text is escaped here. */
function escapeWritten(text: string): string {
  const { hidden } = hideLiquid(text);
  const escaped = hidden.text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return showLiquid(escaped, hidden);
}
