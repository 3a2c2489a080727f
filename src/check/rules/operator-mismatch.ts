import { declaredEvents } from '../names/declared-events.js';
import { findField } from '../names/profile-fields.js';
import { findTypeProblems, findValueProblem, type TypeProblem } from '../names/test-types.js';
import { spanOf } from '../place.js';
import type { Finding, Rule } from '../rule.js';
import { allConditions } from '../walk/walk-conditions.js';
import { allEventMentions } from '../walk/walk-events.js';
import { isMap, textAt } from '../yaml-map.js';

/** A test does not fit the declared type of what it tests. */
export const operatorMismatch: Rule = {
  code: 'LC213',
  name: 'operator-mismatch',
  severity: 'error',
  summary: 'A test does not fit the declared type of what it tests.',
  docs: `Unlike kinds are never equal, and a word is never greater than a number: such a test would be false for everybody, without a word.

Numbers are compared with gt, gte, lt, lte and between; dates and times also with before, after and within; texts with is, in, contains and starts_with; true and false with is. When a list of values is declared ("enum"), only those can be tested for.`,
  example: { file: 'campaigns/cart.yaml', bad: 'country, in: [DE, AU]', good: 'country, in: [DE, AT]' },
  *check(project) {
    const say = (what: string, { place, message, label, help }: TypeProblem): Finding => ({
      message: `${what} ${message}`,
      span: spanOf(project, place),
      label,
      help: [help],
    });
    for (const { leaf } of allConditions(project)) {
      const name = textAt(leaf, 'attribute');
      const field = name === null ? null : findField(project, name);
      if (field === null) continue;
      for (const problem of findTypeProblems(leaf, field)) yield say(`${field.kind} "${name}"`, problem);
    }
    for (const { event, properties } of allEventMentions(project)) {
      for (const { property, place, test, summed } of properties) {
        const declared = declaredEvents(project).get(event)?.get(property);
        if (declared === undefined) continue;
        const what = `property "${property}" of "${event}"`;
        if (summed && declared.type !== 'number' && declared.type !== null) {
          const message =
            summed === 'compared'
              ? `is a ${declared.type}, of which none is higher than another`
              : `is a ${declared.type} and cannot be added up`;
          const problem = { place, message, label: 'not a number' };
          yield say(what, { ...problem, help: 'name a number property' });
        } else if (test !== null && !summed) {
          const value = test.holder[test.key];
          const problems = isMap(value)
            ? findTypeProblems(value, declared)
            : findValueProblem(test.holder, test.key, value, declared);
          for (const problem of problems) yield say(what, problem);
        }
      }
    }
  },
};
