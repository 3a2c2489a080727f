import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { allConditions } from '../walk/walk-conditions.js';
import { allEventMentions } from '../walk/walk-events.js';
import { configMap, isMap, mapAt, textAt } from '../yaml-map.js';

/** A stretch of time ends before it begins. */
export const emptyWindow: Rule = {
  code: 'LC305',
  name: 'empty-window',
  severity: 'error',
  summary: 'A stretch of time ends before it begins.',
  docs: `"after" is the beginning and is included, "before" is the end and is not. When the end is not later than the beginning, nothing can lie between them, and the test is false for everybody.

Put the earlier moment behind "after".`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: 'when: {event: order_placed, after: 2026-06-01, before: 2026-03-01}',
    good: 'when: {event: order_placed, within: 90d}',
  },
  *check(project) {
    const tests = allEventMentions(project).flatMap(({ properties }) =>
      properties.map(({ test }) => test?.holder[test.key]),
    );
    const traits = Object.values(mapAt(configMap(project), 'traits') ?? {});
    const holders = new Set([...traits, ...allConditions(project).map(({ leaf }) => leaf), ...tests].filter(isMap));
    for (const holder of holders) {
      const [after, before] = [textAt(holder, 'after'), textAt(holder, 'before')];
      // Moments written in different ways may lie either way round, by zone.
      if (after === null || before === null || after < before || after.length !== before.length) continue;
      yield {
        message: `no time is both after ${after} and before ${before}`,
        span: spanOf(project, atValue(holder, 'before')),
        label: 'ends here',
        related: [{ span: spanOf(project, atValue(holder, 'after')), label: 'begins here' }],
        help: ['put the earlier one behind "after"'],
      };
    }
  },
};
