import { type Template, TokenKind, Value } from 'liquidjs';
import { operandOf, type Token, tokensOf } from './find-values.js';

/** One way through a tag, and the paths, as they are written, that are surely not unknown to whoever is shown it. */
export interface ProvenWay {
  readonly templates: readonly Template[];
  readonly proven: ReadonlySet<string>;
}

/** The ways through an `if`, `unless` or `case`, in order, the `else` last; null for any other tag. */
export function provenWays(template: Template): readonly ProvenWay[] | null {
  const { branches, elseTemplates, value } = template as unknown as Forking;
  if (branches === undefined) return null;
  // What equals one of the values of a `case` is known.
  const subject = value instanceof Value ? readOne(tokensOf(value)[0]).whenTrue : none;
  let passed = none;
  const ways = branches.map(({ value: condition, test, templates }, index): ProvenWay => {
    if (!(condition instanceof Value)) return { templates, proven: subject };
    const { whenTrue, whenFalse } = read(tokensOf(condition));
    // `unless` shows its first part when the condition is false.
    const isUnless = index === 0 && test !== undefined;
    const proven = union(passed, isUnless ? whenFalse : whenTrue);
    passed = union(passed, isUnless ? whenTrue : whenFalse);
    return { templates, proven };
  });
  return [...ways, { templates: elseTemplates ?? [], proven: passed }];
}

/** The parts of liquidjs's forking tags that are needed here. */
interface Forking {
  readonly branches?: readonly {
    readonly value?: unknown;
    readonly test?: unknown;
    readonly templates: readonly Template[];
  }[];
  readonly elseTemplates?: readonly Template[];
  readonly value?: unknown;
}

/** Paths that are surely not unknown when a condition is true, and when it is false. */
interface Proof {
  readonly whenTrue: ReadonlySet<string>;
  readonly whenFalse: ReadonlySet<string>;
  /** The path, when it is nothing but one. */
  readonly path: string | null;
  /** Whether it is the word `nil`, `null`, `blank` or `empty`. */
  readonly absent: 'sure' | 'empty' | null;
  /** The value, when it is a written one. */
  readonly value: string | number | boolean | null;
}

const none: ReadonlySet<string> = new Set();

/** The condition is written with each operator behind its operands. */
function read(postfix: readonly Token[]): Proof {
  const stack: Proof[] = [];
  for (const token of postfix) {
    if (token.kind !== TokenKind.Operator) stack.push(readOne(token));
    else {
      const right = stack.pop() ?? readOne(undefined);
      const left = token.operator === 'not' ? null : (stack.pop() ?? readOne(undefined));
      stack.push(left === null ? proof(right.whenFalse, right.whenTrue) : combine(token.operator ?? '', left, right));
    }
  }
  return stack.pop() ?? readOne(undefined);
}

function readOne(token: Token | undefined): Proof {
  const path = token?.kind === TokenKind.PropertyAccess ? (token.getText?.() ?? null) : null;
  const word = token?.kind === TokenKind.Literal ? (token.getText?.() ?? '') : '';
  const absent = ['nil', 'null', 'blank'].includes(word) ? 'sure' : word === 'empty' ? 'empty' : null;
  // Whatever is true is known; whatever is not may be false, or unknown.
  const operand = token === undefined ? null : operandOf(token);
  const value = operand?.kind === 'literal' ? operand.value : null;
  return { whenTrue: path === null ? none : new Set([path]), whenFalse: none, path, absent, value };
}

function combine(operator: string, left: Proof, right: Proof): Proof {
  if (operator === 'and') return proof(union(left.whenTrue, right.whenTrue), common(left.whenFalse, right.whenFalse));
  if (operator === 'or') return proof(common(left.whenTrue, right.whenTrue), union(left.whenFalse, right.whenFalse));
  const paths = new Set([left.path, right.path].filter((path) => path !== null));
  const absent = left.absent ?? right.absent;
  // An unknown value is nil and blank, but not empty; two unknown values are equal.
  const isEqual = paths.size === 1 && absent === null ? paths : none;
  const isOther = paths.size === 1 && absent === 'sure' ? paths : none;
  const isSame = left.path !== null && right.path !== null;
  if (operator === '==') return proof(isSame ? none : absent === 'empty' ? paths : isEqual, isOther);
  if (operator === '!=') return proof(isOther, isSame ? none : absent === 'empty' ? paths : isEqual);
  const path = left.path ?? right.path;
  if (operator === 'contains') return proof(left.path === null ? none : new Set([left.path]), none);
  const value = left.path === null ? left.value : right.value;
  if (path === null || value === null) return proof(none, none);
  // An unknown value is compared as JavaScript compares null: it is less than 3.
  const [a, b] = left.path === null ? [value, null] : [null, value];
  const isTrue = holds(operator, a as number, b as number);
  return proof(isTrue ? none : paths, isTrue ? paths : none);
}

function holds(operator: string, a: number, b: number): boolean {
  return operator === '<' ? a < b : operator === '>' ? a > b : operator === '<=' ? a <= b : a >= b;
}

function proof(whenTrue: ReadonlySet<string>, whenFalse: ReadonlySet<string>): Proof {
  return { whenTrue, whenFalse, path: null, absent: null, value: null };
}

function union(a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...a, ...b]);
}

function common(a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...a].filter((one) => b.has(one)));
}
