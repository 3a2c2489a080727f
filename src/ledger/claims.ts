import type { Database } from './database.js';
import type { Fence } from './ledger.js';
import type { MessageRow } from './rows.js';

/** What is known here of a claimed message: what changes while it is in hand, and where its row is. */
export interface InHand
  extends Pick<
    MessageRow,
    'id' | 'profile_id' | 'withheld_by' | 'status' | 'attempts' | 'first_attempt_at' | 'handed_at' | 'body'
  > {
  readonly place: number;
}

/**
 * The messages that a run has claimed, and neither begun to hand over nor put back. They stand as planned in the file, and here in the memory of the one process that may claim: whoever takes the
 * ledger over finds nothing to put back. What a transaction does here is undone with it.
 */
export interface Claims {
  /** Under a new fence nothing that was claimed under the one before is. */
  add(fence: Fence, messages: readonly InHand[]): void;
  get(fence: Fence, id: string): InHand | undefined;
  /** Has one that is claimed stand here otherwise. */
  change(fence: Fence, message: InHand): void;
  /** False when it was not claimed. */
  take(fence: Fence, id: string): boolean;
  /** The places of those claimed under this fence, as JSON for a query. */
  places(fence: Fence): string;
  /** Those claimed under the fence that is in force. */
  current(): ReadonlyMap<string, InHand>;
}

const NONE: ReadonlyMap<string, InHand> = new Map();

/** Nothing is claimed in a ledger that was just opened. */
export function openClaims(db: Database): Claims {
  const inForce = db.prepare<{ fence: Fence }>('SELECT fence FROM lease');
  let held: Fence | null = null;
  let claimed = new Map<string, InHand>();
  const under = (fence: Fence): ReadonlyMap<string, InHand> => (fence === held ? claimed : NONE);
  return {
    add(fence, messages) {
      const [before, theirs] = [held, claimed];
      if (fence !== held) claimed = new Map();
      held = fence;
      const own = claimed;
      for (const message of messages) own.set(message.id, message);
      db.undone(() => {
        for (const { id } of messages) own.delete(id);
        [held, claimed] = [before, theirs];
      });
    },
    get: (fence, id) => under(fence).get(id),
    change(fence, message) {
      const before = under(fence).get(message.id);
      if (before === undefined) return;
      const own = claimed;
      own.set(message.id, message);
      db.undone(() => own.set(message.id, before));
    },
    take(fence, id) {
      const message = under(fence).get(id);
      if (message === undefined) return false;
      const own = claimed;
      own.delete(id);
      db.undone(() => own.set(id, message));
      return true;
    },
    places: (fence) => JSON.stringify(Array.from(under(fence).values(), ({ place }) => place)),
    current: () => (claimed.size === 0 || inForce.get()?.fence !== held ? NONE : claimed),
  };
}
