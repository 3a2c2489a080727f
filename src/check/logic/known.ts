import { alwaysHolds, canHold } from './can-hold.js';
import type { Claim } from './claim.js';

/** Something that is certain, and what makes it so in the reader's words (`the audience`). */
export interface Known {
  readonly claim: Claim;
  readonly source: string;
}

/** The claims alone. */
export function claimsOf(known: readonly Known[]): Claim[] {
  return known.map(({ claim }) => claim);
}

/** The sources that together make a claim impossible, as few as are needed, in their order; null when it may be. */
export function findContradicting(known: readonly Known[], claim: Claim): readonly string[] | null {
  if (canHold([...claimsOf(known), claim])) return null;
  let needed = [...new Set(known.map(({ source }) => source))];
  // What was settled first is the reason; what only follows from it is not.
  for (const source of needed.toReversed()) {
    const others = needed.filter((one) => one !== source);
    const left = known.filter((one) => others.includes(one.source));
    if (alwaysHolds(claimsOf(left), claim)) needed = others;
  }
  return needed;
}

/** `the audience`, `the trigger and the audience`, `the trigger, "stage" and the audience`. */
export function joinSources(sources: readonly string[]): string {
  return [sources.slice(0, -1).join(', '), ...sources.slice(-1)].filter((one) => one !== '').join(' and ');
}
