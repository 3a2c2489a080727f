import { findField } from '../names/profile-fields.js';
import { unknownName } from '../names/unknown-name.js';
import { atKey, atValue, spanOf } from '../place.js';
import type { Rule } from '../rule.js';
import { configMap, mapAt, textAt } from '../yaml-map.js';

/** Holidays are kept for a region that nobody can be in. */
export const unknownRegion: Rule = {
  code: 'LC312',
  name: 'unknown-region',
  severity: 'error',
  summary: 'Holidays are kept for a region that nobody can be in.',
  docs: `"regions" names an attribute of text and gives days for some of its values. Where the attribute has an "enum", only its values can be anybody's; a misspelt one would let promotional messages go on that holiday.`,
  example: {
    file: 'lifecycle.config.yaml',
    bad: 'policies:\n  holidays: {regions: {attribute: country, dates: {GER: [10-03]}}, on_blocked: defer}\n',
    good: 'policies:\n',
  },
  *check(project) {
    const regions = mapAt(mapAt(mapAt(configMap(project), 'policies'), 'holidays'), 'regions');
    const name = textAt(regions, 'attribute');
    const field = name === null ? null : findField(project, name);
    if (regions === null || name === null || field === null) return;
    if (field.kind === 'trait' || (field.type !== null && field.type !== 'string')) {
      yield {
        message: `holidays cannot go by "${name}", which is ${field.kind === 'trait' ? 'a trait' : `a ${field.type}`}`,
        span: spanOf(project, atValue(regions, 'attribute')),
        help: ['name an attribute of type string, such as the country'],
      };
      return;
    }
    const dates = mapAt(regions, 'dates') ?? {};
    for (const value of Object.keys(dates)) {
      if (field.values === null || field.values.includes(value)) continue;
      yield unknownName(project, {
        message: `nobody has "${value}" as ${name}`,
        word: value,
        place: atKey(dates, value),
        candidates: field.values,
        plural: `values of ${name}`,
        otherwise: `add "${value}" to the enum of "${name}"`,
      });
    }
  },
};
