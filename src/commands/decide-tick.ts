import { decide } from '../decide/decide.js';
import { groupKeys } from '../decide/group-keys.js';
import type { Fence, Ledger } from '../ledger/ledger.js';
import { compareText } from '../model/diagnostic.js';
import type { Plan } from '../model/plan.js';
import type { Instant } from '../model/value.js';
import { earliestAsked } from '../warehouse/campaign-reach.js';
import type { Warehouse } from '../warehouse/warehouse.js';
import { decideTests } from './decide-tests.js';

const BATCH = 500;

/** Who and what a tick works with. */
export interface Decider {
  /** The newest plan, as it was built. */
  readonly plan: Plan;
  /** That plan with the structures that people are still in beside its own; without it, nobody is in any. The warehouse is open under it. */
  readonly inForce?: Plan;
  readonly warehouse: Warehouse;
  readonly ledger: Ledger;
  readonly fence: Fence;
  readonly interrupted: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
  /** How many profiles are decided in one transaction. */
  readonly batch?: number;
}

/**
 * Brings the ledger's decisions up to `now`: finds whom it may concern, decides one profile after the other, writes each batch in one transaction. A tick that a crash
 * interrupted is finished first, at its own `now`. Returns how many profiles were decided; stops between batches when interrupted, and goes on the next time.
 */
export async function decideTick(decider: Decider, now: Instant): Promise<number> {
  const { plan: newest, inForce: plan = newest, warehouse, ledger, fence, interrupted, batch = BATCH } = decider;
  const keys = groupKeys(newest);
  let decided = 0;
  for (;;) {
    const tick = await decideTests({ ...decider, plan }, ledger.beginTick(fence, now, newest, keys));
    const known = { inside: ledger.inside(), members: ledger.members(keys) };
    const since = earliestAsked(plan, tick);
    const { profileIds: found, members } = await warehouse.candidates(tick, known);
    const profileIds = ledger.remembered([...new Set([...found, ...ledger.concerned(plan, tick)])].sort(compareText));
    for (let from = 0; from < profileIds.length; from += batch) {
      if (interrupted.aborted) return decided;
      const ids = profileIds.slice(from, from + batch);
      const facts = await warehouse.facts(ids, tick.now, since);
      const histories = ledger.histories(
        facts.map(({ profileId }) => profileId),
        plan,
        keys,
      );
      const decisions = facts.flatMap((each, index) => {
        const history = histories[index];
        return history === undefined ? [] : decide(plan, each, history, tick);
      });
      ledger.commit(fence, tick, decisions);
      decided += ids.length;
      decider.onProgress?.(Math.min(from + batch, profileIds.length), profileIds.length);
    }
    ledger.endTick(fence, tick, keys, members, profileIds.length);
    if (tick.now >= now) return decided;
  }
}
