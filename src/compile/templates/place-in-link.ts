import { isSafeLink } from '../../render/link-filters.js';
import type { LiquidToken } from './hide-liquid.js';
import { trackBranches } from './track-branches.js';

/** Where in a link a part of it stands: `host` is where its host may still go on, `either` depends on the branch taken. */
type LinkPlace = 'start' | 'host' | 'later' | 'either';

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
  const branches = trackBranches<LinkPlace>(join);
  for (const [index, part] of parts.entries()) {
    if (typeof part === 'string') {
      const written = part.trim().replaceAll('&amp;', '&');
      if (written === '') continue;
      const isWhole = index === parts.length - 1;
      if (place === 'start' || place === 'either') {
        if (!startsSafely(written, isWhole)) unsafe = true;
        place = endsInHost(written) ? 'host' : 'later';
      } else if (place === 'host' && /[/?#]/.test(written)) place = 'later';
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
    // Data may not choose where a link leads to: the host must be written out, and ended, before it.
    if (place === 'host') unsafe = true;
    liquid.push(withFilter(part.raw, place === 'start' ? 'safe_url' : 'url_part'));
    place = 'later';
  }
  return { liquid, ambiguous, unsafe };
}

function join(a: LinkPlace, b: LinkPlace): LinkPlace {
  if (a === b) return a;
  return [a, b].every((place) => place === 'host' || place === 'later') ? 'host' : 'either';
}

function endsInHost(written: string): boolean {
  return /^https?:\/\/[^/?#]*$/i.test(written);
}

/** Relative links lead nowhere in a mailbox; two addresses in one, as a base-url before a whole link makes them, to a host of nobody. */
function startsSafely(written: string, isWhole: boolean): boolean {
  if (/^(?:#|mailto:|tel:)/i.test(written)) return true;
  if (!/^https?:\/\//i.test(written) || /^https?:\/\/[^/?#]*:\/\//i.test(written)) return false;
  return !isWhole || isSafeLink(written);
}

/** The output with one more filter at its end. */
export function withFilter(raw: string, filter: string): string {
  return raw.replace(/\s*(-?\}\})$/, ` | ${filter} $1`);
}
