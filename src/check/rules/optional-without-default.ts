import type { Project } from '../../model/project.js';
import { describeUses } from '../describe-uses.js';
import { allLiquidTexts, type LiquidText } from '../liquid-texts.js';
import { findField } from '../profile-fields.js';
import type { Rule } from '../rule.js';
import { messagesUsing } from '../template-uses.js';
import { leavesOf } from '../walk-conditions.js';
import { campaignMap } from '../walk-steps.js';

/** A value that some people do not have is printed without saying what stands there for them. */
export const optionalWithoutDefault: Rule = {
  code: 'LC513',
  name: 'optional-without-default',
  severity: 'warning',
  summary: 'A value that some people do not have is printed without saying what stands there for them.',
  docs: `Nobody is ever sent "Hi ,": a message whose value is unknown is held back. So everybody without the value would not get this message at all.

Say what stands there instead, as the first filter: {{ profile.first_name | default: 'there' }}. Or print it only for those who have it: {% if profile.first_name %} … {% endif %}. A step or campaign that asks about the attribute in its conditions is left alone.`,
  example: {
    file: 'templates/cart/help.mjml',
    bad: 'Hi {{ profile.first_name }}',
    good: "Hi {{ profile.first_name | default: 'there' }}",
  },
  *check(project) {
    for (const text of allLiquidTexts(project)) {
      for (const { segments, start, end } of text.facts.bare) {
        const [root, name] = segments;
        if (root !== 'profile' || typeof name !== 'string' || !findField(project, name)?.optional) continue;
        if (isAskedFor(project, text, name)) continue;
        yield {
          message: `people without "${name}" would not get this message`,
          span: text.spanAt(start, end),
          label: 'may be unknown',
          notes: describeUses(project, text, null),
          help: [`say what stands there instead, as the first filter: {{ profile.${name} | default: '...' }}`],
        };
      }
    }
  },
};

function isAskedFor(project: Project, text: LiquidText, name: string): boolean {
  return messagesUsing(project, text).every(({ campaign, step }) =>
    [step.when, campaignMap(campaign).audience].some((condition) =>
      leavesOf(condition).some((leaf) => leaf.attribute === name),
    ),
  );
}
