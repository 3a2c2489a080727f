import type { ValueType } from '../../model/value.js';
import type { FilteredValue } from '../liquid/find-values.js';
import type { Rule } from '../rule.js';
import { describeUses } from '../templates/describe-uses.js';
import { allLiquidTexts } from '../templates/liquid-texts.js';
import { typeOfPath, writtenPath } from '../templates/liquid-types.js';

/** A filter is given a kind of value that it can do nothing with. */
export const filterMismatch: Rule = {
  code: 'LC520',
  name: 'filter-mismatch',
  severity: 'error',
  summary: 'A filter is given a kind of value that it can do nothing with.',
  docs: `plus, times, round and the like, and currency, need a number: of a text they make "NaN", or the message cannot be written at all. date needs a date or a time, or a text that is one.

Use another value or another filter. What currency makes is a text: reckon before it.`,
  example: {
    file: 'templates/cart/offer.mjml',
    bad: '{{ profile.country | plus: 1 }}',
    good: '{{ profile.orders | plus: 1 }}',
  },
  *check(project) {
    for (const text of allLiquidTexts(project)) {
      for (const filtered of text.facts.filtered) {
        if (filtered.value.kind !== 'path') continue;
        const declared = typeOfPath(project, text, filtered.value.segments);
        const wrong = declared?.type ? findWrong(filtered, declared.type) : null;
        if (wrong === null) continue;
        const { filter, by, type, wanted } = wrong;
        const what = by === null ? `"${writtenPath(filtered.value.segments)}" is a ${type}` : `"${by}" makes a text`;
        yield {
          message: `"${filter.name}" needs ${wanted}, and ${what}`,
          span: text.spanAt(filter.start, filter.end),
          label: `not for a ${by === null ? type : 'text'}`,
          notes: describeUses(project, text, null),
          help: [`use ${wanted}, or another filter`],
        };
      }
    }
  },
};

const reckoning = [
  'plus',
  'minus',
  'times',
  'divided_by',
  'modulo',
  'abs',
  'ceil',
  'floor',
  'round',
  'at_least',
  'at_most',
];

interface Wrong {
  readonly filter: FilteredValue['filters'][number];
  /** The filter that made a text of it; null when it was one from the beginning. */
  readonly by: string | null;
  readonly type: ValueType;
  readonly wanted: string;
}

function findWrong({ filters }: FilteredValue, declared: ValueType): Wrong | null {
  let type = declared;
  let by: string | null = null;
  for (const filter of filters) {
    const needsNumber = reckoning.includes(filter.name) || filter.name === 'currency';
    if (needsNumber && type !== 'number') return { filter, by, type, wanted: 'a number' };
    if (filter.name === 'date' && (type === 'number' || type === 'boolean'))
      return { filter, by, type, wanted: 'a date' };
    if (filter.name === 'default') {
      // Another kind of value instead: from here on it may be either.
      const instead = filter.first?.kind === 'literal' ? typeof filter.first.value : null;
      if (instead !== (type === 'date' || type === 'time' ? null : type)) return null;
    } else if (filter.name === 'currency') {
      type = 'string';
      by = filter.name;
    } else if (!needsNumber) return null;
  }
  return null;
}
