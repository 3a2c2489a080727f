import { atKey, atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { allMessages, factorsOf } from '../walk/walk-messages.js';
import { mapAt } from '../yaml-map.js';

/** So many different messages somebody can still look at, and a sample can be shared out among. */
const MOST = 32;

/** The factors of a message test name a level twice, or make more messages than anybody looks at. */
export const impossibleFactors: Rule = {
  code: 'LC466',
  name: 'impossible-factors',
  severity: 'error',
  summary: 'The factors of a message test name a level twice, or make more messages than anybody can look at.',
  docs: `Every combination of levels is a message of its own: two tones and two lengths are four, five factors of two levels are 32. Each is previewed, and each gets its part of the sample. The levels of one factor are told apart by their names.

Name each level once, and vary fewer things at a time: at most 32 combinations.`,
  example: {
    file: 'campaigns/monthly.yaml',
    bad: 'email: {template: letter, topic: offers, subject: "A {{ test.tone }} letter", test: {metric: order_rate, sample: 20%, decide_after: 4h, factors: {tone: [warm, warm]}}}',
    good: 'email: {template: letter, topic: offers}',
  },
  *check(project) {
    for (const place of allMessages(project)) {
      const node = mapAt(mapAt(place.message, 'test'), 'factors');
      if (node === null) continue;
      const factors = factorsOf(place);
      for (const [name, levels] of factors) {
        const twice = levels.find((level, index) => levels.indexOf(level) < index);
        if (twice === undefined) continue;
        yield {
          message: `factor "${name}" has level "${twice}" twice`,
          span: spanOf(project, atValue(node, name)),
          help: ['name each level once'],
        };
      }
      const count = [...factors.values()].reduce((product, levels) => product * levels.length, 1);
      if (count <= MOST) continue;
      yield {
        message: `the test of step "${place.id ?? '?'}" makes ${count} messages`,
        span: spanOf(project, atKey(mapAt(place.message, 'test') ?? node, 'factors')),
        label: [...factors].map(([name, levels]) => `${levels.length} of "${name}"`).join(' × '),
        help: [`vary fewer things at a time: at most ${MOST} combinations`],
      };
    }
  },
};
