import type { Parcel } from './way.js';

/** Connections side by side, which take what is put before them in its order. */
export interface Lanes {
  /** Puts items behind those that wait, and acts on each; `next` says what `shows` shows of the one that comes behind it, which then nobody else takes before. After a failure of any item, or an abort, nothing new begins. Resolves once all of these ended, or were left; rejects with the first failure. */
  run<Item>(
    items: readonly Item[],
    act: (item: Item, next: () => Parcel | null) => Promise<void>,
    shows?: (item: Item) => Parcel | null,
  ): Promise<void>;
  /** Resolves once no more wait than there are lanes: what is put there now is reached before a lane stands idle. */
  nearlyEmpty(): Promise<void>;
  /** Nothing is on its way, and nothing waits. */
  isIdle(): boolean;
}

interface Job {
  readonly act: (next: () => Parcel | null) => Promise<void>;
  readonly shows: () => Parcel | null;
  readonly end: () => void;
}

/** So many lanes as `parallel` says whenever something is put before them. */
export function openLanes({
  parallel,
  signal,
}: {
  readonly parallel: number | (() => number);
  readonly signal: AbortSignal;
}): Lanes {
  const queue: Job[] = [];
  const failures: unknown[] = [];
  let lanes = 1;
  let busy = 0;
  /** Those that wait behind the one in hand on their lane. */
  let reserved = 0;
  let watchers: (() => void)[] = [];
  const isStopped = (): boolean => signal.aborted || failures.length > 0;
  const isFull = (): boolean => queue.length + reserved > lanes;
  const begin = ({ act, end }: Job): void => {
    let behind: Job | null = null;
    let isOver = false;
    busy += 1;
    const next = (): Parcel | null => {
      if (isOver || isStopped()) return null;
      if (behind === null && queue.length > 0) {
        behind = queue.shift()!;
        reserved += 1;
      }
      return behind?.shows() ?? null;
    };
    const finish = (): void => {
      isOver = true;
      busy -= 1;
      if (behind !== null) {
        reserved -= 1;
        queue.unshift(behind);
      }
      end();
      fill();
    };
    act(next).then(finish, (error: unknown) => {
      failures.push(error);
      finish();
    });
  };
  const fill = (): void => {
    while (queue.length > 0 && (busy < lanes || isStopped())) {
      const job = queue.shift()!;
      if (isStopped()) job.end();
      else begin(job);
    }
    if (isFull()) return;
    const woken = watchers;
    watchers = [];
    for (const wake of woken) wake();
  };
  return {
    async run(items, act, shows = () => null) {
      lanes = Math.max(1, typeof parallel === 'function' ? parallel() : parallel);
      let left = items.length;
      await new Promise<void>((resolve) => {
        const end = (): void => {
          left -= 1;
          if (left === 0) resolve();
        };
        if (left === 0) resolve();
        queue.push(
          ...items.map((item) => ({
            act: (next: () => Parcel | null) => act(item, next),
            shows: () => shows(item),
            end,
          })),
        );
        fill();
      });
      if (failures.length > 0) throw failures[0];
    },
    async nearlyEmpty() {
      if (isFull()) await new Promise<void>((resolve) => watchers.push(resolve));
    },
    isIdle: () => busy === 0 && queue.length === 0,
  };
}
