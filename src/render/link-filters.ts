const schemes = new Set(['http:', 'https:', 'mailto:', 'tel:']);

/** A value that begins a link: itself when its scheme is http, https, mailto or tel, else `#`. */
export function safeUrl(value: unknown): string {
  if (value === undefined || value === null) return '#';
  const text = String(value).trim();
  // Browsers drop tabs and line breaks inside a scheme, so a link that has any is not what it seems.
  if (/[\p{Cc}\p{Cs}\s<>"'`\\]/u.test(text)) return '#';
  return isSafeLink(text) ? text : '#';
}

/** Whether an absolute link has a scheme that a message may carry. */
export function isSafeLink(text: string): boolean {
  try {
    return schemes.has(new URL(text).protocol);
  } catch {
    return false;
  }
}

/** A value inside a link: percent-encoded so that it stays one part of it; one or two dots, which climb out of a path however they are encoded, become nothing. */
export function urlPart(value: unknown): unknown {
  if (value === undefined || value === null) return value;
  const written = String(value);
  if (/^[\w-]*$/.test(written)) return written;
  const text = written.replace(/\p{Cs}/gu, '\ufffd');
  if (text === '.' || text === '..') return '';
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

/**
 * A link with more parameters, behind its own and before its fragment: `pieces` are query text and values by turns, the values are
 * encoded here. What it has already stays; no web address, or a host that is not one of `only`, is left as it is.
 */
export function withQuery(value: unknown, ...pieces: readonly unknown[]): unknown {
  if (value === undefined || value === null) return value;
  const link = String(value);
  const url = /^https?:\/\//i.test(link) && URL.canParse(link) ? new URL(link) : null;
  // Named arguments come as pairs.
  const only = pieces.find((piece): piece is [string, string] => Array.isArray(piece) && piece[0] === 'only')?.[1];
  if (url === null || (only !== undefined && !isHostOf(only.split(' '), url.hostname))) return value;
  const added = pieces
    .filter((piece) => !Array.isArray(piece))
    .map((piece, index) => (index % 2 === 0 ? piece : (urlPart(piece) ?? '')))
    .join('')
    .split('&')
    .filter((parameter) => !url.searchParams.has(parameter.split('=', 1)[0]!));
  const [before = '', fragment] = splitOnce(link, '#');
  const lead = !before.includes('?') ? (url.pathname === '/' && !/[^/]\/$/.test(before) ? '/?' : '?') : '&';
  const end = fragment === undefined ? '' : `#${fragment}`;
  if (added.length === 0) return value;
  const isOpen = /^[^?]*\?(?:.*&)?$/s.test(before);
  return `${before}${isOpen ? '' : lead}${added.join('&')}${end}`;
}

/** Whether a host is one of those, or a subdomain of one. */
export function isHostOf(hosts: readonly string[], host: string): boolean {
  const name = host.toLowerCase();
  return hosts.some((one) => name === one.toLowerCase() || name.endsWith(`.${one.toLowerCase()}`));
}

function splitOnce(text: string, mark: string): readonly string[] {
  const at = text.indexOf(mark);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + mark.length)];
}
