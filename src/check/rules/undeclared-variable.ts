import { suggest } from '../../model/suggest.js';
import type { Rule } from '../rule.js';
import { describeUses } from '../templates/describe-uses.js';
import { allLiquidTexts } from '../templates/liquid-texts.js';
import { findVariableProblem } from '../templates/template-variables.js';

/** A template, or a subject, uses a value that is not declared. */
export const undeclaredVariable: Rule = {
  code: 'LC501',
  name: 'undeclared-variable',
  severity: 'error',
  summary: 'A template, or a subject, uses a value that is not declared.',
  docs: `A misspelt name would print nothing, in every mail. So every value is looked up before anything is sent:

profile.x is an attribute or trait of lifecycle.config.yaml. event.x is a property of the event that starts the campaign; when several events start it, all of them must have the property. campaign.id, campaign.name, step.id, project.name, message.unsubscribe_url and message.view_url are always there. incentive.code is the code of the message's incentive, where that has codes. test.x is the level of factor x, where the message's test has one.

Correct the name, or declare it.`,
  example: {
    file: 'templates/cart/help.mjml',
    bad: "{{ profile.frist_name | default: 'there' }}",
    good: "{{ profile.first_name | default: 'there' }}",
  },
  *check(project) {
    for (const text of allLiquidTexts(project)) {
      for (const variable of text.facts.variables) {
        const problem = findVariableProblem(project, text, variable);
        if (problem === null) continue;
        const { message, candidates, meant, note, otherwise, campaign } = problem;
        const nearest = meant ?? suggest(variable.segments.join('.'), candidates)[0];
        const help = [nearest === undefined ? null : `write ${nearest}`, otherwise ?? null].filter(
          (one) => one !== null,
        );
        yield {
          message,
          span: text.spanAt(variable.start, variable.end),
          ...(nearest === undefined ? {} : { label: `did you mean "${nearest}"?` }),
          notes: [...describeUses(project, text, campaign ?? null), ...(note === undefined ? [] : [note])],
          help: [help.length === 0 ? 'take it out, or use a value that there is' : help.join(', or ')],
        };
      }
    }
  },
};
