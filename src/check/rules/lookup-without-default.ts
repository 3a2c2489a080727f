import { exampleCatalog } from '../example/example-project.js';
import { findLookupProblem } from '../names/find-lookup-problem.js';
import type { Rule } from '../rule.js';
import { describeUses } from '../templates/describe-uses.js';
import { allLiquidTexts } from '../templates/liquid-texts.js';

/** Something is looked up and shown without saying what stands there when it is not found. */
export const lookupWithoutDefault: Rule = {
  code: 'LC517',
  name: 'lookup-without-default',
  severity: 'warning',
  summary: 'Something is looked up and shown without saying what stands there when it is not found.',
  docs: `Feeds change, and a product that was looked at yesterday may be gone today. A message whose value is unknown is held back, so everybody whose row is not there would not get it at all.

Say what stands there instead, as the first filter: {{ catalogs.products[event.sku].title | default: 'it' }}. Or show the part only where there is a row: {% if catalogs.products[event.sku].title %} … {% endif %}.`,
  example: {
    file: 'templates/cart/help.mjml',
    bad: '{{ catalogs.products[event.cart_id].title }}',
    good: "{{ catalogs.products[event.cart_id].title | default: 'it' }}",
    beside: exampleCatalog,
  },
  *check(project) {
    for (const text of allLiquidTexts(project)) {
      for (const { segments, written, start, end } of text.facts.bare) {
        if (segments[0] !== 'catalogs' || findLookupProblem(project, written) !== null) continue;
        yield {
          message: `people for whom "${written}" is not found would not get this message`,
          span: text.spanAt(start, end),
          label: 'may not be there',
          notes: describeUses(project, text, null),
          help: [`say what stands there instead, as the first filter: {{ ${written} | default: '...' }}`],
        };
      }
    }
  },
};
