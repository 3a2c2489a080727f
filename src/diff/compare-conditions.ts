import type { Condition, EventCondition, PropertyTest, Test, Window } from '../model/condition.js';
import { longest } from '../model/duration.js';
import type { Plan } from '../model/plan.js';
import { same } from './same.js';
import { spellOut } from './spell-out.js';

/** How many a condition holds for, next to another: `other` where it cannot be told. */
export type Comparison = 'same' | 'wider' | 'narrower' | 'other';

/** Everybody: no condition at all. */
export const EVERYBODY: Condition = { kind: 'all', of: [] };

/** Compares a condition of the new plan with one of the old, each as its own plan defines what it names. Null is everybody. */
export function compareConditions(
  old: Condition | null,
  oldPlan: Plan,
  now: Condition | null,
  newPlan: Plan,
): Comparison {
  const a = spellOut(old ?? EVERYBODY, oldPlan);
  const b = spellOut(now ?? EVERYBODY, newPlan);
  if (same(a, b)) return 'same';
  const [grows, shrinks] = [implies(a, b), implies(b, a)];
  if (grows && shrinks) return 'same';
  return grows ? 'wider' : shrinks ? 'narrower' : 'other';
}

/** Whether `b` surely holds for everybody for whom `a` does. May say no where it is so; never says yes where it is not. */
export function implies(a: Condition, b: Condition): boolean {
  if (same(a, b)) return true;
  if (b.kind === 'all') return b.of.every((each) => implies(a, each));
  if (a.kind === 'any') return a.of.every((each) => implies(each, b));
  if (a.kind === 'not' && b.kind === 'not' && implies(b.of, a.of)) return true;
  if (a.kind === 'all' && a.of.some((each) => implies(each, b))) return true;
  if (b.kind === 'any' && b.of.some((each) => implies(a, each))) return true;
  if (a.kind === 'attribute' && b.kind === 'attribute') return a.name === b.name && testImplies(a.test, b.test);
  return a.kind === 'event' && b.kind === 'event' && eventImplies(a, b);
}

/** Whether the events that pass `a` all pass `b`: every test of `b` follows from one of `a`. */
export function whereImplies(a: readonly PropertyTest[], b: readonly PropertyTest[]): boolean {
  return b.every(({ property, test }) => a.some((one) => one.property === property && testImplies(one.test, test)));
}

function eventImplies(a: EventCondition, b: EventCondition): boolean {
  if (a.event !== b.event) return false;
  const sameEvents = same(a.where, b.where) && same(a.window, b.window);
  if (a.measure.kind === 'sum' || b.measure.kind === 'sum') {
    if (a.measure.kind !== 'sum' || b.measure.kind !== 'sum' || a.measure.property !== b.measure.property) return false;
    return sameEvents && testImplies(a.measure.test, b.measure.test);
  }
  if (!testImplies(a.measure.test, b.measure.test)) return false;
  // More events count for b than for a: that helps only where more of them is enough.
  const atLeast = (test: Test): boolean => test.op === 'gte' || test.op === 'gt';
  const moreCount = whereImplies(a.where, b.where) && windowInside(a.window, b.window);
  return sameEvents || (moreCount && atLeast(b.measure.test));
}

function windowInside(a: Window, b: Window): boolean {
  if (same(a, b) || b.kind === 'ever') return true;
  if (a.kind !== 'within' || b.kind !== 'within') return false;
  const [x, y] = [a.duration, b.duration];
  return x.months <= y.months && x.days <= y.days && x.exact <= y.exact && longest(x) <= longest(y);
}

function testImplies(a: Test, b: Test): boolean {
  if (same(a, b)) return true;
  if (b.op === 'every') return b.of.every((each) => testImplies(a, each));
  if (a.op === 'every') return a.of.some((each) => testImplies(each, b));
  const [x, y] = [asSet(a), asSet(b)];
  if (x !== null && y !== null) {
    if (x.isIn && y.isIn) return x.values.every((value) => y.values.includes(value));
    if (!x.isIn && !y.isIn) return y.values.every((value) => x.values.includes(value));
    return x.isIn && !x.values.some((value) => y.values.includes(value));
  }
  const [inner, outer] = [asRange(a), asRange(b)];
  return inner !== null && outer !== null && rangeInside(inner, outer);
}

function asSet(test: Test): { readonly isIn: boolean; readonly values: readonly unknown[] } | null {
  if (test.op === 'is' || test.op === 'is_not') return { isIn: test.op === 'is', values: [test.value] };
  if (test.op === 'in' || test.op === 'not_in') return { isIn: test.op === 'in', values: test.values };
  return null;
}

interface Range {
  readonly low: number;
  readonly high: number;
  readonly lowIn: boolean;
  readonly highIn: boolean;
}

function asRange(test: Test): Range | null {
  const all = { low: -Infinity, high: Infinity, lowIn: false, highIn: false };
  if (test.op === 'between') {
    const { low, high } = test;
    return typeof low === 'number' && typeof high === 'number' ? { low, high, lowIn: true, highIn: true } : null;
  }
  if (test.op === 'gt' || test.op === 'gte') {
    return typeof test.value === 'number' ? { ...all, low: test.value, lowIn: test.op === 'gte' } : null;
  }
  if (test.op === 'lt' || test.op === 'lte') {
    return typeof test.value === 'number' ? { ...all, high: test.value, highIn: test.op === 'lte' } : null;
  }
  return null;
}

function rangeInside(a: Range, b: Range): boolean {
  const low = a.low > b.low || (a.low === b.low && (b.lowIn || !a.lowIn));
  const high = a.high < b.high || (a.high === b.high && (b.highIn || !a.highIn));
  return low && high;
}
