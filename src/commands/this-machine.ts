import { randomBytes, randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import type { Machine } from '../model/machine.js';

/** The machine that this process is on. */
export const thisMachine: Machine = {
  host: hostname(),
  pid: process.pid,
  session: randomUUID(),
  now: () => Date.now(),
  async sleep(ms, signal) {
    if (ms <= 0 || signal.aborted) return;
    await setTimeout(ms, undefined, { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  },
  every(ms, act) {
    const timer = setInterval(act, ms);
    timer.unref();
    return () => clearInterval(timer);
  },
  endOfTurn: (act) => void setImmediate(act),
  secretBytes: (count) => randomBytes(count),
  hasProcess(pid) {
    try {
      // Signal 0 does nothing to it.
      process.kill(pid, 0);
      return true;
    } catch (error) {
      // EPERM: it lives and belongs to somebody else.
      return error instanceof Error && 'code' in error && error.code === 'EPERM';
    }
  },
};
