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

/** A value inside a link: percent-encoded so that it stays one part of it. */
export function urlPart(value: unknown): unknown {
  if (value === undefined || value === null) return value;
  const text = String(value).replace(/\p{Cs}/gu, '\ufffd');
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}
