import { hostname } from 'node:os';
import type { Machine } from '../model/machine.js';

/** The machine that this process is on. */
export const thisMachine: Machine = {
  host: hostname(),
  pid: process.pid,
  session: numberNobodyElseHas(),
  now: () => Date.now(),
  async sleep(ms, signal) {
    if (ms <= 0 || signal.aborted) return;
    await new Promise<void>((wake) => {
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        wake();
      };
      const timer = setTimeout(end, ms);
      signal.addEventListener('abort', end);
    });
  },
  every(ms, act) {
    const timer = setInterval(act, ms);
    timer.unref();
    return () => clearInterval(timer);
  },
  endOfTurn: (act) => void setImmediate(act),
  secretBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
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

/** Each process draws from a seed of the system's own; `node:crypto`, which every command would wait for, is loaded only where secrets are made. */
function numberNobodyElseHas(): string {
  return [Math.random(), Math.random()].map((drawn) => drawn.toString(36).slice(2)).join('');
}
