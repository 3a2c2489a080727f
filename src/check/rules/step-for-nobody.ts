import { canHold } from '../logic/can-hold.js';
import { claimOf } from '../logic/claim-of.js';
import { findContradicting, joinSources } from '../logic/known.js';
import { flowPlaces, isReached } from '../logic/walk-flow.js';
import { atKey, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { isMap, textAt } from '../yaml-map.js';

/** A step or branch is for people who cannot be there. */
export const stepForNobody: Rule = {
  code: 'LC415',
  name: 'step-for-nobody',
  severity: 'error',
  summary: 'A step or branch is for people who cannot be there.',
  docs: `The trigger, the stages and the audience decide who comes to a step, the branches above it too, and "exit_on" takes people out on the way: after "exit_on: [{event: order_placed}]" nobody is left who ordered on the way. Of what may change in time (attributes, stages, what happened lately) only the same moment counts.

Correct the condition, or what keeps these people out.`,
  example: {
    file: 'campaigns/cart.yaml',
    bad: 'when: {event: order_placed, within: 1h}',
    good: 'when: {segment: big_spenders}',
  },
  *check(project) {
    for (const [campaign, places] of flowPlaces(project)) {
      for (const place of places) {
        const { step, kind, holder, key, known } = place;
        const condition = holder[key];
        if (!isMap(condition)) continue;
        const own = claimOf(project, condition, true, campaign.id);
        if (!canHold([own]) || !isReached(place)) continue;
        const because = findContradicting(known, own);
        if (because === null) continue;
        const id = textAt(step, 'id') ?? '?';
        const what = {
          step: `nobody who comes to step "${id}" fulfils its "when"`,
          branch: `nobody who comes to step "${id}" takes this branch`,
          wait: `what step "${id}" waits for can never be`,
        }[kind];
        yield {
          message: what,
          span: spanOf(project, atKey(holder, key)),
          label: 'true for nobody here',
          notes: [`it is ruled out by ${joinSources(because)}`],
          help: ['correct the condition, or what rules it out'],
        };
      }
    }
  },
};
