import type { LedgerMessage } from '../model/message.js';
import type { Instant } from '../model/value.js';
import type { Prepared } from './deliver.js';
import { attempt, type Desk } from './hand-over.js';
import { oneEachAtATime } from './one-each-at-a-time.js';

/** Messages that were claimed, with what is to become of those that were prepared already, and when that was. */
export interface Batch {
  readonly messages: readonly LedgerMessage[];
  readonly prepared: ReadonlyMap<string, Prepared>;
  readonly checkedAt: Instant;
}

/** The batch that comes next. */
export interface Ahead {
  /** Claims, and prepares nothing yet. */
  claim(): Batch;
  /** Claims and prepares the next batch while `inHand` are on the wire, if that was not begun. */
  start(inHand: readonly LedgerMessage[]): void;
  /** The batch that was begun, once it is prepared; null when none was, or there was nothing to claim. Rejects with what kept it from being prepared. */
  take(): Promise<Batch | null>;
  /** Puts a batch back that was taken and not begun. */
  putBack(batch: Batch): void;
  /** Puts back what was claimed and not taken. */
  giveBack(): Promise<void>;
}

/**
 * Keeps the wire busy. Of the next batch only those are prepared ahead for whom nothing hangs on the messages in hand: the first of each person who has none of them, without a code, for codes are given in the
 * order claimed. All are subject to everything that is written down until their last byte leaves, like any others.
 */
export function openAhead(desk: Desk, size: number): Ahead {
  const { ledger, fence, clock, closed, prepare, signal } = desk;
  let coming: Promise<Batch> | null = null;
  const claim = (): Batch => ({
    messages: ledger.claim(fence, clock(), size, [...closed.keys()]),
    prepared: new Map(),
    checkedAt: clock(),
  });
  const unclaim = (messages: readonly LedgerMessage[]): void => {
    if (messages.length > 0)
      attempt(() =>
        ledger.unclaim(
          fence,
          messages.map(({ id }) => id),
        ),
      );
  };
  const claimAhead = async (inHand: readonly LedgerMessage[]): Promise<Batch> => {
    const batch = claim();
    const busy = new Set(inHand.map(({ profileId }) => profileId));
    const [first = []] = oneEachAtATime(batch.messages);
    const free = first.filter(({ profileId, incentive }) => incentive === null && !busy.has(profileId));
    if (free.length === 0) return batch;
    try {
      const prepared = await prepare(free);
      return { ...batch, prepared, checkedAt: clock() };
    } catch (error) {
      unclaim(batch.messages);
      throw error;
    }
  };
  const take = async (): Promise<Batch | null> => {
    const begun = coming;
    coming = null;
    const batch = await begun;
    return batch === null || batch.messages.length === 0 ? null : batch;
  };
  return {
    claim,
    take,
    start(inHand) {
      if (desk.ahead === false || signal.aborted || coming !== null) return;
      coming = claimAhead(inHand);
      // Told when it is taken.
      coming.catch(() => {});
    },
    putBack: ({ messages }) => unclaim(messages),
    async giveBack() {
      const batch = await take().catch(() => null);
      if (batch !== null) unclaim(batch.messages);
    },
  };
}
