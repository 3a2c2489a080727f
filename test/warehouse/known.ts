import { compareText } from '../../src/model/diagnostic.js';
import type { LedgerState } from '../../src/warehouse/warehouse.js';

/** What a ledger would know in which these people are inside, those of them are due, and these groups have these members. */
export function known(
  inside: readonly string[] = [],
  due: readonly string[] = [],
  members: Readonly<Record<string, readonly string[]>> = {},
): LedgerState {
  return {
    due,
    amongInside: (ids) => ids.filter((id) => inside.includes(id)).sort(compareText),
    recorded: Object.fromEntries(Object.keys(members).map((group) => [group, 0])),
    members: (group) => members[group] ?? [],
  };
}
