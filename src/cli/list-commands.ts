import { Command } from 'commander';
import type { Terminal } from '../commands/terminal.js';
import { version } from '../commands/version.js';
import { COMMAND_LIST } from './command-list.js';
import { HELP_COLUMNS } from './help-columns.js';

type Output = Pick<Terminal, 'out' | 'err' | 'outColumns'>;

/** The program for help and for mistakes, when no command is named: half of the time that help takes would go to options that it does not show. */
export function listCommands(output: Output): Command {
  const program = nameCommands(output);
  for (const [i, { hasOptions }] of COMMAND_LIST.entries()) {
    // That there are options is all that the list says of them.
    if (hasOptions) program.commands[i]?.option('--any');
  }
  return program;
}

/** The program with the names of all commands; their options and what they do come with `makeProgram`. */
export function nameCommands({ out, err, outColumns }: Output): Command {
  const program = new Command('lifecycle')
    .description('Lifecycle marketing as code: campaigns in YAML, checked, compiled, run and measured.')
    .version(version(), '-V, --version', 'print the version')
    .option('--project <dir>', 'the project folder (default: the nearest with lifecycle.config.yaml)')
    .helpOption('-h, --help', 'print help for a command')
    .addHelpText('after', '\nStart with "lifecycle init my-shop", or look at "lifecycle demo".')
    .showHelpAfterError('(lifecycle --help lists the commands)')
    .exitOverride()
    .configureOutput({
      writeOut: out,
      writeErr: err,
      getOutHelpWidth: () => Math.min(outColumns, HELP_COLUMNS),
      getErrHelpWidth: () => HELP_COLUMNS,
    });
  for (const { usage, summary } of COMMAND_LIST) program.command(usage).description(summary);
  return program;
}
