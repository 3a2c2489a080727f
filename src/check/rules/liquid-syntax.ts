import { describeProblem } from '../liquid/describe-problem.js';
import type { Rule } from '../rule.js';
import { allLiquidTexts } from '../templates/liquid-texts.js';

/** A template's Liquid cannot be read. */
export const liquidSyntax: Rule = {
  code: 'LC502',
  name: 'liquid-syntax',
  severity: 'error',
  summary: "A template's Liquid cannot be read.",
  docs: `Values are printed with {{ profile.first_name }}, choices are made with {% if profile.orders > 1 %} … {% endif %}. Every {{ needs its }}, every {% its %}, and every if, unless, case and for its end.

Until the text reads cleanly, the values it uses are not checked.`,
  example: { file: 'templates/cart/help.mjml', bad: 'of {{ event.value euros', good: 'of {{ event.value }} euros' },
  *check(project) {
    for (const text of allLiquidTexts(project)) {
      const { problem } = text.facts;
      if (problem === null) continue;
      yield {
        message: describeProblem(problem.message),
        span: text.spanAt(problem.start, problem.end),
        help: ['mend this tag; the rest of the text is checked when it can be read'],
      };
    }
  },
};
