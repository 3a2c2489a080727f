import type { Ledger } from '../ledger/ledger.js';
import type { Machine } from '../model/machine.js';

/** Writes to the ledger for many connections at once. */
export interface GroupCommit {
  /** Resolves to what `act` returned once that is durable; rejects with what it threw, or with why nothing of the group could be committed. */
  write<Result>(act: () => Result): Promise<Result>;
  /** The same, for what nobody waits for: it goes with the next write, before it, and after a moment when there is none. */
  writeAlong<Result>(act: () => Result): Promise<Result>;
  /** The same, for what many connections come to at about the same time: it goes once all of a few in hand are there, or half of many, or after a moment. */
  gather<Result>(act: () => Result): Promise<Result>;
  /** One more is in hand, until what this returns is called: it may come to gather. */
  takeInHand(): () => void;
  /** What goes along goes at the end of this turn. */
  hurry(): void;
}

interface Member {
  readonly act: () => unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** A run that is killed no longer knows what became of messages that were answered within this time. */
const MOMENT_MS = 5;
/** What waiting for others may cost a message: nothing beside the way to a server and back, and on a short way the others come sooner. */
const GATHER_MS = 1;
/** So many wait for the disk best all at once; of more, one half is on the wire while the other waits. */
const FEW = 5;

/**
 * Puts everything that is written in one turn of the event loop into one transaction, in the order asked: one wait for the disk, however many connections there are. What fails
 * for one member is undone and told to that member alone.
 */
export function openGroupCommit(
  ledger: Pick<Ledger, 'together' | 'durable'>,
  machine: Pick<Machine, 'endOfTurn' | 'every'>,
): GroupCommit {
  let waiting: Member[] = [];
  let isComing = false;
  /** The group before this one waits for the disk. */
  let isWaiting = false;
  let isWanted = false;
  let inHand = 0;
  let gathered = 0;
  const commit = (): void => {
    isComing = false;
    gathered = 0;
    const group = waiting;
    waiting = [];
    let results: ReturnType<Ledger['together']>;
    try {
      results = ledger.together(
        group.map(({ act }) => act),
        'beside',
      );
    } catch (error) {
      for (const { reject } of group) reject(error);
      return;
    }
    isWaiting = true;
    void ledger
      .durable()
      .then(
        () => {
          for (const [i, { resolve, reject }] of group.entries()) {
            const result = results[i]!;
            if ('error' in result) reject(result.error);
            else resolve(result.value);
          }
        },
        (error: unknown) => {
          for (const { reject } of group) reject(error);
        },
      )
      .then(() => {
        isWaiting = false;
        if (isWanted) hurry();
      });
  };
  const hurry = (): void => {
    if (isComing || waiting.length === 0) return;
    isWanted = isWaiting;
    if (isWaiting) return;
    isComing = true;
    machine.endOfTurn(commit);
  };
  const after = (ms: number): (() => void) => {
    let isTimed = false;
    return () => {
      if (isTimed) return;
      isTimed = true;
      const stop = machine.every(ms, () => {
        stop();
        isTimed = false;
        hurry();
      });
    };
  };
  const afterMoment = after(MOMENT_MS);
  const afterGathering = after(GATHER_MS);
  const look = (): void => {
    if (gathered === 0) return;
    if (gathered >= Math.min(inHand, Math.max(FEW, inHand / 2))) hurry();
    else afterGathering();
  };
  const join = <Result>(act: () => Result): Promise<Result> =>
    new Promise<Result>((resolve, reject) => {
      waiting.push({ act, resolve: resolve as (value: unknown) => void, reject });
    });
  return {
    write(act) {
      const durable = join(act);
      hurry();
      return durable;
    },
    writeAlong(act) {
      afterMoment();
      return join(act);
    },
    gather(act) {
      const durable = join(act);
      gathered += 1;
      look();
      return durable;
    },
    takeInHand() {
      inHand += 1;
      return () => {
        inHand -= 1;
        look();
      };
    },
    hurry,
  };
}
