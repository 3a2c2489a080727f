import type { Machine } from '../model/machine.js';

/** The world as a command sees it: only `cli.ts` makes the real one. */
export interface Terminal extends Machine {
  /** Results. */
  out(text: string): void;
  /** Progress and summaries. */
  err(text: string): void;
  /** Everything that is piped in, to its end. */
  stdin(): Promise<Uint8Array>;
  /** Whether stderr is a terminal, for progress bars. */
  readonly interactive: boolean;
  /** Whether stdout takes colours. */
  readonly color: boolean;
  /** How wide stderr is; 80 where it is no terminal. */
  readonly columns: number;
  /** How wide stdout is; 80 where it is no terminal. */
  readonly outColumns: number;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted on Ctrl-C: what is in hand is finished, then the command ends. */
  readonly interrupted: AbortSignal;
}

/** 0 done · 1 done, with findings · 2 asked wrongly · 3 could not do it. */
export type ExitCode = 0 | 1 | 2 | 3;
