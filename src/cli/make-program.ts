import { type Command, InvalidArgumentError, Option } from 'commander';
import type { DocsOptions } from '../commands/docs.js';
import type { PreviewOptions } from '../commands/preview.js';
import type { ResolveOptions } from '../commands/resolve.js';
import type { RunOptions } from '../commands/run.js';
import type { ExitCode, Terminal } from '../commands/terminal.js';
import type { TestOptions } from '../commands/test.js';
import { invariant } from '../model/failure.js';
import { addDevCommand } from './dev-command.js';
import { addLedgerCommands } from './ledger-commands.js';
import { nameCommands } from './list-commands.js';
import { addMeasureCommands } from './measure-commands.js';
import { addReportCommand } from './report-command.js';
import { addReviewCommands } from './review-commands.js';

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

/** All commands with their options. Each is imported only when it is asked for; `finish` is told its exit code. */
export function makeProgram(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  const program = nameCommands(terminal);
  const command = (name: string): Command => {
    const listed = program.commands.find((each) => each.name() === name);
    invariant(listed, `the command ${name} is listed`);
    return listed;
  };
  const project = (): string | undefined => program.opts<{ project?: string }>().project;

  command('init').action(async (dir: string | undefined) =>
    finish(await (await import('../commands/init.js')).init(terminal, dir)),
  );

  command('check')
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
        await (await import('../commands/check.js')).check(terminal, {
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

  command('test')
    .addOption(
      new Option('--format <format>', 'how to print the results').choices(['text', 'json', 'junit']).default('text'),
    )
    .option('--mutate', 'change the campaigns in one small place after the other, and list what no test notices')
    .option('--min-score <percent>', 'how many of the changes of --mutate must be noticed (default: 100)', percent)
    .action(async (selectors: string[], flags: TestFlags) =>
      finish(
        await (await import('../commands/test.js')).test(terminal, {
          project: project(),
          selectors,
          format: flags.format,
          mutate: flags.mutate === true,
          minScore: flags.minScore ?? null,
        }),
      ),
    );

  command('build')
    .option('--out <file>', 'where to write it', 'dist/plan.json')
    .option('--frozen', 'fail where lifecycle.lock would have to change (for CI)')
    .addOption(formatOption())
    .action(async (options: { out: string; frozen?: true; format: string[] }) =>
      finish(
        await (await import('../commands/build.js')).build(terminal, {
          project: project(),
          out: options.out,
          formats: options.format,
          frozen: options.frozen === true,
        }),
      ),
    );

  command('show').action(async (plan: string | undefined) =>
    finish(await (await import('../commands/show.js')).show(terminal, { project: project(), plan })),
  );

  command('preview')
    .option('--out <file>', 'where to write it', 'dist/preview.html')
    .option(
      '--against [what]',
      'only what changed, before and after: since a branch, tag or commit, a folder or a plan (alone: since this state and the default branch parted)',
    )
    .option('--screenshots <dir>', 'a picture of each email in both widths, light and dark; needs Chromium')
    .action(async (selectors: string[], options: Omit<PreviewOptions, 'project' | 'selectors'>) =>
      finish(
        await (await import('../commands/preview.js')).preview(terminal, { ...options, project: project(), selectors }),
      ),
    );

  command('docs')
    .option('--out <file>', 'where to write it (default: dist/docs.html, or dist/docs.md)')
    .option('--preview <link>', 'where the page of lifecycle preview is, to lead to each message there')
    .option('--from <day>', 'the first day of the calendars, such as 2026-03-02 (default: today)')
    .addOption(
      new Option('--format <format>', 'a page, or Markdown for a wiki').choices(['html', 'markdown']).default('html'),
    )
    .action(async (options: Omit<DocsOptions, 'project'>) =>
      finish(await (await import('../commands/docs.js')).docs(terminal, { ...options, project: project() })),
    );

  addReviewCommands({ command, terminal, project, finish });
  addDevCommand({ command, terminal, project, finish });

  command('run')
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
    .option(
      '--connections <n>',
      'how many messages are handed over at once (default: 5, or what the throttle takes)',
      wholeNumber,
    )
    .option('--ledger <file>', 'another ledger than the one the plan names')
    .option('--go-back', 'put a plan into force again that another one had replaced')
    .addOption(new Option('--format <format>', 'how to print the summary').choices(['text', 'json']).default('text'))
    .action(async (options: Omit<RunOptions, 'project' | 'send'> & { send?: boolean }) =>
      finish(
        await (await import('../commands/run.js')).run(terminal, {
          ...options,
          project: project(),
          send: options.send === true,
        }),
      ),
    );

  command('status')
    .option('--plan <file>', 'the plan that names the ledger', 'dist/plan.json')
    .option('--ledger <file>', 'another ledger than the one the plan names')
    .addOption(new Option('--format <format>', 'how to print it').choices(['text', 'json']).default('text'))
    .action(async (options: { plan: string; ledger?: string; format: 'text' | 'json' }) =>
      finish(await (await import('../commands/status.js')).status(terminal, { ...options, project: project() })),
    );

  command('census')
    .option('--plan <file>', 'the plan that names the ledger', 'dist/plan.json')
    .option('--ledger <file>', 'another ledger than the one the plan names')
    .action(async (options: { plan: string; ledger?: string }) =>
      finish(await (await import('../commands/census.js')).census(terminal, { ...options, project: project() })),
    );

  command('why')
    .option('--plan <file>', 'the plan that names the ledger', 'dist/plan.json')
    .option('--ledger <file>', 'another ledger than the one the plan names')
    .option('--campaign <id>', 'only this campaign')
    .action(async (profile: string, options: { plan: string; ledger?: string; campaign?: string }) =>
      finish(await (await import('../commands/why.js')).why(terminal, { ...options, project: project(), profile })),
    );

  const inRecord = (recorded: Command): Command =>
    recorded
      .option('--plan <file>', 'the plan that names the ledger', 'dist/plan.json')
      .option('--ledger <file>', 'another ledger than the one the plan names');
  interface InRecord {
    readonly plan: string;
    readonly ledger?: string;
    readonly reason?: string;
  }

  inRecord(command('halt'))
    .option('--reason <text>', 'why, for whoever asks')
    .action(async (name: string | undefined, options: InRecord) =>
      finish(await (await import('../commands/halt.js')).halt(terminal, { ...options, project: project(), name })),
    );

  inRecord(command('resume')).action(async (name: string, options: InRecord) =>
    finish(await (await import('../commands/resume.js')).resume(terminal, { ...options, project: project(), name })),
  );

  inRecord(command('suppress'))
    .option('--topic <id>', 'only messages on this topic')
    .option('--reason <text>', 'why, for whoever asks')
    .option('--list', 'print everybody to whom nothing more goes')
    .action(async (who: string[], options: InRecord & { topic?: string; list?: true }) =>
      finish(
        await (await import('../commands/suppress.js')).suppress(terminal, {
          ...options,
          project: project(),
          who,
          list: options.list === true,
        }),
      ),
    );

  inRecord(command('resolve'))
    .option('--sent', 'they arrived')
    .option('--not-sent', 'they did not: they go with the next run, unless it is too late')
    .option('--drop', 'with --not-sent: nobody gets them any more')
    .option('--all', 'every such message, or those of --campaign and --step')
    .option('--campaign <id>', 'with --all: of this campaign')
    .option('--step <id>', 'with --all: of this step')
    .option('--reason <text>', 'how it was found out, for whoever asks')
    .action(async (messages: string[], options: InRecord & Omit<ResolveOptions, 'project' | 'messages'>) =>
      finish(
        await (await import('../commands/resolve.js')).resolve(terminal, { ...options, project: project(), messages }),
      ),
    );

  addLedgerCommands({ command, terminal, project, finish });
  addMeasureCommands({ command, terminal, project, finish });
  addReportCommand({ command, terminal, project, finish });

  command('explain')
    .option(
      '--sql',
      'for campaigns instead of a code: what the data are asked at each tick, as SQL, and what of the answers is kept',
    )
    .option('--at <moment>', 'with --sql: as of this moment (default: now)')
    .option('--plan <file>', 'with --sql: the plan to read', 'dist/plan.json')
    .action(async (what: string[], options: { sql?: true; at?: string; plan: string }) =>
      finish(
        options.sql === true
          ? (await import('../commands/explain-sql.js')).explainSql(terminal, {
              ...options,
              project: project(),
              campaigns: what,
            })
          : await (await import('../commands/explain.js')).explain(terminal, what),
      ),
    );

  command('schema')
    .option('--out <dir>', 'where to write them', '.lifecycle/schemas')
    .action(async (options: { out: string }) =>
      finish(await (await import('../commands/schema.js')).schema(terminal, { ...options, project: project() })),
    );

  command('demo')
    .option('--profiles <n>', 'how many people', wholeNumber, 20_000)
    .option('--days <n>', 'how many days to replay', wholeNumber, 14)
    .action(async (options: { profiles: number; days: number }) =>
      finish(await (await import('../commands/demo.js')).demo(terminal, { ...options, project: project() })),
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
