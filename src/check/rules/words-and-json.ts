import { exampleTexts } from '../example/example-texts.js';
import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { allVersions } from '../walk/walk-messages.js';

/** One template is to be words for people and JSON for a program. */
export const wordsAndJson: Rule = {
  code: 'LC714',
  name: 'words-and-json',
  severity: 'error',
  summary: 'One template is to be words for people and JSON for a program.',
  docs: `The template of a webhook makes JSON, with every value escaped for it; that of any other channel makes words that people read. Give each its own file.`,
  example: {
    file: 'campaigns/texts.yaml',
    bad: 'push: {template: hook/told, topic: service}\n  - id: again\n    push: {template: push/hello, topic: offers}',
    good: 'push: {template: push/hello, topic: offers}',
    beside: exampleTexts,
  },
  *check(project) {
    const calls = new Map(
      allVersions(project).flatMap((one) => (one.channel === 'webhook' ? [[one.template, one] as const] : [])),
    );
    for (const { channel, named, id, template } of allVersions(project)) {
      const call = calls.get(template);
      if (channel === 'webhook' || channel === 'email' || call === undefined) continue;
      yield {
        message: `step "${id ?? '?'}" sends ${channel} with "${template}", which is the JSON of a webhook`,
        span: spanOf(project, atValue(named, 'template')),
        related: [{ span: spanOf(project, atValue(call.named, 'template')), label: 'sent to a program here' }],
        help: ['give the message a template of its own'],
      };
    }
  },
};
