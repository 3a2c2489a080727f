import type { Instant } from './value.js';

/** What a run has from the machine it is on: time, chance and the processes beside it. Whoever gives the same gets the same run; `this-machine.ts` is the real one. */
export interface Machine {
  /** This machine and process, for whoever finds the ledger locked. */
  readonly host: string;
  readonly pid: number;
  /** Tells this process from an earlier one with its number: they come round again, and a restarted container is always 1. */
  readonly session: string;
  /** The only clock. */
  now(): Instant;
  /** Waits so many milliseconds, or until the signal is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** Does something every so many milliseconds until it is stopped by calling what this returns; keeps no process alive. */
  every(ms: number, act: () => void): () => void;
  /** Does something once all that has arrived by now was attended to. */
  endOfTurn(act: () => void): void;
  /** So many bytes that nobody can guess. */
  secretBytes(count: number): Uint8Array;
  /** Whether this machine has a process of this number. */
  hasProcess(pid: number): boolean;
}
