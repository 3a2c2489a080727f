import type { Command } from 'commander';
import type { ExitCode, Terminal } from '../commands/terminal.js';

/** What the command line gives to its commands. */
export interface CommandLine {
  /** The command of this name, as it is listed. */
  readonly command: (name: string) => Command;
  readonly terminal: Terminal;
  /** The project that was named. */
  readonly project: () => string | undefined;
  readonly finish: (code: ExitCode) => void;
}
