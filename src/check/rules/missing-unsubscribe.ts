import type { Project, TemplateSource } from '../../model/project.js';
import type { Span } from '../../model/span.js';
import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { allLiquidTexts } from '../templates/liquid-texts.js';
import { withPartials } from '../templates/template-uses.js';
import { promotionalMessages } from '../walk/walk-messages.js';

/** A promotional email has no link to unsubscribe. */
export const missingUnsubscribe: Rule = {
  code: 'LC601',
  name: 'marketing-without-unsubscribe',
  severity: 'error',
  summary: 'A promotional email has no link to unsubscribe.',
  docs: `People must be able to leave with one click, by law and by the rules of Gmail and Yahoo; who cannot, presses "spam". Every template whose topic is not transactional has to print message.unsubscribe_url, itself or in a partial such as the footer..

Include the footer, or add <a href="{{ message.unsubscribe_url }}">Unsubscribe</a>.`,
  example: {
    file: 'templates/letter.mjml',
    bad: '<mj-text>Goodbye</mj-text>',
    good: '<mj-include path="partials/footer.mjml" />',
  },
  *check(project) {
    const bodies = new Map(
      allLiquidTexts(project).flatMap((text) => (text.kind === 'body' ? [[text.file, text]] : [])),
    );
    const uses = new Map(
      promotionalMessages(project)
        .filter(({ channel }) => channel === 'email')
        .toReversed()
        .map((message) => [message.template, message]),
    );
    for (const template of project.templates.filter(({ kind }) => kind === 'mjml')) {
      const use = uses.get(template.id);
      const body = bodies.get(template.file);
      if (use === undefined || body === undefined) continue;
      const texts = withPartials(project, body);
      // What cannot be read or found may well hold the link: that is the one thing to mend first.
      if (texts.some(({ facts, includes }) => facts.problem !== null || includes.some(({ file }) => file === null)))
        continue;
      const links = texts.flatMap(({ facts }) => facts.variables.map(({ segments }) => segments.join('.')));
      if (links.includes('message.unsubscribe_url')) continue;
      yield {
        message: `"${template.id}" is promotional and has no link to unsubscribe`,
        span: endOfBody(project, template),
        label: 'no unsubscribe link before this',
        related: [{ span: spanOf(project, atValue(use.message, 'topic')), label: 'promotional by this topic' }],
        help: ['include the footer partial, or add <a href="{{ message.unsubscribe_url }}">Unsubscribe</a>'],
      };
    }
  },
};

function endOfBody(project: Project, { file, body, bodyOffset }: TemplateSource): Span {
  const end = body.lastIndexOf('</mj-body>');
  if (end >= 0) return project.spanAt(file, bodyOffset + end, bodyOffset + end + '</mj-body>'.length);
  return project.spanAt(file, bodyOffset, bodyOffset);
}
