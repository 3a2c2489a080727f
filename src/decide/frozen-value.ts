import type { Facts } from '../model/facts.js';
import type { Instant, Value } from '../model/value.js';

/** What stands of a frozen trait at a moment; before the first frame, what the first one says. */
export function frozenValue(facts: Facts, name: string, at: Instant): Value {
  const { frames = [] } = facts;
  const frame = frames.findLast(({ from }) => from <= at) ?? frames[0];
  return frame?.values[name] ?? null;
}
