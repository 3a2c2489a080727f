import type { Project } from '../../model/project.js';
import type { Span } from '../../model/span.js';
import { surelyPrints } from '../liquid/find-prints.js';
import { atValue, spanOf } from '../place.js';
import { remember } from '../remember.js';
import type { Rule } from '../rule.js';
import { allLiquidTexts, type LiquidText } from '../templates/liquid-texts.js';
import { partialTexts, withPartials } from '../templates/template-uses.js';
import { allBlockRules } from '../walk/block-rules.js';
import { type MessagePlace, promotionalMessages } from '../walk/walk-messages.js';
import { textAt } from '../yaml-map.js';

const LINK = 'message.unsubscribe_url';

/** The link to unsubscribe of a promotional email stands inside a condition. */
export const unsubscribeNotForAll: Rule = {
  code: 'LC615',
  name: 'unsubscribe-not-for-all',
  severity: 'error',
  summary: 'The link to unsubscribe of a promotional email stands inside a condition.',
  docs: `Everybody who gets the mail must be able to leave. Where the link stands inside an "if", some people would get a mail without it; it may stand there only when every branch has one, the "else" too.

Take the link, or the footer that holds it, out of the condition.`,
  example: {
    file: 'templates/letter.mjml',
    bad: '{% if profile.country == "DE" %}<mj-include path="partials/footer.mjml" />{% endif %}',
    good: '<mj-include path="partials/footer.mjml" />',
  },
  *check(project) {
    for (const body of allLiquidTexts(project)) {
      if (body.kind !== 'body' || !body.file.endsWith('.mjml')) continue;
      const use = promotionalEmails(project).get(body.template);
      if (use === undefined) continue;
      const texts = withPartials(project, body);
      const [holder] = texts.filter(({ facts }) => facts.variables.some(isLink));
      // What has none, or cannot be read, is told by rules of its own.
      if (holder === undefined || texts.some(isUnread) || isSure(project, body, [])) continue;
      yield {
        message: `not everybody who gets "${body.template}" gets its link to unsubscribe`,
        span: spanOfLink(project, body, holder),
        label: 'only on a condition',
        related: [{ span: spanOf(project, atValue(use.message, 'topic')), label: 'promotional by this topic' }],
        help: ['take it out of the condition, or write it in every branch, "else" too'],
      };
    }
  },
};

/** The first promotional email that sends each template. */
const promotionalEmails = remember((project: Project): ReadonlyMap<string | null, MessagePlace> => {
  const emails = promotionalMessages(project).filter(({ channel }) => channel === 'email');
  return new Map(emails.toReversed().map((message) => [message.template, message]));
});

function isLink({ segments }: { readonly segments: readonly (string | null)[] }): boolean {
  return segments.join('.') === LINK;
}

function isUnread({ facts, includes }: LiquidText): boolean {
  return facts.problem !== null || includes.some(({ file }) => file === null);
}

/** Whether everybody who is shown a text is shown a link: its own, or one of a partial. */
function isSure(project: Project, text: LiquidText | undefined, above: readonly LiquidText[]): boolean {
  if (text === undefined || above.includes(text)) return false;
  const partial = (path: string) =>
    ['', '.mjml', '.liquid'].some((ending) =>
      isSure(project, partialTexts(project).get(`templates/${path}${ending}`), [...above, text]),
    );
  return surelyPrints(text.facts.prints, (print) => {
    if (print.kind === 'value') return print.path === LINK;
    const block = /^blocks\/(.+)$/.exec(print.path)?.[1];
    if (block === undefined) return partial(print.path);
    const rules = allBlockRules(project).filter(({ id }) => id === block);
    return (
      rules.at(-1)?.rule.when === undefined && rules.every(({ rule }) => partial(`partials/${textAt(rule, 'partial')}`))
    );
  });
}

/** Where the link stands, or the partial that brings it. */
function spanOfLink(project: Project, body: LiquidText, holder: LiquidText): Span {
  const own = body.facts.variables.find(isLink);
  if (own !== undefined) return body.spanAt(own.start, own.end);
  const include = body.includes.find(({ file }) => {
    const partial = partialTexts(project).get(file ?? '');
    return partial !== undefined && withPartials(project, partial).includes(holder);
  });
  return include?.span ?? project.spanAt(body.file, 0, 0);
}
