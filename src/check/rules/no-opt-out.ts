import { exampleTexts } from '../example/example-texts.js';
import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { sourceText } from '../source-text.js';
import { allLiquidTexts } from '../templates/liquid-texts.js';
import { withPartials } from '../templates/template-uses.js';
import { promotionalMessages } from '../walk/walk-messages.js';

/** A promotional SMS does not say how to get no more of them. */
export const noOptOut: Rule = {
  code: 'LC608',
  name: 'no-opt-out',
  severity: 'warning',
  summary: 'A promotional SMS does not say how to get no more of them.',
  docs: `Most countries want it in the message itself, operators block senders that leave it out, and whoever finds no way out complains instead. Write a word to answer with ("Reply STOP to opt out"; your provider must tell lifecycle of the answer as an "unsubscribed" event), or the link {{ message.unsubscribe_url }}.

Where your provider adds the words by itself, turn this rule off.`,
  example: {
    file: 'templates/text/hello.liquid',
    bad: 'look in again!',
    good: 'look in again! Stop these texts: {{ message.unsubscribe_url }}',
    beside: exampleTexts,
  },
  *check(project) {
    const uses = new Map(
      promotionalMessages(project)
        .filter(({ channel }) => channel === 'sms')
        .toReversed()
        .map((message) => [message.template, message]),
    );
    for (const body of allLiquidTexts(project)) {
      const use = uses.get(body.template);
      if (body.kind !== 'body' || use === undefined || body.file.endsWith('.mjml')) continue;
      const texts = withPartials(project, body);
      if (texts.some(({ facts, includes }) => facts.problem !== null || includes.some(({ file }) => file === null)))
        continue;
      const links = texts.flatMap(({ facts }) => facts.variables.map(({ segments }) => segments.join('.')));
      const words = texts.map(({ file }) => sourceText(project, file) ?? '').join('\n');
      if (links.includes('message.unsubscribe_url') || WAY_OUT.test(words)) continue;
      yield {
        message: `"${body.template}" is promotional and does not say how to get no more texts`,
        span: body.spanAt(0, 0),
        related: [{ span: spanOf(project, atValue(use.message, 'topic')), label: 'promotional by this topic' }],
        help: ['add "Reply STOP to opt out", or {{ message.unsubscribe_url }}'],
      };
    }
  },
};

/** The word that operators everywhere answer to, or a plain offer. */
const WAY_OUT = /\bstopp?\b|\bopt[ -]?out\b|\bunsubscribe\b/i;
