import type { ExitCode, Terminal } from '../commands/terminal.js';
import { HELP_COLUMNS } from './help-columns.js';
import { PLAIN_ANSWERS } from './plain-answers.js';

/** Does what the arguments (those after the program's name) ask for, in this world, and gives the exit code. Never throws. */
export async function runCommandLine(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const answer = args.length < 2 ? PLAIN_ANSWERS.get(args[0] ?? '--help') : undefined;
  if (answer === undefined || terminal.outColumns < HELP_COLUMNS)
    return (await import('./parse-command-line.js')).parseCommandLine(args, terminal);
  terminal.out(answer);
  return 0;
}
