import { isMoment } from '../../model/moment.js';
import type { ValueType } from '../../model/value.js';
import type { YamlMap } from '../yaml-map.js';
import { allOf, type Claim, oneOf, type Subject, TRUE } from './claim.js';
import { ANYTHING, KNOWN, NOTHING, type Range, type Scalar } from './range.js';

/** What is tested: its type, and how what is found of it is said. */
export interface Tested {
  readonly type: ValueType | null;
  readonly subject: Subject;
  /** Adds to a range what follows from it. */
  readonly say: (range: Range) => Claim;
  /** What `within` says of it. */
  readonly within: (duration: string, holds: boolean) => Claim;
}

/** What one operator with its value says, or its opposite; nothing for what is no operator or cannot be made out. */
export function testClaim(tested: Tested, operator: string, written: unknown, holds: boolean): Claim {
  const { say, type } = tested;
  const opposite = (other: string) => testClaim(tested, other, written, !holds);
  if (operator === 'is_not') return opposite('is');
  if (operator === 'not_in') return opposite('in');
  if (operator === 'within') return typeof written === 'string' ? tested.within(written, holds) : TRUE;
  if (operator === 'exists') return typeof written === 'boolean' ? say(written === holds ? KNOWN : NOTHING) : TRUE;
  if (operator === 'contains' || operator === 'starts_with') {
    const key = `${tested.subject.key} ${operator} ${JSON.stringify(written)}`;
    const subject: Subject = { kind: 'value', key, domain: { ...KNOWN, only: [true, false] } };
    const claim: Claim = { kind: 'is', subject, range: { ...KNOWN, only: [holds] } };
    return holds ? allOf([say(KNOWN), claim]) : claim;
  }
  const values = (Array.isArray(written) ? written : [written]).map((value) => comparable(value, type));
  const known = values.flatMap((value) => (value === null ? [] : [value]));
  const [first, second] = known;
  if (known.length !== values.length || first === undefined) return TRUE;
  if (operator === 'is' || operator === 'in') {
    return say(holds ? { ...KNOWN, only: known } : { ...ANYTHING, not: known });
  }
  if (typeof first === 'boolean' || (typeof first === 'string' && type !== 'date' && type !== 'time')) return TRUE;
  const from = (open: boolean, at = first): Range => ({ ...KNOWN, low: { at, open } });
  const to = (open: boolean, at = first): Range => ({ ...KNOWN, high: { at, open } });
  const orNull = (range: Range): Range => ({ ...range, null: true });
  switch (operator) {
    case 'gt':
      return say(holds ? from(true) : orNull(to(false)));
    case 'gte':
    case 'after':
      return say(holds ? from(false) : orNull(to(true)));
    case 'lt':
    case 'before':
      return say(holds ? to(true) : orNull(from(false)));
    case 'lte':
      return say(holds ? to(false) : orNull(from(true)));
    case 'between': {
      if (second === undefined || typeof second === 'boolean') return TRUE;
      if (holds) return say({ ...from(false), high: { at: second, open: false } });
      return oneOf([say(orNull(to(true))), say(from(true, second))]);
    }
    default:
      return TRUE;
  }
}

/** What all operators of a mapping say together, or the opposite. */
export function testsClaim(tested: Tested, tests: YamlMap, holds: boolean): Claim {
  const claims = Object.entries(tests).flatMap(([operator, value]) =>
    operators.includes(operator) ? [testClaim(tested, operator, value, holds)] : [],
  );
  return holds ? allOf(claims) : oneOf(claims);
}

/** Every operator of the language. */
export const operators: readonly string[] = [
  ...['is', 'is_not', 'in', 'not_in', 'gt', 'gte', 'lt', 'lte', 'between', 'before', 'after', 'within'],
  ...['contains', 'starts_with', 'exists'],
];

/** Days and local moments as texts whose order is that of time; exact ones cannot be put in order with them. */
function comparable(value: unknown, type: ValueType | null): Scalar | null {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value !== 'string') return null;
  if (type !== 'date' && type !== 'time') return value;
  if (!isMoment(value) || /(?:Z|[+-]\d\d:\d\d)$/.test(value.slice(10))) return null;
  return value.length === 10 ? `${value}T00:00:00` : value.length === 16 ? `${value}:00` : value;
}
