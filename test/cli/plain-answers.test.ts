import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseCommandLine } from '../../src/cli/parse-command-line.js';
import { PLAIN_ANSWERS } from '../../src/cli/plain-answers.js';
import { runCommandLine } from '../../src/cli/run-command-line.js';
import { makeTerminal } from '../commands/terminal.js';
import { ROOT } from '../e2e/project.js';

type Run = typeof runCommandLine;

/** What a way to run a command line says to these arguments on a terminal so wide, and its exit code. */
async function said(run: Run, args: readonly string[], outColumns: number) {
  const { terminal, written } = makeTerminal('.');
  return { code: await run(args, { ...terminal, outColumns }), ...written };
}

const built = ((await import(join(ROOT, 'dist', 'cli', 'run-command-line.js'))) as { runCommandLine: Run })
  .runCommandLine;

test.each([[[]], [['--help']], [['-h']], [['--version']], [['-V']]])(
  'to %j the program says at once what it would say after reading its arguments',
  async (args) => {
    for (const columns of [30, 79, 80, 81, 300]) {
      const whole = await said(parseCommandLine, args, columns);
      expect(whole).toMatchObject({ code: 0, err: '' });
      expect(await said(runCommandLine, args, columns)).toEqual(whole);
      expect(await said(built, args, columns)).toEqual(whole);
    }
  },
);

test.each([[['']], [['--help', '--version']], [['--help', 'check']], [['constructor']], [['--helP']], [['help']]])(
  'anything else is read as ever: %j',
  async (args) => {
    const whole = await said(parseCommandLine, args, 80);
    expect(await said(runCommandLine, args, 80)).toEqual(whole);
    expect(await said(built, args, 80)).toEqual(whole);
  },
);

test('the texts are there', () => {
  expect([...PLAIN_ANSWERS.keys()]).toEqual(['--help', '-h', '--version', '-V']);
  expect(PLAIN_ANSWERS.get('-h')).toMatch(
    /^Usage: lifecycle[\s\S]*\n {2}demo [\s\S]*Start with "lifecycle init my-shop"/,
  );
  expect(PLAIN_ANSWERS.get('-V')).toMatch(/^\d+\.\d+\.\d+\n$/);
});
