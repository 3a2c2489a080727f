import type { Command } from 'commander';
import type { ExitCode, Terminal } from '../commands/terminal.js';

/** What the command line gives to its commands. */
export interface CommandLine {
  readonly program: Command;
  readonly terminal: Terminal;
  /** The project that was named. */
  readonly project: () => string | undefined;
  readonly finish: (code: ExitCode) => void;
}
