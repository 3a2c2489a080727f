import { decide } from '../decide/decide.js';
import { groupKeys } from '../decide/group-keys.js';
import type { Fence, Ledger } from '../ledger/ledger.js';
import { compareText } from '../model/diagnostic.js';
import type { Facts } from '../model/facts.js';
import type { Plan } from '../model/plan.js';
import type { Tick } from '../model/tick.js';
import type { Instant } from '../model/value.js';
import { earliestAsked } from '../warehouse/campaign-reach.js';
import type { LedgerState, Warehouse } from '../warehouse/warehouse.js';
import { decideTests } from './decide-tests.js';

const BATCH = 1_000;
/** How many batches' facts are read at once: a question about a thousand people goes through as many events as one about a few. */
const READ_AT_ONCE = 16;

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
  /** Names the ledger of a real run, for whose next one the warehouse may keep what it found. */
  readonly home?: string;
  readonly onProgress?: (done: number, total: number) => void;
  /** How many profiles are decided in one transaction. */
  readonly batch?: number;
}

/**
 * Brings the ledger's decisions up to `now`: finds whom it may concern, decides one profile after the other, writes each batch in one transaction. A tick that a crash
 * interrupted is finished first, at its own `now`. Returns how many profiles were decided; stops between batches when interrupted, and goes on the next time.
 */
export async function decideTick(decider: Decider, now: Instant): Promise<number> {
  const { plan: newest, inForce: plan = newest, warehouse, ledger, fence, interrupted, home, batch = BATCH } = decider;
  const keys = groupKeys(newest);
  let decided = 0;
  for (;;) {
    const tick = await decideTests({ ...decider, plan }, ledger.beginTick(fence, now, newest, keys));
    const known: LedgerState = {
      due: ledger.due(tick.now),
      amongInside: (ids) => ledger.amongInside(ids),
      recorded: ledger.recorded(keys),
      members: (group) => membersOf(ledger, keys, group),
      ...(home === undefined ? {} : { home }),
    };
    const since = earliestAsked(plan, tick);
    const { profileIds: found, changes, followed } = await warehouse.candidates(tick, known);
    const seen: Tick = followed === undefined ? tick : { ...tick, followed };
    const profileIds = ledger.remembered([...new Set([...found, ...ledger.concerned(plan, tick)])].sort(compareText));
    let read: ReadonlyMap<string, Facts> = new Map();
    for (let from = 0; from < profileIds.length; from += batch) {
      if (interrupted.aborted) return decided;
      if (from % (batch * READ_AT_ONCE) === 0) {
        const asked = profileIds.slice(from, from + batch * READ_AT_ONCE);
        read = new Map((await warehouse.facts(asked, tick.now, since, tick)).map((each) => [each.profileId, each]));
      }
      const ids = profileIds.slice(from, from + batch);
      const facts = ids.flatMap((id) => read.get(id) ?? []);
      const histories = ledger.histories(
        facts.map(({ profileId }) => profileId),
        plan,
        keys,
      );
      const decisions = facts.flatMap((each, index) => {
        const history = histories[index];
        return history === undefined ? [] : decide(plan, each, history, seen);
      });
      ledger.commit(fence, tick, decisions);
      decided += ids.length;
      decider.onProgress?.(Math.min(from + batch, profileIds.length), profileIds.length);
    }
    ledger.endTick(fence, tick, keys, changes, profileIds.length);
    await warehouse.keep();
    if (tick.now >= now) return decided;
  }
}

function membersOf(ledger: Ledger, keys: Readonly<Record<string, string>>, group: string): readonly string[] {
  const key = keys[group];
  return key === undefined ? [] : (ledger.members({ [group]: key })[group] ?? []);
}
