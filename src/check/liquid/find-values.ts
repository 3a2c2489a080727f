import { type Template, TokenKind, Value } from 'liquidjs';
import type { Stretch } from './stretch.js';

/** What stands on one side of a comparison, or before a filter; `other` is what only a run can tell. */
export type Operand =
  | (Stretch & { readonly kind: 'path'; readonly segments: readonly string[] })
  | (Stretch & { readonly kind: 'literal'; readonly value: string | number | boolean })
  | { readonly kind: 'other' };

/** Two values that a text compares; a `case` is compared with each of its values by `==`. */
export interface LiquidComparison {
  readonly left: Operand;
  readonly operator: string;
  readonly right: Operand;
}

/** A value and the filters it goes through, in order, each at its name, with what stands behind its first colon. */
export interface FilteredValue {
  readonly value: Operand;
  readonly filters: readonly (Stretch & { readonly name: string; readonly first: Operand | null })[];
}

/** The parts of liquidjs's tokens that are needed here. */
export interface Token {
  readonly kind: number;
  readonly begin: number;
  readonly end: number;
  readonly content?: unknown;
  readonly operator?: string;
  readonly variable?: unknown;
  readonly props?: readonly Token[];
  readonly getText?: () => string;
}

/** Everything that one tag or output compares and filters; what is inside it is not looked at. */
export function findValues(template: Template): {
  comparisons: readonly LiquidComparison[];
  filtered: readonly FilteredValue[];
} {
  const given = [...(template.arguments?.() ?? [])] as readonly unknown[];
  const values = given.filter((one) => one instanceof Value);
  const filtered = values.map((value): FilteredValue => {
    const [only, ...more] = tokensOf(value);
    const filters = value.filters.map((filter) => {
      const { begin } = (filter as unknown as { readonly token: Token }).token;
      const [first] = filter.args as unknown as readonly (Token | readonly [string, Token])[];
      const operand = first === undefined || !('kind' in first) ? null : operandOf(first);
      return { name: filter.name, start: begin, end: begin + filter.name.length, first: operand };
    });
    return { value: only === undefined || more.length > 0 ? { kind: 'other' } : operandOf(only), filters };
  });
  const comparisons = values.flatMap((value) => comparisonsOf(tokensOf(value)));
  const [subject] = filtered;
  if (template.constructor.name !== 'CaseTag' || subject === undefined || subject.filters.length > 0) {
    return { comparisons, filtered };
  }
  const cases = given.slice(1).flatMap((one): LiquidComparison[] => {
    const right = one instanceof Value ? { kind: 'other' as const } : operandOf(one as Token);
    return [{ left: subject.value, operator: '==', right }];
  });
  return { comparisons: [...comparisons, ...cases], filtered };
}

/** The tokens of an expression, each operator behind its operands. */
export function tokensOf(value: Value): readonly Token[] {
  return (value.initial as unknown as { readonly postfix: readonly Token[] }).postfix;
}

/** The expression is written with each operator behind its operands. */
function comparisonsOf(postfix: readonly Token[]): LiquidComparison[] {
  const stack: Operand[] = [];
  const found: LiquidComparison[] = [];
  for (const token of postfix) {
    if (token.kind !== TokenKind.Operator) {
      stack.push(operandOf(token));
      continue;
    }
    const operator = token.operator ?? '';
    const right = stack.pop() ?? { kind: 'other' };
    if (operator !== 'not') {
      const left = stack.pop() ?? { kind: 'other' };
      if (operator !== 'and' && operator !== 'or') found.push({ left, operator, right });
    }
    stack.push({ kind: 'other' });
  }
  return found;
}

/** What one token of an expression is. */
export function operandOf({ kind, begin: start, end, content, variable, props }: Token): Operand {
  if (kind === TokenKind.PropertyAccess && variable === undefined) {
    const segments = (props ?? []).map((prop) => prop.content);
    // Which row of a catalog is looked up only a run can tell; its columns are the same in each.
    if (segments[0] === 'catalogs' && typeof segments[2] !== 'string') segments[2] = '[…]';
    const isWritten = segments.every((segment) => typeof segment === 'string');
    return isWritten ? { kind: 'path', segments: segments as string[], start, end } : { kind: 'other' };
  }
  if (typeof content === 'string' && kind !== TokenKind.Quoted) return { kind: 'other' };
  const isValue = typeof content === 'string' || typeof content === 'number' || typeof content === 'boolean';
  return isValue ? { kind: 'literal', value: content, start, end } : { kind: 'other' };
}
