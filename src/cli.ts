#!/usr/bin/env node
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { addDevCommand } from './cli/dev-command.js';
import { addLedgerCommands } from './cli/ledger-commands.js';
import { addMeasureCommands } from './cli/measure-commands.js';
import { addReportCommand } from './cli/report-command.js';
import { addReviewCommands } from './cli/review-commands.js';
import type { DocsOptions } from './commands/docs.js';
import type { PreviewOptions } from './commands/preview.js';
import type { ResolveOptions } from './commands/resolve.js';
import type { RunOptions } from './commands/run.js';
import { explainSystemError } from './commands/system-error.js';
import type { ExitCode, Terminal } from './commands/terminal.js';
import type { TestOptions } from './commands/test.js';
import { thisMachine } from './commands/this-machine.js';
import { version } from './commands/version.js';
import { LifecycleError } from './model/failure.js';

interface CheckFlags {
  readonly format: string[];
  readonly fix?: true;
  readonly writeBaseline?: true;
  readonly maxWarnings?: number;
  readonly stdin?: true;
  readonly stdinPath?: string;
}

interface TestFlags extends Pick<TestOptions, 'format'> {
  readonly mutate?: true;
  readonly minScore?: number;
}

const interruption = new AbortController();

const own: Terminal = {
  ...thisMachine,
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  stdin: readStdin,
  interactive: process.stderr.isTTY === true && process.env.CI === undefined,
  color: wantsColor(),
  columns: process.stderr.columns || 80,
  cwd: process.cwd(),
  env: process.env,
  interrupted: interruption.signal,
};

async function readStdin(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function wantsColor(): boolean {
  if (process.env.NO_COLOR) return false;
  if (process.env.FORCE_COLOR) return process.env.FORCE_COLOR !== '0';
  return process.stdout.isTTY === true;
}

/** Does what the arguments (those after the program's name) ask for, in this world, and gives the exit code. Never throws. */
export async function runCommandLine(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = 0;
  const finish = (ended: ExitCode): void => {
    code = ended;
  };
  try {
    const program = makeProgram(terminal, finish);
    if (args.length === 0) program.outputHelp();
    else await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    code = report(terminal, error);
  }
  return code;
}

/** Every command is imported only when it is asked for, so that `--help` stays quick. */
function makeProgram(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  const program = new Command('lifecycle')
    .description('Lifecycle marketing as code: campaigns in YAML, checked, compiled, run and measured.')
    .version(version(), '-V, --version', 'print the version')
    .option('--project <dir>', 'the project folder (default: the nearest with lifecycle.config.yaml)')
    .helpOption('-h, --help', 'print help for a command')
    .addHelpText('after', '\nStart with "lifecycle init my-shop", or look at "lifecycle demo".')
    .showHelpAfterError('(lifecycle --help lists the commands)')
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err });
  const project = (): string | undefined => program.opts<{ project?: string }>().project;

  program
    .command('init [dir]')
    .description('make a project that already passes check')
    .action(async (dir: string | undefined) => finish(await (await import('./commands/init.js')).init(terminal, dir)));

  program
    .command('check')
    .description('find everything wrong, in one pass, with how to mend it')
    .option('--fix', 'make the safe changes that findings offer, in the files')
    .option(
      '--write-baseline',
      'keep the warnings there are in lifecycle.baseline.json: only new ones count from now on',
    )
    .option('--max-warnings <n>', 'fail when there are more warnings than this', countNumber)
    .option('--stdin', 'read one file from stdin and tell only what is wrong there, for editors')
    .option('--stdin-path <file>', 'the project file that the text of --stdin belongs to')
    .addOption(formatOption())
    .action(async (options: CheckFlags) =>
      finish(
        await (await import('./commands/check.js')).check(terminal, {
          project: project(),
          formats: options.format,
          fix: options.fix === true,
          writeBaseline: options.writeBaseline === true,
          maxWarnings: options.maxWarnings ?? null,
          stdin: options.stdin === true,
          stdinPath: options.stdinPath ?? null,
        }),
      ),
    );

  program
    .command('test [campaigns...]')
    .description(
      'run the tests inside campaigns: a person, what happens to them, and the messages that must come of it',
    )
    .addOption(
      new Option('--format <format>', 'how to print the results').choices(['text', 'json', 'junit']).default('text'),
    )
    .option('--mutate', 'change the campaigns in one small place after the other, and list what no test notices')
    .option('--min-score <percent>', 'how many of the changes of --mutate must be noticed (default: 100)', percent)
    .action(async (selectors: string[], flags: TestFlags) =>
      finish(
        await (await import('./commands/test.js')).test(terminal, {
          project: project(),
          selectors,
          format: flags.format,
          mutate: flags.mutate === true,
          minScore: flags.minScore ?? null,
        }),
      ),
    );

  program
    .command('build')
    .description('check, then write the plan: the same files give the same bytes; what is new goes into lifecycle.lock')
    .option('--out <file>', 'where to write it', 'dist/plan.json')
    .option('--frozen', 'fail where lifecycle.lock would have to change (for CI)')
    .addOption(formatOption())
    .action(async (options: { out: string; frozen?: true; format: string[] }) =>
      finish(
        await (await import('./commands/build.js')).build(terminal, {
          project: project(),
          out: options.out,
          formats: options.format,
          frozen: options.frozen === true,
        }),
      ),
    );

  program
    .command('show [plan]')
    .description('read a plan back as sentences (default: dist/plan.json)')
    .action(async (plan: string | undefined) =>
      finish(await (await import('./commands/show.js')).show(terminal, { project: project(), plan })),
    );

  program
    .command('preview [campaigns...]')
    .description(
      'one page that shows every message for every persona: in both widths, light and dark, as text and source',
    )
    .option('--out <file>', 'where to write it', 'dist/preview.html')
    .option(
      '--against [what]',
      'only what changed, before and after: since a branch, tag or commit, a folder or a plan (alone: since this state and the default branch parted)',
    )
    .option('--screenshots <dir>', 'a picture of each email in both widths, light and dark; needs Chromium')
    .action(async (selectors: string[], options: Omit<PreviewOptions, 'project' | 'selectors'>) =>
      finish(
        await (await import('./commands/preview.js')).preview(terminal, { ...options, project: project(), selectors }),
      ),
    );

  program
    .command('docs')
    .description('what the project does, for people who read no YAML')
    .option('--out <file>', 'where to write it (default: dist/docs.html, or dist/docs.md)')
    .option('--preview <link>', 'where the page of lifecycle preview is, to lead to each message there')
    .option('--from <day>', 'the first day of the calendars, such as 2026-03-02 (default: today)')
    .addOption(
      new Option('--format <format>', 'a page, or Markdown for a wiki').choices(['html', 'markdown']).default('html'),
    )
    .action(async (options: Omit<DocsOptions, 'project'>) =>
      finish(await (await import('./commands/docs.js')).docs(terminal, { ...options, project: project() })),
    );

  addReviewCommands({ program, terminal, project, finish });
  addDevCommand({ program, terminal, project, finish });

  program
    .command('run')
    .description('one tick: decide what is due and send it; without --send nothing leaves and .eml files are written')
    .option('--plan <file>', 'the plan to run', 'dist/plan.json')
    .option('--send', 'really send')
    .option('--now <time>', 'the moment to run for, such as 2026-03-02T10:00Z (default: now)')
    .option('--until <time>', 'go on, tick by tick, to this moment')
    .option('--every <duration>', 'how far apart the ticks of --until are', '1h')
    .option('--out <dir>', 'where a dry run writes its .eml files (default: .lifecycle/dry-run)')
    .option(
      '--inbox <url>',
      'send emails into a test inbox on this machine instead, on a ledger of its own; other messages become files',
    )
    .option('--connections <n>', 'how many messages are handed over at once (default: 5)', wholeNumber)
    .option('--ledger <file>', 'another ledger than the one the plan names')
    .option('--go-back', 'put a plan into force again that another one had replaced')
    .addOption(new Option('--format <format>', 'how to print the summary').choices(['text', 'json']).default('text'))
    .action(async (options: Omit<RunOptions, 'project' | 'send'> & { send?: boolean }) =>
      finish(
        await (await import('./commands/run.js')).run(terminal, {
          ...options,
          project: project(),
          send: options.send === true,
        }),
      ),
    );

  program
    .command('status')
    .description('what is going on: people inside, messages sent, withheld, skipped, and what needs you')
    .option('--plan <file>', 'the plan that names the ledger', 'dist/plan.json')
    .option('--ledger <file>', 'another ledger than the one the plan names')
    .addOption(new Option('--format <format>', 'how to print it').choices(['text', 'json']).default('text'))
    .action(async (options: { plan: string; ledger?: string; format: 'text' | 'json' }) =>
      finish(await (await import('./commands/status.js')).status(terminal, { ...options, project: project() })),
    );

  program
    .command('census')
    .description('how many people stand where in the ledger, as numbers only: for lifecycle diff --census')
    .option('--plan <file>', 'the plan that names the ledger', 'dist/plan.json')
    .option('--ledger <file>', 'another ledger than the one the plan names')
    .action(async (options: { plan: string; ledger?: string }) =>
      finish(await (await import('./commands/census.js')).census(terminal, { ...options, project: project() })),
    );

  program
    .command('why <profile>')
    .description("one person's story: from event to message, or to the reason there was none")
    .option('--plan <file>', 'the plan that names the ledger', 'dist/plan.json')
    .option('--ledger <file>', 'another ledger than the one the plan names')
    .option('--campaign <id>', 'only this campaign')
    .action(async (profile: string, options: { plan: string; ledger?: string; campaign?: string }) =>
      finish(await (await import('./commands/why.js')).why(terminal, { ...options, project: project(), profile })),
    );

  const inRecord = (command: Command): Command =>
    command
      .option('--plan <file>', 'the plan that names the ledger', 'dist/plan.json')
      .option('--ledger <file>', 'another ledger than the one the plan names');
  interface InRecord {
    readonly plan: string;
    readonly ledger?: string;
    readonly reason?: string;
  }

  inRecord(program.command('halt [name]'))
    .description('stop the messages of a campaign or a CAMPAIGN/STEP, also in a run that is going on; alone: list')
    .option('--reason <text>', 'why, for whoever asks')
    .action(async (name: string | undefined, options: InRecord) =>
      finish(await (await import('./commands/halt.js')).halt(terminal, { ...options, project: project(), name })),
    );

  inRecord(program.command('resume <name>'))
    .description('let go on what "halt" stopped')
    .action(async (name: string, options: InRecord) =>
      finish(await (await import('./commands/resume.js')).resume(terminal, { ...options, project: project(), name })),
    );

  inRecord(program.command('suppress [who...]'))
    .description('nothing more goes to these profiles or addresses, whatever the data say; nothing takes it back')
    .option('--topic <id>', 'only messages on this topic')
    .option('--reason <text>', 'why, for whoever asks')
    .option('--list', 'print everybody to whom nothing more goes')
    .action(async (who: string[], options: InRecord & { topic?: string; list?: true }) =>
      finish(
        await (await import('./commands/suppress.js')).suppress(terminal, {
          ...options,
          project: project(),
          who,
          list: options.list === true,
        }),
      ),
    );

  inRecord(program.command('resolve [messages...]'))
    .description('say what became of messages whose answer was lost: they arrived, or they did not and go again')
    .option('--sent', 'they arrived')
    .option('--not-sent', 'they did not: they go with the next run, unless it is too late')
    .option('--drop', 'with --not-sent: nobody gets them any more')
    .option('--all', 'every such message, or those of --campaign and --step')
    .option('--campaign <id>', 'with --all: of this campaign')
    .option('--step <id>', 'with --all: of this step')
    .option('--reason <text>', 'how it was found out, for whoever asks')
    .action(async (messages: string[], options: InRecord & Omit<ResolveOptions, 'project' | 'messages'>) =>
      finish(
        await (await import('./commands/resolve.js')).resolve(terminal, { ...options, project: project(), messages }),
      ),
    );

  addLedgerCommands({ program, terminal, project, finish });
  addMeasureCommands({ program, terminal, project, finish });
  addReportCommand({ program, terminal, project, finish });

  program
    .command('explain <code>')
    .description('what a code such as LC103 means, why it matters and what to do')
    .action(async (code: string) => finish(await (await import('./commands/explain.js')).explain(terminal, code)));

  program
    .command('schema')
    .description("write the JSON Schemas with this project's own names, for completion in editors")
    .option('--out <dir>', 'where to write them', '.lifecycle/schemas')
    .action(async (options: { out: string }) =>
      finish(await (await import('./commands/schema.js')).schema(terminal, { ...options, project: project() })),
    );

  program
    .command('demo')
    .description('a shop of 20,000 people: made, built, run for two weeks and sent into an inbox on this machine')
    .option('--profiles <n>', 'how many people', wholeNumber, 20_000)
    .option('--days <n>', 'how many days to replay', wholeNumber, 14)
    .action(async (options: { profiles: number; days: number }) =>
      finish(await (await import('./commands/demo.js')).demo(terminal, { ...options, project: project() })),
    );
  return program;
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1.');
  return Number(text);
}

function countNumber(text: string): number {
  if (!/^\d{1,7}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 0.');
  return Number(text);
}

function percent(text: string): number {
  if (!/^(?:100|\d{1,2})%?$/.test(text)) throw new InvalidArgumentError('It must be a percentage from 0 to 100.');
  return Number(text.replace('%', ''));
}

function formatOption(): Option {
  const option = new Option(
    '--format <format>',
    'text, json, github, gitlab, sarif, junit, markdown or compact; FORMAT=FILE writes to a file; may be repeated',
  );
  return option.default([], 'text').argParser((value: string, before: string[]) => [...before, value]);
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

// With a query in its address this module was imported for its function alone; Node starts a program without one.
if (new URL(import.meta.url).search === '') {
  process.on('SIGINT', () => {
    if (interruption.signal.aborted) process.exit(3);
    const isSending = process.argv.includes('run') || process.argv.includes('demo');
    own.err(`\nstopping${isSending ? ' after the message in hand' : ''} (Ctrl-C again to stop at once)\n`);
    interruption.abort();
  });
  // A reader that goes away (`| head`) is no failure of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  process.exitCode = await runCommandLine(process.argv.slice(2), own);
}
