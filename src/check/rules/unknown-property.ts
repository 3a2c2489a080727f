import { declaredEvents } from '../names/declared-events.js';
import { unknownName } from '../names/unknown-name.js';
import type { Rule } from '../rule.js';
import { allEventMentions } from '../walk/walk-events.js';

/** A property is named that its event does not declare. */
export const unknownProperty: Rule = {
  code: 'LC207',
  name: 'unknown-property',
  severity: 'error',
  summary: 'A property is named that its event does not declare.',
  docs: `Each event declares its properties and their types. A property that is not declared would be unknown in every event, so no event would ever match.

Correct the name, or add the property to the event's declaration.`,
  example: { file: 'campaigns/cart.yaml', bad: 'where: {valeu: {gte: 20}}', good: 'where: {value: {gte: 20}}' },
  *check(project) {
    const events = declaredEvents(project);
    for (const mention of allEventMentions(project)) {
      const declared = events.get(mention.event);
      if (declared === undefined) continue;
      for (const { property, place } of mention.properties) {
        if (declared.has(property)) continue;
        yield unknownName(project, {
          message: `event "${mention.event}" has no property "${property}"`,
          word: property,
          place,
          candidates: declared.keys(),
          plural: `properties of "${mention.event}"`,
          otherwise: `add "${property}" to "${mention.event}" under "events" in ${project.configFile}`,
        });
      }
    }
  },
};
