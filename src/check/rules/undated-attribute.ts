import { findField } from '../names/profile-fields.js';
import { atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { textAt, triggersOf } from '../yaml-map.js';

/** A date trigger waits for something that is no day. */
export const undatedAttribute: Rule = {
  code: 'LC217',
  name: 'undated-attribute',
  severity: 'error',
  summary: 'A date trigger waits for something that is no day.',
  docs: `A "date" trigger names a declared attribute of type "date" or "time": a birthday, the day a contract ends. Only such a value can come.

For a time that is computed from events there is "inactive" ({event: order_placed, for: 45d} comes 45 days after the last one), or the event itself with a delay on the first step.`,
  example: { file: 'campaigns/monthly.yaml', bad: 'date: country,', good: 'date: birthday,' },
  *check(project) {
    for (const campaign of project.campaigns) {
      for (const trigger of triggersOf(campaign)) {
        const name = textAt(trigger, 'date');
        const field = name === null ? null : findField(project, name);
        if (name === null || field === null) continue;
        const isDated = field.type === 'date' || field.type === 'time';
        if (field.kind === 'attribute' && (isDated || field.type === null)) continue;
        const isTrait = field.kind === 'trait';
        yield {
          message: isTrait
            ? `"${name}" is a trait, and only an attribute can be waited for`
            : `attribute "${name}" is a ${field.type}, and no day can come from it`,
          span: spanOf(project, atValue(trigger, 'date')),
          help: [
            isTrait
              ? 'use the trigger "inactive", or an event and a delay'
              : `name an attribute of type date or time, or declare "${name}" as one in ${project.configFile}`,
          ],
        };
      }
    }
  },
};
