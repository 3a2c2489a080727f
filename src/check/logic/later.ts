import { allOf, type Claim, type CountSubject, is, oneOf, TRUE } from './claim.js';
import { overWindow } from './count-subject.js';
import { KNOWN, wholeNumbers } from './range.js';

/** How sure one wants to be of what was true some time ago. */
export interface Memory {
  /** Of events that end the journey none has come since. */
  readonly ending: readonly CountSubject[];
  /** Whether what was known is taken to be known still, and who had done something lately to have done so still: kind to whoever relies on it. */
  readonly isTrusting: boolean;
}

/** What is still certain, at any later moment of the same journey, of people of whom a claim was true. */
export function later(claim: Claim, memory: Memory): Claim {
  if (claim.kind === 'all') {
    const of = claim.of.map((one) => later(one, memory)).filter((one) => one !== TRUE);
    return of.length === 0 ? TRUE : allOf(of);
  }
  if (claim.kind === 'any') {
    const of = claim.of.map((one) => later(one, memory));
    return of.includes(TRUE) ? TRUE : oneOf(of);
  }
  const { subject } = claim;
  const range = subject.kind === 'count' ? wholeNumbers(claim.range) : claim.range;
  switch (subject.kind) {
    case 'stage':
    case 'age':
      return TRUE;
    case 'value':
      return memory.isTrusting && !range.null ? is(subject, KNOWN) : TRUE;
    case 'property':
      return claim;
    case 'milestone':
      return range.only?.includes(false) ? TRUE : claim;
    case 'count': {
      const { window } = subject;
      const most = memory.ending.some((end) => covers(end, subject)) ? range.high : null;
      // What happened stays; that it was lately does not.
      const least = is(
        window.kind === 'within' && !memory.isTrusting ? overWindow(subject, { kind: 'ever' }) : subject,
        {
          ...KNOWN,
          low: range.low,
        },
      );
      return allOf([
        ...(range.low === null ? [] : [least]),
        ...(most === null ? [] : [is(subject, { ...KNOWN, high: most })]),
      ]);
    }
  }
}

/** What is certain when messages may have been sent in between. */
export function forgetUnsent(claim: Claim): Claim {
  if (claim.kind === 'all') return allOf(claim.of.map(forgetUnsent));
  if (claim.kind === 'any') return oneOf(claim.of.map(forgetUnsent));
  return claim.subject.kind === 'milestone' && claim.range.only?.includes(false) ? TRUE : claim;
}

function covers(end: CountSubject, { event, where }: CountSubject): boolean {
  return end.event === event && Object.entries(end.where).every(([name, test]) => where[name] === test);
}
