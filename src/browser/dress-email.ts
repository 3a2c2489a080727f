/** How an email is to look in its frame. */
export interface Dress {
  readonly scheme: 'light' | 'dark';
  readonly images: 'on' | 'off';
}

const STYLES = /(<style\b[^>]*>)([\s\S]*?)(<\/style>)/gi;
const MEDIA = /(<(?:style|link|source)\b[^>]*?\smedia\s*=\s*)("[^"]*"|'[^']*')/gi;
const QUERY = /\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)/gi;
const PROPERTY = /(?<![-\w])color-scheme\s*:\s*([^;}"']*)/gi;
const META = /<meta\b[^>]*\bname\s*=\s*["']?color-scheme\b[^>]*>/gi;

/**
 * An email as a mail program would show it in light or dark mode. Browsers ask the system which of them it is and let no frame differ, so the question in its
 * styles is answered here; nothing else of it changes. Links open nothing: their new window is refused by the sandbox.
 */
export function dressEmail(html: string, { scheme, images }: Dress): string {
  const answer = (css: string): string =>
    css
      .replace(QUERY, (_, asked: string) => (asked.toLowerCase() === scheme ? '(min-width:0px)' : '(max-width:0px)'))
      .replace(PROPERTY, (whole, value: string) => (value.includes(scheme) ? `color-scheme:${scheme}` : whole));
  const dressed = html
    .replace(STYLES, (_, open: string, css: string, close: string) => `${open}${answer(css)}${close}`)
    .replace(MEDIA, (_, before: string, media: string) => before + answer(media))
    .replace(META, (meta) => (meta.includes(scheme) ? `<meta name="color-scheme" content="${scheme}">` : meta));
  const refusal = images === 'off' ? `<meta http-equiv="Content-Security-Policy" content="img-src 'none'">` : '';
  return putIntoHead(dressed, `<base target="_blank">${refusal}`);
}

/** Whether an email says how it looks in dark mode. */
export function knowsDark(html: string): boolean {
  return /prefers-color-scheme\s*:\s*dark/i.test(html);
}

/** Behind the opening of its head: anything before the doctype would change how browsers lay it out. */
function putIntoHead(html: string, tags: string): string {
  const head = /<head\b[^>]*>/i.exec(html);
  if (head !== null) return html.slice(0, head.index + head[0].length) + tags + html.slice(head.index + head[0].length);
  const doctype = /^\s*<!doctype[^>]*>/i.exec(html)?.[0] ?? '';
  return doctype + tags + html.slice(doctype.length);
}
