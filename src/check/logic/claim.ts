import type { Range } from './range.js';

/** What a condition says of a person, with every "not" moved down to the tests. It may say less than the condition, never more. */
export type Claim =
  | { readonly kind: 'all'; readonly of: readonly Claim[] }
  | { readonly kind: 'any'; readonly of: readonly Claim[] }
  | { readonly kind: 'is'; readonly subject: Subject; readonly range: Range };

/** What a test is about; two with the same `key` are about the same thing. */
export type Subject =
  /** An attribute or a trait. */
  | { readonly kind: 'value'; readonly key: string; readonly domain: Range }
  /** A property of the event that started the journey (`event.value`). */
  | { readonly kind: 'property'; readonly key: string; readonly domain: Range }
  /** How long ago the day in an attribute was, in milliseconds; below zero for days to come. */
  | { readonly kind: 'age'; readonly key: string; readonly domain: Range }
  /** How often an event happened, a whole number. */
  | CountSubject
  /** Something that happens once and stays so: a message was sent, or clicked. */
  | { readonly kind: 'milestone'; readonly key: string; readonly domain: Range }
  /** The lifecycle stage. */
  | { readonly kind: 'stage'; readonly key: string; readonly domain: Range };

/** The events that are counted. */
export interface CountSubject {
  readonly kind: 'count';
  readonly key: string;
  readonly domain: Range;
  readonly event: string;
  /** Each test by property, written as JSON. */
  readonly where: Readonly<Record<string, string>>;
  readonly window: CountWindow;
}

/** In which events count; `least` and `most` are how long `within` can be in milliseconds, as days and months differ. */
export type CountWindow =
  | { readonly kind: 'ever' }
  | { readonly kind: 'within'; readonly least: number; readonly most: number }
  | { readonly kind: 'between'; readonly after: string | null; readonly before: string | null };

/** What is true of everybody. */
export const TRUE: Claim = { kind: 'all', of: [] };

/** A value lies in a range. */
export function is(subject: Subject, range: Range): Claim {
  return { kind: 'is', subject, range };
}

/** All of several claims. */
export function allOf(of: readonly Claim[]): Claim {
  return of.length === 1 && of[0] !== undefined ? of[0] : { kind: 'all', of };
}

/** At least one of several claims; of none, nobody. */
export function oneOf(of: readonly Claim[]): Claim {
  return of.length === 1 && of[0] !== undefined ? of[0] : { kind: 'any', of };
}

/** Whether every event that one counts is also counted by the other. */
export function isNarrower(narrow: CountSubject, wide: CountSubject): boolean {
  if (narrow.event !== wide.event) return false;
  return (
    Object.entries(wide.where).every(([name, test]) => narrow.where[name] === test) &&
    isInside(narrow.window, wide.window)
  );
}

function isInside(a: CountWindow, b: CountWindow): boolean {
  if (b.kind === 'ever') return true;
  if (a.kind === 'within' && b.kind === 'within')
    return a.most <= b.least || (a.most === b.most && a.least === b.least);
  if (a.kind !== 'between' || b.kind !== 'between') return false;
  // Moments written in different ways may lie either way round, by zone.
  const notBefore = b.after === null || (a.after !== null && a.after.length === b.after.length && a.after >= b.after);
  const notAfter =
    b.before === null || (a.before !== null && a.before.length === b.before.length && a.before <= b.before);
  return notBefore && notAfter;
}
