import { HELP_COLUMNS } from './help-columns.js';
import { listCommands } from './list-commands.js';

/**
 * What is always answered the same, by the one argument that asks for it: the list of the commands, and the version. The built program has only the texts: to make the list
 * takes longer than all that Node does before.
 */
export const PLAIN_ANSWERS: ReadonlyMap<string, string> = new Map(
  ['--help', '-h', '--version', '-V'].map((asked) => [asked, answerTo(asked)]),
);

function answerTo(asked: string): string {
  let answer = '';
  const program = listCommands({
    out: (text) => {
      answer += text;
    },
    err: () => {},
    outColumns: HELP_COLUMNS,
  });
  try {
    program.parse([asked], { from: 'user' });
  } catch {
    // So it says that nothing is left to do.
  }
  return answer;
}
