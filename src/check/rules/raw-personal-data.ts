import type { Rule } from '../rule.js';
import { describeUses } from '../templates/describe-uses.js';
import { allLiquidTexts } from '../templates/liquid-texts.js';
import { isPersonal } from '../templates/personal-data.js';

/** Personal data may bring HTML into a message. */
export const rawPersonalData: Rule = {
  code: 'LC526',
  name: 'raw-personal-data',
  severity: 'error',
  summary: 'Personal data may bring HTML into a message.',
  docs: `What people type themselves, a name above all, is never HTML: whoever writes a link into the field for their name would have it sent out in your name. The filter "raw" is for what editors write.

Take "| raw" away: the value is then shown as it was typed.`,
  example: {
    file: 'templates/letter.mjml',
    bad: `<mj-text>{{ profile.first_name | default: "New things are here." | raw: "our editors write it" }}</mj-text>`,
    good: '<mj-text>New things are here.</mj-text>',
  },
  *check(project) {
    for (const text of allLiquidTexts(project)) {
      for (const { value, filters } of text.facts.filtered) {
        const raw = filters.find(({ name }) => name === 'raw');
        // Without a reason it is refused for anything.
        if (
          raw === undefined ||
          raw.first === null ||
          value.kind !== 'path' ||
          !isPersonal(project, text, value.segments)
        )
          continue;
        yield {
          message: `"${value.segments.join('.')}" is personal, and may bring HTML into the message`,
          span: text.spanAt(raw.start, raw.end),
          label: 'people type it themselves',
          notes: describeUses(project, text, null),
          help: ['remove "| raw": the value is then shown as it was typed'],
        };
      }
    }
  },
};
