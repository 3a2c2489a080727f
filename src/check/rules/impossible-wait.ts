import { parseDuration, sameDuration, ZERO } from '../../model/duration.js';
import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { allSteps } from '../walk/walk-steps.js';
import { mapAt, textAt } from '../yaml-map.js';

/** A step waits for no time at all. */
export const impossibleWait: Rule = {
  code: 'LC409',
  name: 'impossible-wait',
  severity: 'error',
  summary: 'A step waits for no time at all.',
  docs: `"wait_for" begins to wait when the step is due, and waits at most "within". What it waits for has to come after that: with no time to come in it never does, and everybody goes to "otherwise".

Write how long to wait. To ask for what is so already, use a "branch".`,
  example: {
    file: 'campaigns/cart.yaml',
    bad: '  - id: reminder\n    wait_for: {event: order_placed, within: 0h}\n  - id: nudge\n    delay: {for',
    good: '  - id: reminder\n    delay: {for',
  },
  *check(project) {
    for (const { step, id } of allSteps(project)) {
      const wait = mapAt(step, 'wait_for');
      const length = parseDuration(textAt(wait, 'within') ?? '');
      if (wait === null || length === null || !sameDuration(length, ZERO)) continue;
      yield {
        message: `step "${id ?? '?'}" waits for no time at all`,
        span: spanOf(project, atValue(wait, 'within')),
        help: ['write how long to wait, or use a "branch" to ask at once'],
      };
    }
  },
};
