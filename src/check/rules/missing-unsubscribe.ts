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
  docs: `People must be able to leave with one click, by law and by the rules of Gmail and Yahoo; who cannot, presses "spam". Every template whose topic is not transactional has to print message.unsubscribe_url, itself or in a partial such as the footer.

Include the footer, or add <a href="{{ message.unsubscribe_url }}">Unsubscribe</a>.`,
  example: {
    file: 'templates/letter.mjml',
    bad: '<mj-text>Goodbye</mj-text>',
    good: '<mj-include path="partials/footer.mjml" />',
  },
  *check(project) {
    const lacking = emailsWithout(project);
    // Those that all take in what no sound mail does lack the same thing: their footer has no link.
    const groups = new Map<string, [Lacking, ...Lacking[]]>();
    for (const one of lacking) {
      const key = one.footer ?? one.template.file;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [one]);
      else group.push(one);
    }
    for (const [first, ...others] of groups.values()) {
      const { template, topic, footer } = first;
      const more = others.length === 0 ? '' : ` and ${others.length} ${others.length === 1 ? 'other' : 'others'}`;
      const has = others.length === 0 ? 'is promotional and has' : 'are promotional and have';
      const link = '<a href="{{ message.unsubscribe_url }}">Unsubscribe</a>';
      yield {
        message: `"${template.id}"${more} ${has} no link to unsubscribe`,
        span: endOfBody(project, template),
        label: 'no unsubscribe link before this',
        related: [
          { span: topic, label: 'promotional by this topic' },
          ...others.slice(0, 4).map((one) => ({ span: endOfBody(project, one.template), label: 'nor before this' })),
        ],
        ...(others.length === 0
          ? { help: [`include the footer partial, or add ${link}`] }
          : { notes: [`all of them take in ${footer}, which has none either`], help: [`add ${link} to ${footer}`] }),
      };
    }
  },
};

interface Lacking {
  readonly template: TemplateSource;
  readonly topic: Span;
  /** The last partial that it takes in, when no promotional email with a link does; else null. */
  readonly footer: string | null;
}

function emailsWithout(project: Project): readonly Lacking[] {
  const bodies = new Map(allLiquidTexts(project).flatMap((text) => (text.kind === 'body' ? [[text.file, text]] : [])));
  const uses = new Map(
    promotionalMessages(project)
      .filter(({ channel }) => channel === 'email')
      .toReversed()
      .map((message) => [message.template, message]),
  );
  const sound = new Set<string>();
  const lacking: Lacking[] = [];
  for (const template of project.templates.filter(({ kind }) => kind === 'mjml')) {
    const use = uses.get(template.id);
    const body = bodies.get(template.file);
    if (use === undefined || body === undefined) continue;
    const texts = withPartials(project, body);
    // What cannot be read or found may well hold the link: that is the one thing to mend first.
    if (texts.some(({ facts, includes }) => facts.problem !== null || includes.some(({ file }) => file === null)))
      continue;
    const links = texts.flatMap(({ facts }) => facts.variables.map(({ segments }) => segments.join('.')));
    if (links.includes('message.unsubscribe_url')) for (const { file } of body.includes) sound.add(file ?? '');
    else {
      const topic = spanOf(project, atValue(use.message, 'topic'));
      lacking.push({ template, topic, footer: body.includes.at(-1)?.file ?? null });
    }
  }
  return lacking.map((one) => (one.footer !== null && sound.has(one.footer) ? { ...one, footer: null } : one));
}

function endOfBody(project: Project, { file, body, bodyOffset }: TemplateSource): Span {
  const end = body.lastIndexOf('</mj-body>');
  if (end >= 0) return project.spanAt(file, bodyOffset + end, bodyOffset + end + '</mj-body>'.length);
  return project.spanAt(file, bodyOffset, bodyOffset);
}
