import type { Rule } from '../rule.js';
import { sourceText } from '../source-text.js';
import { describeUses } from '../templates/describe-uses.js';
import { allLiquidTexts } from '../templates/liquid-texts.js';
import { isPersonal } from '../templates/personal-data.js';

/** The address of a link or a picture holds personal data. */
export const personalDataInUrl: Rule = {
  code: 'LC617',
  name: 'personal-data-in-url',
  severity: 'warning',
  summary: 'The address of a link or a picture holds personal data.',
  docs: `Addresses are kept where nobody thinks of them: in the logs of every server on the way, in statistics, in the browser's history, in what the next page is told about the last. A name or an email address in a link is published there for good.

Link to a page that knows the person by their session, or use an id that means nothing elsewhere. Personal is what "pii: true" says in lifecycle.config.yaml, and the columns for email and phone. mailto: and tel: may hold them.`,
  example: {
    file: 'templates/letter.mjml',
    bad: '<mj-text><a href="https://acme.example/hello?to={{ profile.email }}">New things</a> are here.</mj-text>',
    good: '<mj-text>New things are here.</mj-text>',
  },
  *check(project) {
    for (const text of allLiquidTexts(project)) {
      const personal = text.facts.variables.filter(({ segments }) => isPersonal(project, text, segments));
      if (personal.length === 0) continue;
      const source = sourceText(project, text.file) ?? '';
      const base = text.spanAt(0, 0).start.offset;
      const addresses = [...source.matchAll(ADDRESS)].map(
        ({ index, 0: all }) => [index - base, index - base + all.length] as const,
      );
      for (const { segments, start, end } of personal) {
        // What a tag asks about is not printed.
        const body = source.slice(base, base + start);
        if (body.lastIndexOf('{%') > body.lastIndexOf('{{')) continue;
        if (!addresses.some(([from, to]) => from <= start && end <= to)) continue;
        yield {
          message: `the address of a link holds "${segments.join('.')}", which is personal`,
          span: text.spanAt(start, end),
          label: 'ends up in logs and statistics',
          notes: describeUses(project, text, null),
          help: ['take it out, and let the page find out who comes by their session or a meaningless id'],
        };
      }
    }
  },
};

/** A written address in the text, or whatever stands in an attribute that holds one; Liquid may have spaces and quotes inside. */
const ADDRESS =
  /\bhttps?:\/\/(?:\{\{.*?\}\}|\{%.*?%\}|[^\s<>"'{])+|\b(?:href|src|action|background|background-url|srcset)\s*=\s*(?:"(?!mailto:|tel:)(?:\{\{.*?\}\}|\{%.*?%\}|[^"])*"|'(?!mailto:|tel:)(?:\{\{.*?\}\}|\{%.*?%\}|[^'])*')/gs;
