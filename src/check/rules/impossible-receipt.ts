import type { Project } from '../../model/project.js';
import { atKey, atValue, spanOf } from '../place.js';
import type { Finding, Rule } from '../rule.js';
import { receivedTriggers } from '../walk/walk-mentions.js';
import { listAt, textAt, type YamlMap } from '../yaml-map.js';

/** A `received` trigger starts its own campaign over, or can never come. */
export const impossibleReceipt: Rule = {
  code: 'LC218',
  name: 'impossible-receipt',
  severity: 'error',
  summary: 'A "received" trigger starts its own campaign over, or can never come.',
  docs: `"received" enters exactly the people who got a message of another campaign: to put right what was wrong in it. A campaign that begins with its own messages would go round in a circle.

"plan" is the hash of the plan that sent it, as "lifecycle show" prints it. "between" goes from its first moment, up to its second.`,
  example: {
    file: 'campaigns/monthly.yaml',
    bad: '- received: {campaign: monthly, step: letter}',
    good: '- enters: {segment: big_spenders}',
  },
  *check(project) {
    for (const { holder, parent, campaign } of receivedTriggers(project)) {
      if (textAt(holder, 'campaign') === campaign.id) {
        yield {
          message: `campaign "${campaign.id}" begins when its own message was received`,
          span: spanOf(project, atValue(holder, 'campaign')),
          label: 'this campaign',
          help: ['name another campaign; for one message after the other, write steps with a "delay"'],
        };
      }
      yield* inFilters(project, holder, parent);
    }
  },
};

function* inFilters(project: Project, holder: YamlMap, parent: YamlMap): Generator<Finding> {
  const plan = textAt(holder, 'plan');
  if (plan !== null && !/^sha256:[0-9a-f]{64}$/.test(plan)) {
    yield {
      message: `"${plan}" is not the hash of a plan`,
      span: spanOf(project, atValue(holder, 'plan')),
      help: ['write it as "lifecycle show" prints it: sha256: and 64 digits'],
    };
  }
  const between = listAt(holder, 'between');
  if (between === null) return;
  const [from, to] = between.map(String);
  // Moments written in different ways may lie either way round, by zone.
  if (from === undefined || to === undefined || from < to || from.length !== to.length) return;
  yield {
    message: `no time lies between ${from} and ${to}`,
    span: spanOf(project, atValue(between, 1)),
    label: 'not later than the first',
    related: [{ span: spanOf(project, atKey(parent, 'received')), label: 'this trigger can never come' }],
    help: ['write the earlier moment first; the second is not included'],
  };
}
