import type { Judgement } from '../../model/change.js';
import { type ChangeKind, told } from '../change-kind.js';
import type { StepPair } from '../pair-steps.js';

const JUDGED: Judgement = {
  pinned: ['safe', 'who is inside finishes in the old order'],
  follow: ['breaking', 'whoever is past its new place and not past its old one never gets it; nobody gets it twice'],
  touches: 'inside',
};

/** Steps stand in another order. */
export const stepsReordered: ChangeKind = {
  code: 'LC806',
  name: 'steps-reordered',
  summary: 'A step stands at another place in the order.',
  docs: `Where a campaign follows the new plan (in_flight: follow), people go on from the step they wait in, by the new order: a step that moved up past them is one they never get. No message is ever sent twice for that, as it keeps its id.

Keep the order, or let people finish what they started (in_flight: pinned), or accept it: "accepts: [{change: LC806, step: offer, reason: ...}]".`,
  *findIn({ steps: { shared } }) {
    const reordered = [...shared].sort((a, b) => a.is.at - b.is.at);
    for (const pair of displaced(shared)) {
      yield {
        facet: 'routing',
        step: pair.is.step.id,
        was: pair.was.step.id,
        at: ['id'],
        what: `step "${pair.is.step.id}" stands at another place`,
        before: told(placeWords(shared, pair)),
        after: told(placeWords(reordered, pair)),
        judgement: JUDGED,
      };
    }
  },
};

/** The fewest steps that moved, so that the others stand in the order in which they stood. */
function displaced(shared: readonly StepPair[]): readonly StepPair[] {
  /** For each step, the longest run in order that ends with it. */
  const runs: (readonly StepPair[])[] = [];
  for (const pair of shared) {
    const before = runs.filter((run) => (run.at(-1)?.is.at ?? -1) <= pair.is.at);
    runs.push([...longestOf(before), pair]);
  }
  const kept = new Set(longestOf(runs));
  return shared.filter((pair) => !kept.has(pair));
}

function longestOf(runs: readonly (readonly StepPair[])[]): readonly StepPair[] {
  return runs.reduce<readonly StepPair[]>((best, run) => (run.length > best.length ? run : best), []);
}

function placeWords(order: readonly StepPair[], pair: StepPair): string {
  const before = order[order.indexOf(pair) - 1];
  return before === undefined ? 'first' : `after "${before.is.step.id}"`;
}
