import { suggest } from '../../model/suggest.js';
import type { LiquidComparison } from '../liquid/find-values.js';
import type { DeclaredType } from '../names/declared-events.js';
import type { Finding, Rule } from '../rule.js';
import { describeUses } from '../templates/describe-uses.js';
import { allLiquidTexts } from '../templates/liquid-texts.js';
import { typeOfPath, writtenPath } from '../templates/liquid-types.js';

/** A template compares a value with something that it can never be. */
export const comparisonMismatch: Rule = {
  code: 'LC521',
  name: 'comparison-mismatch',
  severity: 'error',
  summary: 'A template compares a value with something that it can never be.',
  docs: `A text is never equal to a number, true and false are no texts, and a value whose declaration lists all there are ("enum") is never another: that part of the template would be shown to nobody, or to everybody.

Compare with a value of the same kind: {% if profile.consent_offers == true %}, not "true".`,
  example: {
    file: 'templates/cart/offer.mjml',
    bad: '{% if profile.country == "GB" %}Order{% else %}Order{% endif %} {{ profile.orders | plus: 1 }}',
    good: 'Order {{ profile.orders | plus: 1 }}',
  },
  *check(project) {
    for (const text of allLiquidTexts(project)) {
      for (const comparison of text.facts.comparisons) {
        const { left, right } = comparison;
        const [path, other] = left.kind === 'path' ? [left, right] : [right, left];
        if (path.kind !== 'path' || other.kind !== 'literal') continue;
        const declared = typeOfPath(project, text, path.segments);
        const problem = declared === null ? null : problemOf(comparison, declared, other.value);
        if (problem === null) continue;
        const { message, ...rest } = problem;
        yield {
          message: `"${writtenPath(path.segments)}" ${message}`,
          span: text.spanAt(other.start, other.end),
          notes: describeUses(project, text, null),
          ...rest,
        };
      }
    }
  },
};

function problemOf(
  { operator, left }: LiquidComparison,
  { type, values }: DeclaredType,
  value: string | number | boolean,
): Pick<Finding, 'message' | 'label' | 'help'> | null {
  if (type === null) return null;
  const isOrder = ['<', '>', '<=', '>='].includes(operator);
  if (operator === 'contains') {
    if (left.kind !== 'path' || type === 'string' || type === 'date' || type === 'time') return null;
    return { message: `is a ${type} and contains nothing`, label: `not in a ${type}`, help: ['compare it with =='] };
  }
  // In templates, dates and times are texts.
  const wanted = type === 'number' || type === 'boolean' ? type : 'string';
  if (typeof value !== wanted) {
    const kind = typeof value === 'string' ? 'text' : typeof value === 'number' ? 'number' : 'true or false';
    const never = isOrder ? 'cannot be compared with' : 'is never equal to';
    const article = kind === 'true or false' ? '' : 'a ';
    const bare = typeof value === 'string' && (wanted === 'boolean' ? /^(true|false)$/ : /^-?\d+(\.\d+)?$/).test(value);
    const help =
      bare && wanted !== 'string'
        ? `write it without quotes: ${value}`
        : `compare it with a ${type === 'string' ? 'text' : type}`;
    return { message: `is a ${type}, and ${never} ${article}${kind}`, label: `not a ${type}`, help: [help] };
  }
  if (isOrder || values === null || typeof value !== 'string' || values.includes(value)) return null;
  const nearest = suggest(value, values)[0];
  return {
    message: `can never be "${value}"`,
    label: nearest === undefined ? 'not among its declared values' : `did you mean "${nearest}"?`,
    help: [
      values.length <= 8
        ? `use one of: ${values.map((one) => `"${one}"`).join(', ')}`
        : 'correct it, or add it to the "enum" of the declaration',
    ],
  };
}
