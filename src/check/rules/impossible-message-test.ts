import { parseDuration, sameDuration, ZERO } from '../../model/duration.js';
import { parsePercentage } from '../../model/percentage.js';
import type { Project } from '../../model/project.js';
import { atKey, atValue, spanOf } from '../place.js';
import type { Finding, Rule } from '../rule.js';
import { allMessages, type MessagePlace, topicKind, variantsOf } from '../walk/walk-messages.js';
import { mapAt, textAt } from '../yaml-map.js';

/** A message test has no sample or no time, two variants of one id, or a message that cannot wait. */
export const impossibleMessageTest: Rule = {
  code: 'LC410',
  name: 'impossible-message-test',
  severity: 'error',
  summary: 'A message test cannot find a winner, or lets people wait for a message that they need.',
  docs: `The sample gets the variants, the others wait and get the winner. With a sample of 0% nobody tries them, with 100% nobody is left for the winner; and people need some time to answer. Results are told apart by the ids of the variants. A transactional message cannot wait for a winner.

Write a sample above 0% and below 100%, a time, and ids that differ. To give everybody a variant for good, use a "split".`,
  example: {
    file: 'campaigns/monthly.yaml',
    bad: 'email: {template: letter, topic: offers, test: {metric: order_rate, sample: 100%, decide_after: 4h, variants: [{id: a, subject: Hello}, {id: b, subject: News}]}}',
    good: 'email: {template: letter, topic: offers}',
  },
  *check(project) {
    for (const place of allMessages(project)) yield* inTest(project, place);
  },
};

function* inTest(project: Project, place: MessagePlace): Generator<Finding> {
  const test = mapAt(place.message, 'test');
  if (test === null) return;
  const step = `step "${place.id ?? '?'}"`;
  if (topicKind(project, place.topic) === 'transactional') {
    yield {
      message: `${step} lets people wait for a message that they need`,
      span: spanOf(project, atKey(place.message, 'test')),
      label: `"${place.topic}" is transactional`,
      help: ['use a "split", which sends every variant at once, or take the test out'],
    };
  }
  const sample = parsePercentage(textAt(test, 'sample') ?? '');
  if (sample === 0 || sample === 1) {
    yield {
      message: sample === 0 ? `nobody tries the variants of ${step}` : `nobody is left for the winner of ${step}`,
      span: spanOf(project, atValue(test, 'sample')),
      help: [sample === 0 ? 'write a sample such as 20%' : 'write a sample such as 20%, or use a "split"'],
    };
  }
  const length = parseDuration(textAt(test, 'decide_after') ?? '');
  if (length !== null && sameDuration(length, ZERO)) {
    yield {
      message: `the test of ${step} ends as it begins`,
      span: spanOf(project, atValue(test, 'decide_after')),
      help: ['write how long people have to answer, such as 4h'],
    };
  }
  const variants = variantsOf(place);
  for (const [index, variant] of variants.entries()) {
    const id = textAt(variant, 'id');
    const earlier = variants.slice(0, index).find((one) => one.id === id);
    if (id === null || earlier === undefined) continue;
    yield {
      message: `variant "${id}" stands twice in the test of ${step}`,
      span: spanOf(project, atValue(variant, 'id')),
      label: 'second use',
      related: [{ span: spanOf(project, atValue(earlier, 'id')), label: 'first use' }],
      help: ['rename one of the two'],
    };
  }
}
