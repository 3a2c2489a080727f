import { CommanderError } from 'commander';
import { describe, expect, test } from 'vitest';
import { COMMAND_LIST } from '../../src/cli/command-list.js';
import { listCommands } from '../../src/cli/list-commands.js';
import { makeProgram } from '../../src/cli/make-program.js';
import type { Terminal } from '../../src/commands/terminal.js';
import { makeTerminal } from '../commands/terminal.js';

/** What a program says to these arguments, and how it ends. */
async function said(
  make: (terminal: Terminal) => ReturnType<typeof makeProgram>,
  args: readonly string[],
  outColumns = 80,
) {
  const { terminal, written } = makeTerminal('.');
  const program = make({ ...terminal, outColumns });
  if (args.length === 0) program.outputHelp();
  const ended = await program.parseAsync(args, { from: 'user' }).then(
    () => 'done',
    (thrown: unknown) => (thrown instanceof CommanderError ? `${thrown.code} ${thrown.exitCode}` : String(thrown)),
  );
  return { ...written, ended };
}

const whole = (terminal: Terminal) => makeProgram(terminal, () => {});

describe('the list of commands', () => {
  test.each([
    [[]],
    [['--help']],
    [['-h']],
    [['help']],
    [['help', 'chek']],
    [['--version']],
    [['-V']],
    [['chek']],
    [['chek', '--help']],
    [['nothing', 'like', 'it']],
    [['--nothing']],
    [['--projet', 'shop']],
    [['--project']],
    [['--project', 'shop']],
    [['--project=check', '--help']],
    [['--', 'chek']],
  ])('says to %j what the whole program would', async (args) => {
    const quick = await said(listCommands, args);
    expect(quick).toEqual(await said(whole, args));
    expect(quick.out + quick.err).not.toBe('');
  });

  test.each([40, 79, 81, 200])('says on a terminal of %d columns what the whole program would', async (columns) => {
    const quick = await said(listCommands, ['--help'], columns);
    expect(quick).toEqual(await said(whole, ['--help'], columns));
    const widest = Math.max(...quick.out.split('\n').map((line) => line.length));
    // On less than 40 beside the names Commander leaves the lines to the terminal.
    if (columns >= 79) expect(widest).toBeLessThanOrEqual(Math.min(columns, 80));
  });

  test('has every command that the program has, with whether it has options, and each does something', () => {
    const program = makeProgram({} as Terminal, () => {});
    const made = program.commands.map((command) => ({
      name: command.name(),
      hasOptions: command.options.length > 0,
      acts: command.commands.length > 0 || (command as never as { _actionHandler: unknown })._actionHandler !== null,
    }));
    expect(made).toEqual(
      COMMAND_LIST.map(({ usage, hasOptions }) => ({ name: usage.split(' ')[0], hasOptions, acts: true })),
    );
  });
});
