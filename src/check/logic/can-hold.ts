import { type Claim, isNarrower, type Subject } from './claim.js';
import { intersect, isEmpty, type Range, wholeNumbers } from './range.js';

/** How many alternatives are tried before it is left undecided. */
const PATIENCE = 400;

/** Whether somebody may fulfil all claims at one moment. False is certain; true also when it would take too long to find out. */
export function canHold(claims: readonly Claim[]): boolean {
  return search(new Map(), claims, { left: PATIENCE });
}

/** Whether something is true of everybody of whom the claims are true, given what its opposite says. True is certain. */
export function alwaysHolds(known: readonly Claim[], opposite: Claim): boolean {
  return !canHold([...known, opposite]);
}

type State = Map<string, { readonly subject: Subject; readonly range: Range }>;

function search(state: State, claims: readonly Claim[], patience: { left: number }): boolean {
  let choices = [...claims];
  for (let settled = false; !settled; ) {
    settled = true;
    const open: Claim[] = [];
    const queue = choices;
    for (let claim = queue.pop(); claim !== undefined; claim = queue.pop()) {
      if (claim.kind === 'all') queue.push(...claim.of);
      else if (claim.kind === 'is') {
        if (!add(state, claim.subject, claim.range)) return false;
        settled = false;
      } else open.push(claim);
    }
    choices = [];
    for (const choice of open) {
      if (choice.kind !== 'any') continue;
      const left = choice.of.filter((one) => one.kind !== 'is' || merge(state, one.subject, one.range) !== null);
      if (left.some((one) => one.kind === 'all' && one.of.length === 0)) continue;
      const [first] = left;
      if (first === undefined) return false;
      choices.push(left.length === 1 ? first : { kind: 'any', of: left });
      if (left.length === 1) settled = false;
    }
  }
  const next = choices.findIndex(({ kind }) => kind === 'any');
  const choice = choices[next];
  if (choice?.kind !== 'any') return true;
  const rest = choices.filter((_, index) => index !== next);
  return choice.of.some((one) => {
    patience.left -= 1;
    return patience.left < 0 || search(new Map(state), [...rest, one], patience);
  });
}

/** Adds what a claim says; false when that cannot be. */
function add(state: State, subject: Subject, range: Range): boolean {
  const merged = merge(state, subject, range);
  if (merged !== null) state.set(subject.key, { subject, range: merged });
  return merged !== null;
}

/** What is left of a subject's range when a claim is added; null when that cannot be. */
function merge(state: State, subject: Subject, range: Range): Range | null {
  const both = intersect(state.get(subject.key)?.range ?? subject.domain, range);
  if (subject.kind !== 'count') return isEmpty(both) ? null : both;
  const merged = wholeNumbers(both);
  if (isEmpty(merged)) return null;
  for (const { subject: other, range: seen } of state.values()) {
    if (other.kind !== 'count' || other.event !== subject.event || other.key === subject.key) continue;
    // Whoever did the narrower thing so often has done the wider thing as often.
    if (isMore(merged, seen) && isNarrower(subject, other)) return null;
    if (isMore(seen, merged) && isNarrower(other, subject)) return null;
  }
  return merged;
}

/** Of two counts, whether one is always more than the other. */
function isMore({ low }: Range, { high }: Range): boolean {
  return low !== null && high !== null && low.at > high.at;
}
