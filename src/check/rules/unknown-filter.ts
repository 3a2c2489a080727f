import { suggest } from '../../model/suggest.js';
import { REFUSED_FILTERS } from '../../render/liquid-engine.js';
import { builtInFilters } from '../liquid/filter-names.js';
import type { Rule } from '../rule.js';
import { allLiquidTexts } from '../templates/liquid-texts.js';

/** A template uses a Liquid filter that does not exist. */
export const unknownFilter: Rule = {
  code: 'LC503',
  name: 'unknown-filter',
  severity: 'error',
  summary: 'A template uses a Liquid filter that does not exist.',
  docs: `Filters change a value before it is printed: {{ profile.first_name | capitalize }}. There are those of LiquidJS (https://liquidjs.com/filters/overview.html), and "currency" for amounts: {{ event.value | currency: "EUR" }}.`,
  example: {
    file: 'templates/cart/help.mjml',
    bad: "profile.first_name | defualt: 'there'",
    good: "profile.first_name | default: 'there'",
  },
  *check(project) {
    for (const text of allLiquidTexts(project)) {
      for (const { name, start, end } of text.facts.unknownFilters) {
        const nearest = suggest(name, builtInFilters)[0];
        yield {
          message: `there is no filter "${name}"`,
          span: text.spanAt(start, end),
          ...(REFUSED_FILTERS.has(name)
            ? { label: 'it would not show the same for everybody', help: [insteadOf(name)] }
            : nearest === undefined
              ? { help: ['take it out, or use another filter'] }
              : { label: `did you mean "${nearest}"?`, help: [`write "${nearest}"`] }),
        };
      }
    }
  },
};

/** Filters that other engines have, and that would make a message another one on another machine or day. */
function insteadOf(name: string): string {
  return name === 'sample'
    ? 'choose by a value instead, or test two subjects with "test:"'
    : `write date: "%-d %B %Y", which depends on the value alone`;
}
