import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type Chores, doChore } from './chore.js';
import type { ChoreList, ChoresDone } from './chore-worker.js';

/** Where chores are done: by this thread, and by a second one as soon as there is enough to do for two. */
export interface ChoreRoom {
  /** Hands out a list; `weight` is about how many milliseconds one of them takes. */
  begin<K extends keyof Chores>(kind: K, asked: readonly Chores[K]['asked'][], weight: number): ChoresBegun<K>;
  /** How many chores the second thread has done. */
  readonly byOther: number;
  close(): Promise<void>;
}

/** A list that was handed out. */
export interface ChoresBegun<K extends keyof Chores> {
  /** Does here what is left of it, and gives what came of all, in their order. */
  finish(): Promise<readonly Chores[K]['done'][]>;
}

/** When a second thread is worth what it takes to start one, and how much must be left for this one to learn what the other does already. */
export interface ChoreLimits {
  /** Where there is one, nothing is given to another thread. */
  readonly processors: number;
  /** In milliseconds, as all weights. */
  readonly enough: number;
  readonly worthLearning: number;
}

// To start a thread and load what it needs takes a tenth of a second, and MJML three.
const ENOUGH = 400;
/** Whoever reads a project reads YAML, beginning with its configuration. */
const WORTH_LEARNING: Readonly<Record<keyof Chores, number>> = { yaml: 0, template: 800, emails: 800 };
/** A fresh object lives for about as long as one chore: room for those of several at once spares most copies. */
const YOUNG_MEGABYTES = 96;

/**
 * Two threads that take turns at one list. What comes of a chore is the same whoever does it; where there is no second thread (few processors, little to do, it cannot be started, it dies), everything is done here.
 */
export function openChoreRoom({
  processors = availableParallelism(),
  enough = ENOUGH,
  worthLearning,
}: Partial<ChoreLimits> = {}): ChoreRoom {
  let thread: ChoreThread | null = null;
  let byOther = 0;
  const learnt = new Set<keyof Chores>();
  return {
    begin(kind, asked, weight) {
      if (processors > 1 && asked.length * weight >= enough) thread ??= openThread();
      const other = thread;
      const taken = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
      const list: ChoreList<typeof kind> = { kind, asked, taken };
      const theirs = other?.give(list) ?? null;
      return {
        async finish() {
          // What the caller does before it waits comes first.
          await null;
          const results = new Map<number, Chores[typeof kind]['done']>();
          const isLeft = () => Atomics.load(taken, 0) < asked.length;
          const isWorth = () =>
            theirs === null ||
            learnt.has(kind) ||
            (asked.length - Atomics.load(taken, 0)) * weight >= (worthLearning ?? WORTH_LEARNING[kind]);
          while (isLeft() && isWorth()) {
            const at = Atomics.add(taken, 0, 1);
            learnt.add(kind);
            if (at < asked.length) results.set(at, await doChore(kind, asked[at]!));
          }
          const done = (await theirs) ?? [];
          byOther += done.length;
          for (const [at, result] of done) results.set(at, result);
          // All of them, unless the other thread came to harm.
          for (const [at, one] of asked.entries()) if (!results.has(at)) results.set(at, await doChore(kind, one));
          return asked.map((_, at) => results.get(at)!);
        },
      };
    },
    get byOther() {
      return byOther;
    },
    async close() {
      await thread?.end();
      thread = null;
    },
  };
}

interface ChoreThread {
  /** What the thread did of the list: nothing when it has ended. */
  give<K extends keyof Chores>(list: ChoreList<K>): Promise<ChoresDone<K>>;
  end(): Promise<void>;
}

/** Null where the process may not have one. */
function openThread(): ChoreThread | null {
  try {
    return watchThread(startThread());
  } catch {
    return null;
  }
}

function startThread(): Worker {
  return new Worker(new URL('chore-worker.js', import.meta.url), {
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEGABYTES },
    execArgv: [],
    // What Node says of a thread that ran out of memory is of no use to anybody: its work is done here.
    stderr: true,
  });
}

function watchThread(worker: Worker): ChoreThread {
  const waiting: ((done: ChoresDone) => void)[] = [];
  let isOver = false;
  const finish = (): void => {
    isOver = true;
    for (const done of waiting.splice(0)) done([]);
  };
  worker.on('message', (done: ChoresDone) => {
    waiting.shift()?.(done);
    if (waiting.length === 0) worker.unref();
  });
  worker.on('error', finish);
  worker.on('exit', finish);
  worker.unref();
  return {
    give<K extends keyof Chores>(list: ChoreList<K>) {
      return new Promise<ChoresDone<K>>((done) => {
        if (isOver) return done([]);
        waiting.push(done as (done: ChoresDone) => void);
        worker.ref();
        worker.postMessage(list);
      });
    },
    async end() {
      await worker.terminate();
    },
  };
}
