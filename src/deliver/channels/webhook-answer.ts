import type { IncomingHttpHeaders } from 'node:http';
import type { Answer } from '../way.js';

/** The beginning of an answer: its status line and headers. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The status in words, and what could be read of the body. */
  readonly reply: string;
}

// They speak of the key or the address, which are the same for every message, and not of this one.
const ABOUT_THE_SETTING: ReadonlySet<number> = new Set([401, 403, 404, 405, 407, 410]);
const LATER: ReadonlySet<number> = new Set([408, 425, 429]);

/**
 * What an answer means. 2xx is taken. 408, 425, 429 and 5xx are the receiver's word that it did not take it: tried again, under the same `Idempotency-Key` (RFC 9110
 * section 15, draft-ietf-httpapi-idempotency-key-header). Redirects are not followed: a signed message is for one address. Any other 4xx refuses this message for good.
 */
export function answerToStatus({ status, headers, reply }: HttpAnswer, handedOver: boolean): Answer {
  if (status >= 200 && status < 300) {
    if (handedOver) return { kind: 'accepted', reply };
    return { kind: 'deferred', reply: `the receiver answered before the end of the message: ${reply}` };
  }
  if (LATER.has(status) || status >= 500) {
    const retryAfter = readRetryAfter(headers);
    return { kind: 'deferred', reply, ...(retryAfter === null ? {} : { retryAfter }) };
  }
  if (status >= 300 && status < 400) return { kind: 'stop', reply: `${reply}: redirects are not followed` };
  if (ABOUT_THE_SETTING.has(status)) return { kind: 'stop', reply };
  return { kind: 'refused', reply };
}

/** Milliseconds to wait (RFC 9110 section 10.2.3): seconds, or a date counted from the receiver's own `Date`; null when there is none. */
function readRetryAfter(headers: IncomingHttpHeaders): number | null {
  const text = headers['retry-after']?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const wait = Date.parse(text) - Date.parse(headers.date ?? '');
  return Number.isFinite(wait) && wait > 0 ? wait : null;
}

const BAD_CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO|ALTNAME|ERR_TLS|ERR_SSL|EPROTO/;

/** What it means that there is no connection: `stop` when trying again by itself cannot help (no trusted TLS). */
export function answerToNoCall(error: NodeJS.ErrnoException, place: string): Answer {
  const kind = BAD_CERTIFICATE.test(error.code ?? '') ? 'stop' : 'deferred';
  return { kind, reply: `${place}: ${error.message || (error.code ?? 'no connection')}` };
}
