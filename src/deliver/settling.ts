import type { GroupCommit } from './group-commit.js';

/** Outcomes on their way into the ledger. */
export interface Settling {
  /** Has an outcome written down before anything that is written after it, and `tell` called once it is durable. No connection waits for that. */
  settle(act: () => void, tell: () => void): void;
  /** Throws what kept an outcome from being written down, if anything did: nothing may be handed over any more. Asked within the transaction of a hand-over it knows of every outcome before. */
  check(): void;
  /** Resolves once each outcome is durable, or could not be written down: at once when hurried, else with what is written next, or after a moment. */
  end(isHurried: boolean): Promise<void>;
}

/**
 * Settles with the commit of the next hand-over, which its connection has to wait for in any case. The outcome stands before that hand-over in the same transaction, or in an
 * earlier one: a process that dies leaves no more messages unsettled than it has connections.
 */
export function openSettling(group: Pick<GroupCommit, 'writeAlong' | 'hurry'>): Settling {
  const going = new Set<Promise<void>>();
  let lost: { readonly error: unknown } | null = null;
  const lose = (error: unknown): void => {
    lost ??= { error };
  };
  return {
    settle(act, tell) {
      const durable = group
        .writeAlong(() => {
          try {
            act();
          } catch (error) {
            // At once, for the hand-overs of the same transaction.
            lose(error);
            throw error;
          }
        })
        .then(tell)
        .catch(lose)
        .finally(() => going.delete(durable));
      going.add(durable);
    },
    check() {
      if (lost !== null) throw lost.error;
    },
    async end(isHurried) {
      if (isHurried) group.hurry();
      await Promise.all(going);
    },
  };
}
