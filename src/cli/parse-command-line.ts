import { CommanderError } from 'commander';
import { explainSystemError } from '../commands/system-error.js';
import type { ExitCode, Terminal } from '../commands/terminal.js';
import { version } from '../commands/version.js';
import { LifecycleError } from '../model/failure.js';
import { COMMAND_LIST } from './command-list.js';
import { listCommands } from './list-commands.js';

/** `runCommandLine` for all that takes more than a text. */
export async function parseCommandLine(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = 0;
  const finish = (ended: ExitCode): void => {
    code = ended;
  };
  try {
    const isNamed = COMMAND_LIST.some(({ usage }) => args.includes(usage.split(' ')[0] ?? usage));
    const program = isNamed
      ? (await import('./make-program.js')).makeProgram(terminal, finish)
      : listCommands(terminal);
    if (args.length === 0) program.outputHelp();
    else await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    code = report(terminal, error);
  }
  return code;
}

function report(terminal: Terminal, thrown: unknown): ExitCode {
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : 2;
  const error = explainSystemError(thrown) ?? thrown;
  if (error instanceof LifecycleError) {
    terminal.err(`error[${error.code}] ${error.message}\n${error.help.map((line) => `  = help: ${line}\n`).join('')}`);
    return error.exitCode;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  terminal.err(
    `This is a bug in lifecycle ${version()}, not in your files. Please report it with these lines:\n${stack}\n`,
  );
  return 3;
}
