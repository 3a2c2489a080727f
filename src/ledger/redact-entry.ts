import type { Pseudonym } from './pseudonym.js';

/** Who is to be forgotten, as the journal knows them. */
export interface Subject {
  readonly profileId: string;
  /** In lower case. */
  readonly addresses: readonly string[];
  readonly messageIds: ReadonlySet<string>;
}

/** What holds names of things and hashes, never anything of a person. */
const IMPERSONAL = new Set(
  'campaign step plan structure topic template channel incentive variant status kind by key id code winner hash how as salt'.split(
    ' ',
  ),
);
/** What says in the words of others what happened. */
const SAID = new Set(['reply', 'outcome', 'detail', 'subject']);

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * The body of a journal entry without anything of the person; null when it is not about them. Their id and what they did become pseudonyms, so that what follows
 * from the entries stays the same; what others said of them, and the properties of events, are left out.
 */
export function redactEntry(body: string, subject: Subject, pseudonym: Pseudonym): string | null {
  if (!mayConcern(body, subject)) return null;
  const read = JSON.parse(body) as { readonly [key: string]: Json };
  if (isListOfMany(read)) {
    const replace = (ids: Json | undefined): Json =>
      (ids as readonly string[]).map((id) => (id === subject.profileId ? pseudonym(id) : id)).sort();
    if (!listsOf(read).includes(subject.profileId)) return null;
    return JSON.stringify({ ...read, left: replace(read.left), joined: replace(read.joined) });
  }
  return concerns(read, subject) ? JSON.stringify(redact(read, subject, pseudonym)) : null;
}

/** Many entries, few about one person: most can be told apart without being read. */
function mayConcern(body: string, { profileId, addresses, messageIds }: Subject): boolean {
  if ([profileId, ...addresses].some((text) => body.includes(JSON.stringify(text).slice(1, -1)))) return true;
  const id = /"id":"([^"\\]*)"/.exec(body)?.[1];
  return id !== undefined && messageIds.has(id);
}

function isListOfMany(body: { readonly [key: string]: Json }): boolean {
  return Array.isArray(body.left) && Array.isArray(body.joined);
}

function listsOf(body: { readonly [key: string]: Json }): readonly Json[] {
  return [...(body.left as readonly Json[]), ...(body.joined as readonly Json[])];
}

function concerns(body: { readonly [key: string]: Json }, { profileId, addresses, messageIds }: Subject): boolean {
  if (typeof body.id === 'string' && messageIds.has(body.id)) return true;
  if (typeof body.address === 'string' && addresses.includes(body.address)) return true;
  return [body, body.journey, body.message].some(
    (part) => typeof part === 'object' && part !== null && 'profileId' in part && part.profileId === profileId,
  );
}

function redact(body: Json, subject: Subject, pseudonym: Pseudonym): Json {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  return Object.fromEntries(
    Object.entries(body).flatMap(([key, value]): [string, Json][] => {
      if (IMPERSONAL.has(key) || value === null) return [[key, value]];
      // The bytes of a call.
      if (key === 'body') return [];
      if (key === 'event') return [[key, {}]];
      if (key === 'message' || key === 'journey' || key === 'assignment')
        return [[key, redact(value, subject, pseudonym)]];
      if (SAID.has(key)) return [[key, null]];
      if (key === 'reason') return [[key, ownReason(value, subject)]];
      return [[key, typeof value === 'string' ? pseudonym(value) : value]];
    }),
  );
}

/** Our own reasons are words, and names of events; anything else may quote somebody. */
function ownReason(reason: Json, { profileId, addresses }: Subject): Json {
  if (typeof reason !== 'string' || !/^[a-z][a-z0-9_.-]*(?:: [a-z][a-z0-9_.-]*)?$/.test(reason)) return 'forgotten';
  return [profileId, ...addresses].some((text) => reason.includes(text)) ? 'forgotten' : reason;
}
