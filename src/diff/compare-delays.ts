import type { Delay } from '../model/plan.js';
import type { Duration } from '../model/value.js';
import { same } from './same.js';

/** Whether a wait ends earlier or later than before; `mixed` where that depends on the day, the hour or the person. */
export type DelayComparison = 'same' | 'shorter' | 'longer' | 'mixed';

/** Compares the delay of a step with what it was. */
export function compareDelays(old: Delay | null, now: Delay | null): DelayComparison {
  if (same(old ?? NONE, now ?? NONE)) return 'same';
  const [a, b] = [old ?? NONE, now ?? NONE];
  const length = compareDurations(a.for, b.for);
  // Waiting for an hour or a day only ever adds to a wait; another hour or other days may do either.
  const rounding = same([a.at, a.on], [b.at, b.on])
    ? 'same'
    : isFree(b)
      ? 'shorter'
      : isFree(a)
        ? 'longer'
        : ('mixed' as const);
  if (rounding === 'same') return length;
  return length === 'same' || length === rounding ? rounding : 'mixed';
}

/** Compares two lengths: `mixed` where one has more months and the other more days. */
export function compareDurations(old: Duration | null, now: Duration | null): DelayComparison {
  const parts = (['months', 'days', 'exact'] as const).map((unit) =>
    Math.sign((now?.[unit] ?? 0) - (old?.[unit] ?? 0)),
  );
  const [less, more] = [parts.includes(-1), parts.includes(1)];
  if (less && more) return 'mixed';
  return less ? 'shorter' : more ? 'longer' : 'same';
}

const NONE: Delay = { for: null, at: null, on: null };

function isFree({ at, on }: Delay): boolean {
  return at === null && on === null;
}
