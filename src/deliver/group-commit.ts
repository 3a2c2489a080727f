import type { Ledger } from '../ledger/ledger.js';
import type { Machine } from '../model/machine.js';

/** Writes to the ledger for many connections at once. */
export interface GroupCommit {
  /** Resolves to what `act` returned once that is durable; rejects with what it threw, or with why nothing of the group could be committed. */
  write<Result>(act: () => Result): Promise<Result>;
}

interface Member {
  readonly act: () => unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Puts everything that is written in one turn of the event loop into one transaction, in the order asked: one wait for the disk, however many connections there are. What fails
 * for one member is undone and told to that member alone.
 */
export function openGroupCommit(ledger: Pick<Ledger, 'together'>, machine: Pick<Machine, 'endOfTurn'>): GroupCommit {
  let waiting: Member[] = [];
  const commit = (): void => {
    const group = waiting;
    waiting = [];
    try {
      const results = ledger.together(group.map(({ act }) => act));
      for (const [i, { resolve, reject }] of group.entries()) {
        const result = results[i]!;
        if ('error' in result) reject(result.error);
        else resolve(result.value);
      }
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  };
  return {
    write: <Result>(act: () => Result) =>
      new Promise<Result>((resolve, reject) => {
        if (waiting.length === 0) machine.endOfTurn(commit);
        waiting.push({ act, resolve: resolve as (value: unknown) => void, reject });
      }),
  };
}
