import { isSafeLink } from '../../render/link-filters.js';
import type { LiquidToken } from './hide-liquid.js';
import { trackBranches } from './track-branches.js';

/** Where in a link a part of it stands; `either` when that depends on the branch taken. */
type LinkPlace = 'start' | 'later' | 'either';

/** One part of a link: written text, or Liquid. */
export type LinkPart = string | LiquidToken;

/** What was found of a link: the final Liquid for each of its tokens, in order, and what is wrong with it. */
export interface PlacedLink {
  readonly liquid: readonly string[];
  readonly ambiguous: readonly LiquidToken[];
  /** Written text at the beginning that is not http, https, mailto, tel or an anchor. */
  readonly unsafe: boolean;
}

/** Follows a link through its branches: the value that begins it gets `safe_url`, values inside it `url_part`. */
export function placeInLink(parts: readonly LinkPart[]): PlacedLink {
  const liquid: string[] = [];
  const ambiguous: LiquidToken[] = [];
  let unsafe = false;
  let place: LinkPlace = 'start';
  let loops = 0;
  const branches = trackBranches<LinkPlace>((a, b) => (a === b ? a : 'either'));
  for (const [index, part] of parts.entries()) {
    if (typeof part === 'string') {
      const written = part.trim().replaceAll('&amp;', '&');
      if (written === '') continue;
      const isWhole = index === parts.length - 1;
      if (place !== 'later' && !startsSafely(written, isWhole)) unsafe = true;
      place = 'later';
      continue;
    }
    if (part.kind === 'tag') {
      if (part.name === 'for') loops++;
      if (part.name === 'endfor') loops--;
      place = branches.pass(part.name, place);
      liquid.push(part.raw);
      continue;
    }
    if (place === 'either' || loops > 0) ambiguous.push(part);
    liquid.push(withFilter(part.raw, place === 'start' ? 'safe_url' : 'url_part'));
    place = 'later';
  }
  return { liquid, ambiguous, unsafe };
}

/** Relative links lead nowhere in a mailbox, and the host must be written out before data may follow. */
function startsSafely(written: string, isWhole: boolean): boolean {
  if (written.startsWith('#')) return true;
  if (/^(?:mailto|tel):/i.test(written)) return true;
  return isWhole ? isSafeLink(written) : /^https?:\/\/[^/?#]*/i.test(written);
}

/** The output with one more filter at its end. */
export function withFilter(raw: string, filter: string): string {
  return raw.replace(/\s*(-?\}\})$/, ` | ${filter} $1`);
}
