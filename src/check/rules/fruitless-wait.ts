import { endingEvents } from '../flow/walk-flow.js';
import { isNarrower } from '../logic/claim.js';
import { countSubject } from '../logic/count-subject.js';
import { atKey, atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { allSteps } from '../walk/walk-steps.js';
import { mapAt, mapsAt, textAt } from '../yaml-map.js';

/** What a step waits for ends the journey. */
export const fruitlessWait: Rule = {
  code: 'LC417',
  name: 'fruitless-wait',
  severity: 'error',
  summary: 'What a step waits for ends the journey.',
  docs: `An event of "exit_on" ends the journey the moment it happens, also while a step waits for it: nobody ever comes to the steps under "then".

Take the event out of "exit_on", if the waiting is to decide; or take "then" away, if nothing is to be sent any more.`,
  example: {
    file: 'campaigns/cart.yaml',
    bad: '  - id: reminder\n    wait_for: {event: order_placed, within: 1h, then: [{id: bought, exit: bought}]}\n  - id: nudge\n    delay: {for',
    good: '  - id: reminder\n    delay: {for',
  },
  *check(project) {
    for (const { campaign, step, id } of allSteps(project)) {
      const wait = mapAt(step, 'wait_for');
      const event = textAt(wait, 'event');
      if (wait === null || event === null || mapsAt(wait, 'then').length === 0) continue;
      const awaited = countSubject(event, mapAt(wait, 'where'), { kind: 'ever' });
      const end = endingEvents(campaign).find(({ subject }) => isNarrower(awaited, subject));
      if (end === undefined) continue;
      yield {
        message: `nobody comes to "then" of step "${id ?? '?'}"`,
        span: spanOf(project, atKey(wait, 'then')),
        label: `"${event}" ends the journey`,
        related: [{ span: spanOf(project, atValue(end.item, 'event')), label: 'ends it here' }],
        help: [`take "${event}" out of "exit_on", or take "then" away`],
      };
    }
  },
};
