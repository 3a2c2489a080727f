import type { LocalMoment } from '../model/condition.js';
import type { Instant } from '../model/value.js';
import { localMoment } from './local-time.js';

/** The instants of two written moments on the clock of a zone; all of time for null. */
export function momentSpan(
  span: { readonly from: LocalMoment; readonly to: LocalMoment } | null,
  zone: string,
): { readonly from: Instant; readonly to: Instant } {
  if (span === null) return { from: Number.MIN_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER };
  return { from: localMoment(span.from, zone), to: localMoment(span.to, zone) };
}
