import { endsForAll } from '../flow/flow-end.js';
import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { allSteps } from '../walk/walk-steps.js';
import { isMap } from '../yaml-map.js';

/** Nobody can come to a step, because everybody has left before it. */
export const unreachableStep: Rule = {
  code: 'LC401',
  name: 'unreachable-step',
  severity: 'error',
  summary: 'Nobody can come to a step, because everybody has left before it.',
  docs: `An "exit" ends the journey. After an exit without "when", or after a branch, split or wait that ends for everybody, nobody goes on, so what follows is never sent.

Move the step before the exit, or give the exit a "when".`,
  example: {
    file: 'campaigns/cart.yaml',
    bad: '  - id: stop\n    exit: enough\n  - id: reminder\n',
    good: '  - id: reminder\n',
  },
  *check(project) {
    for (const { step, id, siblings, index } of allSteps(project)) {
      const before = siblings.slice(0, index);
      const last = before.at(-1);
      // The first step behind the end stands for all that follow it.
      if (!isMap(last) || !endsForAll(last) || before.slice(0, -1).some((one) => isMap(one) && endsForAll(one)))
        continue;
      const after = siblings.length - index - 1;
      yield {
        message: `nobody comes to step "${id ?? '?'}"${after > 0 ? ` nor to the ${after} after it` : ''}`,
        span: spanOf(project, atValue(step, 'id')),
        label: 'never reached',
        related: [{ span: spanOf(project, atValue(last, 'id')), label: 'the journey ends here for everybody' }],
        help: [
          `move "${id ?? '?'}" before "${String(last.id)}", or say with "when" who leaves at "${String(last.id)}"`,
        ],
      };
    }
  },
};
