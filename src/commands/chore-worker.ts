import { parentPort } from 'node:worker_threads';
import { type Chores, doChore } from './chore.js';

/** A list of chores that several threads do: each takes the next of them that nobody has taken. */
export interface ChoreList<K extends keyof Chores = keyof Chores> {
  readonly kind: K;
  readonly asked: readonly Chores[K]['asked'][];
  /** How many are taken, where every thread sees it. */
  readonly taken: Int32Array;
}

/** What one thread did of a list, each by its place in it. */
export type ChoresDone<K extends keyof Chores = keyof Chores> = readonly (readonly [number, Chores[K]['done']])[];

// This file is what the thread of `chore-room.ts` runs, and nobody imports it for anything but its types.
let before: Promise<unknown> = Promise.resolve();

parentPort?.on('message', (list: ChoreList) => {
  // One list after the other, also where a chore waits for something.
  before = before.then(() => doList(list)).then((done) => parentPort?.postMessage(done));
});

async function doList({ kind, asked, taken }: ChoreList): Promise<ChoresDone> {
  const done: [number, Chores[typeof kind]['done']][] = [];
  for (let at = Atomics.add(taken, 0, 1); at < asked.length; at = Atomics.add(taken, 0, 1)) {
    try {
      done.push([at, await doChore(kind, asked[at]!)]);
    } catch {
      // Left to whoever asked: what is thrown there is told as it always was.
    }
  }
  return done;
}
