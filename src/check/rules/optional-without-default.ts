import { blockGuard } from '../logic/block-guard.js';
import { mayBeUnknown } from '../logic/may-be-unknown.js';
import type { Rule } from '../rule.js';
import { describeMessages } from '../templates/describe-uses.js';
import { allLiquidTexts } from '../templates/liquid-texts.js';
import { messagesUsing } from '../templates/template-uses.js';

/** A value that some people do not have is printed without saying what stands there for them. */
export const optionalWithoutDefault: Rule = {
  code: 'LC513',
  name: 'optional-without-default',
  severity: 'warning',
  summary: 'A value that some people do not have is printed without saying what stands there for them.',
  docs: `Nobody is ever sent "Hi ,": a message whose value is unknown is held back. So everybody without the value would not get this message at all.

Say what stands there instead, as the first filter: {{ profile.first_name | default: 'there' }}. Or print it only for those who have it: {% if profile.first_name %} … {% endif %}. Where the trigger, the stage, the audience or the "when" of the step let only people in who have the value, nothing needs to be said.`,
  example: {
    file: 'templates/cart/help.mjml',
    bad: 'Hi {{ profile.first_name }}',
    good: "Hi {{ profile.first_name | default: 'there' }}",
  },
  *check(project) {
    for (const text of allLiquidTexts(project)) {
      const shown = blockGuard(project, text);
      for (const { segments, start, end } of text.facts.bare) {
        const [root, ...names] = segments;
        const name = names.join('.');
        if ((root !== 'profile' && root !== 'event') || names.includes(null) || name === '') continue;
        const value = [root, name] as const;
        const without = messagesUsing(project, text).filter((message) => mayBeUnknown(project, message, value, shown));
        if (without.length === 0) continue;
        const who = root === 'profile' ? `people without "${name}"` : `people whose event has no "${name}"`;
        yield {
          message: `${who} would not get this message`,
          span: text.spanAt(start, end),
          label: 'may be unknown',
          notes: describeMessages(project, text, without),
          help: [`say what stands there instead, as the first filter: {{ ${root}.${name} | default: '...' }}`],
        };
      }
    }
  },
};
