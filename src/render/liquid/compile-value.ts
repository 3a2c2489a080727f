import { type Filter, type PropertyAccessToken, type RangeToken, type Token, TypeGuards, type Value } from 'liquidjs';
import { compileFilter } from './compile-filter.js';
import { GIVE_UP, type LiquidRun, type LoopPosition, useMemory } from './liquid-run.js';
import { areEqual, contains, EQUALS, isFalsy, readProperty } from './liquid-values.js';
import { NotCovered } from './not-covered.js';

/** Gives the value of an expression in a rendering; throws `GIVE_UP` when there is none. */
export type Evaluate = (run: LiquidRun) => unknown;

/** The names that the loops around a place have given, with the place of each in `LiquidRun.loops`. */
export type LoopNames = ReadonlyMap<string, number>;

/** Compiles an expression with its filters. `lenient`: what is unknown in it is null, as it is before `default`. */
export function compileValue({ initial, filters }: Value, names: LoopNames, lenient: boolean): Evaluate {
  const isLenient = lenient || filters[0]?.name === 'default';
  return filters.reduce<Evaluate>(
    (value, filter) => compileFilter(filter, value, compileArguments(filter, names)),
    compileExpression(initial.postfix, names, isLenient),
  );
}

function compileArguments({ args }: Filter, names: LoopNames): readonly Evaluate[] {
  return args.map((arg) => {
    if (!Array.isArray(arg)) return compileToken(arg, names, false);
    const [name, token] = arg;
    const value = compileToken(token, names, false);
    return (run) => [name, value(run)];
  });
}

/** Operators stand behind their operands. LiquidJS finds the value of both before it looks at either, and so does this. */
function compileExpression(postfix: readonly Token[], names: LoopNames, lenient: boolean): Evaluate {
  const stack: (Evaluate | Literal)[] = [];
  for (const token of postfix) {
    if (!isOperator(token)) {
      stack.push(literalOf(token) ?? compileToken(token, names, lenient));
      continue;
    }
    const right = stack.pop();
    const left = token.operator === 'not' ? right : stack.pop();
    if (left === undefined || right === undefined) throw new NotCovered('an expression without an operand');
    stack.push(compileOperator(token.operator, left, right));
  }
  const [only, ...more] = stack;
  if (typeof only !== 'function' || more.length > 0)
    throw new NotCovered('nil, empty or blank outside of a comparison');
  return only;
}

/** `nil`, `empty` and `blank` are no values: things are compared with them. */
type Literal = keyof typeof EQUALS;

function literalOf(token: Token): Literal | null {
  if (!TypeGuards.isLiteralToken(token)) return null;
  const { literal } = token;
  if (literal === 'nil' || literal === 'null') return 'nil';
  return literal === 'empty' || literal === 'blank' ? literal : null;
}

function isOperator(token: Token): token is Token & { readonly operator: string } {
  return 'operator' in token;
}

function compileOperator(operator: string, left: Evaluate | Literal, right: Evaluate | Literal): Evaluate {
  if (typeof left === 'string' || typeof right === 'string') return compileLiteral(operator, left, right);
  switch (operator) {
    case '==':
      return (run) => areEqual(left(run), right(run));
    case '!=':
      return (run) => !areEqual(left(run), right(run));
    case '>':
      return (run) => (left(run) as number) > (right(run) as number);
    case '<':
      return (run) => (left(run) as number) < (right(run) as number);
    case '>=':
      return (run) => (left(run) as number) >= (right(run) as number);
    case '<=':
      return (run) => (left(run) as number) <= (right(run) as number);
    case 'contains':
      return (run) => contains(left(run), right(run));
    case 'not':
      return (run) => isFalsy(left(run));
    case 'and':
      return (run) => both(isFalsy(left(run)), isFalsy(right(run)));
    case 'or':
      return (run) => either(isFalsy(left(run)), isFalsy(right(run)));
    default:
      throw new NotCovered(`the operator ${operator}`);
  }
}

const both = (leftIsFalsy: boolean, rightIsFalsy: boolean): boolean => !leftIsFalsy && !rightIsFalsy;
const either = (leftIsFalsy: boolean, rightIsFalsy: boolean): boolean => !leftIsFalsy || !rightIsFalsy;

function compileLiteral(operator: string, left: Evaluate | Literal, right: Evaluate | Literal): Evaluate {
  const [literal, value] = typeof left === 'string' ? [left, right] : [right, left];
  if (typeof value === 'string' || typeof literal !== 'string' || (operator !== '==' && operator !== '!='))
    throw new NotCovered('nil, empty or blank outside of a comparison');
  const equals = EQUALS[literal];
  return operator === '==' ? (run) => equals(value(run)) : (run) => !equals(value(run));
}

/** Compiles one operand, or undefined where LiquidJS found none. */
export function compileToken(token: Token | undefined, names: LoopNames, lenient: boolean): Evaluate {
  if (token === undefined) return () => undefined;
  if ('content' in token) {
    const { content } = token;
    if (typeof content === 'object' && content !== null)
      throw new NotCovered('nil, empty or blank outside of a comparison');
    return () => content;
  }
  if (TypeGuards.isPropertyAccessToken(token)) return compilePath(token, names, lenient);
  if (TypeGuards.isRangeToken(token)) return compileRange(token, names);
  throw new NotCovered('an expression in parentheses');
}

function compileRange({ lhs, rhs }: RangeToken, names: LoopNames): Evaluate {
  const low = compileToken(lhs, names, false);
  const high = compileToken(rhs, names, false);
  return (run) => {
    const from = low(run) as number;
    const to = high(run) as number;
    useMemory(run, to - from + 1);
    const numbers: number[] = [];
    for (let n = +from; n < +to + 1; n += 1) numbers.push(n);
    return numbers;
  };
}

function compilePath({ variable, props }: PropertyAccessToken, names: LoopNames, lenient: boolean): Evaluate {
  const missing = lenient ? () => null : giveUp;
  if (variable === undefined) {
    const [first, ...rest] = props;
    const name = first !== undefined && 'content' in first ? first.content : null;
    if (typeof name !== 'string') throw new NotCovered('a variable whose name is computed');
    if (name === 'forloop' && names.has(name)) return compilePosition(rest, names.get(name)!);
    return compileRest(compileRoot(name, names), rest, names, missing);
  }
  return compileRest(compileToken(variable, names, lenient), props, names, missing);
}

function giveUp(): never {
  throw GIVE_UP;
}

/** What a name stands for: of a loop around, else what was assigned, else a part of the context. */
function compileRoot(name: string, names: LoopNames): Evaluate {
  // As names, LiquidJS takes these for questions about the whole context.
  if (name === 'size' || name === 'first' || name === 'last') throw new NotCovered(`a variable called ${name}`);
  const place = names.get(name);
  if (place !== undefined) return ({ loops }) => loops[place];
  return ({ assigned, context }) => {
    if (assigned !== null && name in assigned) return assigned[name];
    return Object.hasOwn(context, name) ? context[name] : undefined;
  };
}

function compileRest(
  root: Evaluate,
  props: PropertyAccessToken['props'],
  names: LoopNames,
  missing: () => unknown,
): Evaluate {
  const [first, ...rest] = props;
  if (first === undefined) return (run) => known(root(run), missing);
  const key = compileToken(first, names, false);
  if (rest.length === 0)
    return (run) => {
      const at = key(run);
      const whole = root(run);
      return whole === undefined ? missing() : known(readProperty(whole, at), missing);
    };
  const keys = [key, ...rest.map((prop) => compileToken(prop, names, false))];
  return (run) => {
    const found = keys.map((each) => each(run));
    let value = root(run);
    for (const each of found) {
      if (value === undefined) return missing();
      value = readProperty(value, each);
    }
    return known(value, missing);
  };
}

function known(value: unknown, missing: () => unknown): unknown {
  return value === undefined ? missing() : value;
}

const POSITIONS: Readonly<Record<string, (at: LoopPosition) => unknown>> = {
  index: ({ index }) => index + 1,
  index0: ({ index }) => index,
  rindex: ({ index, length }) => length - index,
  rindex0: ({ index, length }) => length - index - 1,
  first: ({ index }) => index === 0,
  last: ({ index, length }) => index === length - 1,
  length: ({ length }) => length,
};

function compilePosition([first, ...rest]: PropertyAccessToken['props'], place: number): Evaluate {
  const name = first !== undefined && 'content' in first ? first.content : null;
  const read = typeof name === 'string' && Object.hasOwn(POSITIONS, name) ? POSITIONS[name] : undefined;
  if (read === undefined || rest.length > 0) throw new NotCovered('a use of forloop that is not one of its numbers');
  return ({ loops }) => read(loops[place] as LoopPosition);
}
