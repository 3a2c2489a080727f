import { exampleBlock } from '../example/example-project.js';
import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { allBlockRules } from '../walk/block-rules.js';

/** A rule of a block takes everybody, so the rules after it are never asked. */
export const unreachableRule: Rule = {
  code: 'LC228',
  name: 'unreachable-rule',
  severity: 'error',
  summary: 'A rule of a block takes everybody, so the rules after it are never asked.',
  docs: `The first rule that holds chooses what a person sees. A rule without "when" holds for everybody, so it has to be the last.`,
  example: {
    file: 'templates/blocks/greeting.yaml',
    bad: '  - partial: greeting/new\n  - {when: {segment: big_spenders}, partial: greeting/new}\n',
    good: '  - partial: greeting/new\n',
    beside: exampleBlock,
  },
  *check(project) {
    const rules = allBlockRules(project);
    for (const { block, rule, index, id } of rules) {
      const later = rules.some((other) => other.block === block && other.index > index);
      if (rule.when !== undefined || !later) continue;
      yield {
        message: `rule ${index + 1} of block "${id}" is for everybody, so nobody comes to the next`,
        span: spanOf(project, atValue(rule, 'partial')),
        label: 'has no "when"',
        help: ['give this rule a "when", or move it to the end'],
      };
    }
  },
};
