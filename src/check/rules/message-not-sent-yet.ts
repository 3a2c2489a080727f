import { sentBefore } from '../flow/sent-before.js';
import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { leavesOf } from '../walk/walk-conditions.js';
import { stepsOf } from '../walk/walk-steps.js';
import { campaignMap, isMap, mapAt, textAt, triggersOf } from '../yaml-map.js';

/** A step asks about a message of its own campaign that nobody there can have got. */
export const messageNotSentYet: Rule = {
  code: 'LC418',
  name: 'message-not-sent-yet',
  severity: 'error',
  summary: 'A step asks about a message of its own campaign that nobody there can have got.',
  docs: `The message of a later step, of another branch or variant, or of the step itself has not been sent when the question is asked: "was: opened" is false for everybody, and its "not" true for everybody.

Without a "campaign" a step asks about the message of its own journey. With it, the message may be one of an earlier journey where people may enter more than once (by "reentry", or by "key"), and nothing is said.`,
  example: {
    file: 'campaigns/hello.yaml',
    bad: `name: Hello
owner: crm@acme.example
goal: Say hello
kpi: {metric: order_rate, window: 5d}
holdout: 10%
triggers: [{enters: {segment: buyers}}]
exit_on: [{event: order_placed}]
steps:
  - {id: again, when: {message: {step: hello, was: opened}}, email: {template: letter, topic: offers}}
  - {id: hello, email: {template: letter, topic: offers}}
`,
    good: '',
  },
  *check(project) {
    for (const campaign of project.campaigns) {
      const map = campaignMap(campaign);
      const again = map.reentry !== undefined && map.reentry !== 'never';
      const isAgain = again || triggersOf(campaign).some((trigger) => trigger.key !== undefined);
      const ids = new Set(stepsOf(campaign).flatMap(({ id }) => id ?? []));
      for (const { conditions, self, sent } of sentBefore(map)) {
        for (const message of conditions.flatMap(leavesOf).map((leaf) => mapAt(leaf, 'message'))) {
          const step = textAt(message, 'step');
          const from = textAt(message, 'campaign');
          if (!isMap(message) || step === null || (from ?? campaign.id) !== campaign.id) continue;
          if (from !== null && isAgain) continue;
          // A step that there is not is told by its own rule.
          if (!ids.has(step) || sent.has(step)) continue;
          yield {
            message: `nobody who comes to step "${self}" can have got the message of "${step}"`,
            span: spanOf(project, atValue(message, 'step')),
            label: step === self ? 'this very step' : 'sent later, or only to others',
            help: isAgain
              ? [`for a message of an earlier journey, say so: {campaign: ${campaign.id}, step: ${step}, …}`]
              : ['name a step that comes before, or move this one behind it'],
          };
        }
      }
    }
  },
};
